"""The room: present, represented and weights, recomputed from the list of events at every instant by another hand."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from toutdoux.rules.room import Given, Room, Stay, room

START = datetime(2026, 5, 9, 14, 0, tzinfo=UTC)
PEOPLE = tuple(UUID(int=number) for number in range(1, 9))
ITEMS = (UUID(int=101), UUID(int=102))
LAST = 12


def minute(number: int) -> datetime:
    return START + timedelta(minutes=number)


@dataclass(frozen=True)
class Happened:
    """One line of the event list: someone comes or goes, a proxy is given or ends."""

    at: int
    what: str
    who: UUID
    holder: UUID | None = None
    items: frozenset[UUID] | None = None


@st.composite
def afternoons(draw: st.DrawFn) -> list[Happened]:
    """Draw an assembly as its list of events, in order; at most one proxy from each giver."""
    events: list[Happened] = []
    for who in PEOPLE:
        crossings = sorted(draw(st.lists(st.integers(0, LAST), max_size=4, unique=True)))
        events += [Happened(at, ("comes", "goes")[order % 2], who) for order, at in enumerate(crossings)]
        if draw(st.booleans()):
            begun, ended = draw(st.integers(0, LAST)), draw(st.none() | st.integers(0, LAST))
            items = draw(st.none() | st.frozensets(st.sampled_from(ITEMS)))
            events.append(Happened(begun, "gives", who, draw(st.sampled_from(PEOPLE)), items))
            if ended is not None and ended >= begun:
                events.append(Happened(ended, "takes back", who))
    return sorted(events, key=lambda event: event.at)


rolls = st.frozensets(st.sampled_from(PEOPLE))


def facts(events: list[Happened]) -> tuple[list[Stay], list[Given]]:
    """Return the events as intervals, the way the tables hold them."""
    stays: list[Stay] = []
    proxies: list[Given] = []
    for who in PEOPLE:
        own = [event for event in events if event.who == who]
        crossings = [minute(event.at) for event in own if event.what in {"comes", "goes"}]
        stays += [
            Stay(
                member_id=who,
                arrived_at=crossings[start],
                left_at=crossings[start + 1] if start + 1 < len(crossings) else None,
            )
            for start in range(0, len(crossings), 2)
        ]
        ended = [minute(event.at) for event in own if event.what == "takes back"]
        proxies += [
            Given(
                proxy_id=who,
                giver_id=who,
                holder_id=event.holder,
                given_at=minute(event.at),
                ended_at=ended[0] if ended else None,
                items=event.items,
            )
            for event in own
            if event.what == "gives"
        ]
    return stays, proxies


def walked(
    events: list[Happened], roll: frozenset[UUID], until: int, item: UUID | None
) -> tuple[set[UUID], dict[UUID, set[UUID]]]:
    """Walk through the events up to an instant, as a person at the door would; say who is in and who speaks for whom."""
    inside: set[UUID] = set()
    papers: dict[UUID, Happened] = {}
    for event in events:
        if event.at > until:
            break
        if event.what == "comes":
            inside.add(event.who)
        elif event.what == "goes":
            inside.discard(event.who)
        elif event.what == "gives":
            papers[event.who] = event
        else:
            papers.pop(event.who, None)
    inside &= roll
    voices: dict[UUID, set[UUID]] = {who: {who} for who in inside}
    for giver, paper in papers.items():
        covered = paper.items is None or item in paper.items
        if covered and giver in roll and giver not in inside and paper.holder in inside:
            voices[paper.holder].add(giver)
    return inside, voices


def found(events: list[Happened], roll: frozenset[UUID], until: int) -> Room:
    stays, proxies = facts(events)
    return room(roll=roll, proxies=proxies, attendance=stays, at=minute(until))


def proxy(giver: int, holder: int, *, at: int = 0, items: frozenset[UUID] | None = None, number: int = 0) -> Given:
    return Given(
        proxy_id=UUID(int=1000 + 100 * number + giver),
        giver_id=PEOPLE[giver],
        holder_id=PEOPLE[holder],
        given_at=minute(at),
        items=items,
    )


def test_it_works() -> None:
    """Nine are there with eleven proxies: 3, 3, 3 and 2."""
    people = [UUID(int=number) for number in range(1, 30)]
    held = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3]
    proxies = [
        Given(proxy_id=people[9 + n], giver_id=people[9 + n], holder_id=people[holder], given_at=START)
        for n, holder in enumerate(held)
    ]
    stays = [Stay(member_id=who, arrived_at=START) for who in people[:9]]
    here = room(roll=people, proxies=proxies, attendance=stays, at=START)
    assert (here.presence().roll, here.presence().present, here.presence().represented) == (29, 9, 11)
    assert [here.weight(who) for who in people[:5]] == [4, 4, 4, 3, 1]


@given(events=afternoons(), roll=rolls, item=st.sampled_from([None, *ITEMS]))
def test_presence_and_weights_are_those_of_the_event_list_at_every_instant(
    events: list[Happened], roll: frozenset[UUID], item: UUID | None
) -> None:
    for until in range(LAST + 1):
        here = found(events, roll, until)
        inside, voices = walked(events, roll, until, item)
        assert here.present == inside
        assert {who: here.weight(who, item) for who in PEOPLE} == {who: len(voices.get(who, ())) for who in PEOPLE}
        assert {giver: held.holder_id for giver, held in here.represented(item).items()} == {
            giver: holder for holder, heard in voices.items() for giver in heard - {holder}
        }
        presence = here.presence(item)
        assert presence.votes == sum(map(len, voices.values())) <= presence.roll


@given(events=afternoons(), roll=rolls, until=st.integers(0, LAST))
def test_each_proxy_that_stands_counts_or_is_suspended_or_idle(
    events: list[Happened], roll: frozenset[UUID], until: int
) -> None:
    here = found(events, roll, until)
    assert sorted(here.counting + here.suspended + here.idle, key=str) == sorted(here.standing, key=str)


@given(events=afternoons(), roll=rolls, until=st.integers(0, LAST), random=st.randoms())
def test_the_order_in_which_facts_are_read_changes_nothing(
    events: list[Happened], roll: frozenset[UUID], until: int, random: Random
) -> None:
    stays, proxies = facts(events)
    random.shuffle(stays)
    random.shuffle(proxies)
    assert room(roll=roll, proxies=proxies, attendance=stays, at=minute(until)) == found(events, roll, until)


def test_a_giver_who_comes_suspends_the_proxy_and_revives_it_by_leaving() -> None:
    stays = [
        Stay(member_id=PEOPLE[0], arrived_at=START),
        Stay(member_id=PEOPLE[1], arrived_at=minute(2), left_at=minute(4)),
    ]
    weights = [
        room(roll=PEOPLE, proxies=[proxy(1, 0)], attendance=stays, at=minute(at)).weight(PEOPLE[0]) for at in range(6)
    ]
    assert weights == [2, 2, 1, 1, 2, 2]


def test_a_holder_who_goes_takes_the_voices_along_and_brings_them_back() -> None:
    stays = [
        Stay(member_id=PEOPLE[0], arrived_at=START, left_at=minute(1)),
        Stay(member_id=PEOPLE[0], arrived_at=minute(3)),
    ]
    votes = [
        room(roll=PEOPLE, proxies=[proxy(1, 0)], attendance=stays, at=minute(at)).presence().votes for at in range(4)
    ]
    assert votes == [2, 0, 0, 2]


def test_a_proxy_for_one_item_counts_at_that_item_alone_and_goes_before_one_for_all() -> None:
    stays = [Stay(member_id=PEOPLE[who], arrived_at=START) for who in (0, 1)]
    only = proxy(2, 0, items=frozenset({ITEMS[0]}))
    here = room(roll=PEOPLE, proxies=[only], attendance=stays, at=START)
    assert [here.presence(item).represented for item in (None, *ITEMS)] == [0, 1, 0]

    both = room(roll=PEOPLE, proxies=[only, proxy(2, 1, at=0, number=1)], attendance=stays, at=START)
    assert [both.weight(PEOPLE[0], item) for item in (None, *ITEMS)] == [1, 2, 1]
    assert [both.weight(PEOPLE[1], item) for item in (None, *ITEMS)] == [2, 1, 2]


def test_the_later_of_two_alike_speaks_even_where_its_holder_is_away() -> None:
    stays = [Stay(member_id=PEOPLE[0], arrived_at=START)]
    proxies = [proxy(2, 0), proxy(2, 1, at=1, number=1)]
    assert room(roll=PEOPLE, proxies=proxies, attendance=stays, at=minute(0)).presence().represented == 1
    assert room(roll=PEOPLE, proxies=proxies, attendance=stays, at=minute(1)).presence().represented == 0


def test_nobody_off_the_roll_counts_and_nobody_speaks_for_themselves_twice() -> None:
    stays = [Stay(member_id=who, arrived_at=START) for who in PEOPLE]
    proxies = [proxy(1, 1), proxy(7, 0), proxy(2, 7)]
    here = room(roll=PEOPLE[:3], proxies=proxies, attendance=stays[:1] + stays[7:], at=START)
    assert (here.presence().present, here.presence().represented, here.weight(PEOPLE[7])) == (1, 0, 0)
    assert here.standing == ()
