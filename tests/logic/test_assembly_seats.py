"""A vote's voices: as many as are present or represented, each spoken for by one person at a time, all of it adding up."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.rules.assembly import Presence, Votes
from toutdoux.rules.facts import Choice
from toutdoux.rules.room import Given, Stay, room
from toutdoux.rules.seats import (
    SMALL,
    Revealing,
    Seat,
    presence_of,
    revealed,
    seats_data,
    seats_of,
    tally,
    voices,
    warned,
)

BEGIN = datetime(2026, 3, 10, 18, tzinfo=UTC)
PEOPLE = [UUID(int=number) for number in range(1, 9)]
ITEM, OTHER = UUID(int=100), UUID(int=101)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[list[Given], list[Stay]]:
    """Up to eight people who come, go and give proxies, for everything or for one item."""
    minutes = st.integers(0, 60).map(lambda minute: BEGIN + timedelta(minutes=minute))
    givers = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=5))
    proxies = [
        Given(
            proxy_id=UUID(int=200 + number),
            giver_id=giver,
            holder_id=draw(st.sampled_from([one for one in PEOPLE if one != giver])),
            given_at=BEGIN - timedelta(days=1),
            items=draw(st.sampled_from([None, frozenset({ITEM}), frozenset({OTHER})])),
        )
        for number, giver in enumerate(givers)
    ]
    stays = []
    for person in draw(st.lists(st.sampled_from(PEOPLE), max_size=8)):
        arrived = draw(minutes)
        stays.append(Stay(member_id=person, arrived_at=arrived, left_at=draw(st.none() | minutes)))
    return proxies, stays


def test_it_works() -> None:
    alice, bob, dana = PEOPLE[:3]
    held = Given(proxy_id=UUID(int=9), giver_id=dana, holder_id=bob, given_at=BEGIN)
    found = room(
        roll=PEOPLE[:4],
        proxies=[held],
        attendance=[Stay(member_id=alice, arrived_at=BEGIN), Stay(member_id=bob, arrived_at=BEGIN)],
        at=BEGIN,
    )
    seats = seats_of(room=found, item_id=ITEM)
    assert seats == (Seat(member_id=alice), Seat(member_id=bob), Seat(member_id=dana, holder_id=bob))
    presence = presence_of(seats=seats, roll=4)
    assert presence == Presence(roll=4, present=2, represented=1)
    speaking = voices(room=found, speaker_id=bob, item_id=ITEM, instructions={held.proxy_id: Choice.AGAINST})
    assert [(voice.member_id, voice.instruction) for voice in speaking.values()] == [
        (bob, None),
        (dana, Choice.AGAINST),
    ]
    assert tally(presence=presence, choices=[Choice.FOR, Choice.AGAINST]) == Votes(
        for_=1, against=1, blank=0, no_part=1
    )
    assert seats_data(seats)[str(dana)] == str(bob)


@given(scene=scenes(), minute=st.integers(0, 61), item=st.sampled_from([ITEM, OTHER]))
def test_each_seat_is_spoken_for_by_one_person_and_the_room_says_how_many_there_are(
    scene: tuple[list[Given], list[Stay]], minute: int, item: UUID
) -> None:
    proxies, stays = scene
    found = room(roll=PEOPLE, proxies=proxies, attendance=stays, at=BEGIN + timedelta(minutes=minute))
    seats = seats_of(room=found, item_id=item)
    assert presence_of(seats=seats, roll=len(PEOPLE)) == found.presence(item)
    spoken = Counter(
        member_id
        for person in PEOPLE
        for member_id in voices(room=found, speaker_id=person, item_id=item, instructions={})
    )
    # Frozen and spoken for at the same instant: the same voices, each once.
    assert spoken == Counter(seat.member_id for seat in seats)
    for person in PEOPLE:
        held = voices(room=found, speaker_id=person, item_id=item, instructions={})
        assert len(held) == found.weight(person, item)
        assert not held or next(iter(held)) == person


@given(scene=scenes(), opened=st.integers(0, 61), later=st.integers(0, 61))
def test_a_seat_never_has_two_speakers_however_people_move_after_the_opening(
    scene: tuple[list[Given], list[Stay]], opened: int, later: int
) -> None:
    proxies, stays = scene
    seats = seats_of(
        room=room(roll=PEOPLE, proxies=proxies, attendance=stays, at=BEGIN + timedelta(minutes=opened)), item_id=ITEM
    )
    now = room(roll=PEOPLE, proxies=proxies, attendance=stays, at=BEGIN + timedelta(minutes=opened + later))
    for seat in seats:
        speakers = [
            person
            for person in PEOPLE
            if seat.member_id in voices(room=now, speaker_id=person, item_id=ITEM, instructions={})
        ]
        assert len(speakers) <= 1
        if seat.member_id in now.present:
            assert speakers == [seat.member_id]


@given(choices=st.lists(st.sampled_from(Choice), max_size=12), more=st.integers(0, 5), seed=st.randoms())
def test_a_count_adds_up_whatever_the_order(choices: list[Choice], more: int, seed) -> None:
    presence = Presence(roll=40, present=len(choices) + more, represented=0)
    count = tally(presence=presence, choices=choices)
    assert count.for_ + count.against + count.blank + count.no_part == presence.votes
    assert count.no_part == more
    shuffled = list(choices)
    seed.shuffle(shuffled)
    assert tally(presence=presence, choices=shuffled) == count


def test_more_ballots_than_seats_cannot_be() -> None:
    with pytest.raises(ValueError, match="more ballots than seats"):
        tally(presence=Presence(roll=3, present=1, represented=0), choices=[Choice.FOR, Choice.FOR])


@pytest.mark.parametrize(
    ("votes", "expected"),
    [(0, Revealing.ALONE), (1, Revealing.ALONE), (2, Revealing.FEW), (SMALL - 1, Revealing.FEW), (SMALL, None)],
)
def test_a_small_electorate_is_warned(votes: int, expected: Revealing | None) -> None:
    assert warned(presence=Presence(roll=50, present=votes, represented=0)) is expected


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((1, 0, 0), Revealing.ALONE),
        ((12, 0, 0), Revealing.UNANIMOUS),
        ((0, 0, 2), Revealing.UNANIMOUS),
        ((11, 1, 0), Revealing.LONE),
        ((1, 1, 0), Revealing.LONE),
        ((1, 1, 1), None),
        ((10, 2, 0), None),
        ((0, 0, 0), None),
    ],
)
def test_figures_that_tell_what_somebody_chose_are_said_to(
    figures: tuple[int, int, int], expected: Revealing | None
) -> None:
    for_, against, blank = figures
    assert revealed(count=Votes(for_=for_, against=against, blank=blank, no_part=3)) is expected
