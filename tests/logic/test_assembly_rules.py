"""Assemblies, exactly: everything adds up, half is a boundary, unanimity is of whom it is said to be."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from toutdoux.rules.assembly import Majority, Presence, Unanimity, quorum, resolve, votes
from toutdoux.rules.rulebook import Base, Share

HALF = Share(share=Fraction(1, 2))
STRICT = Share(share=Fraction(1, 2), inclusive=False)
counts = st.integers(0, 60)


@st.composite
def rooms(draw: st.DrawFn) -> Presence:
    present, represented = draw(counts), draw(counts)
    roll = draw(st.integers(max(1, present + represented), 200))
    return Presence(roll=roll, present=present, represented=represented)


def test_it_works() -> None:
    room = Presence(roll=29, present=9, represented=11)
    found = quorum(presence=room, share=HALF)
    assert (found.reached, found.votes, found.needed) == (True, 20, 15)
    count = votes(for_=19, against=0, blank=0, presence=room)
    assert count is not None
    resolved = resolve(count=count, roll=room.roll)
    assert (resolved.majority, resolved.unanimity, count.no_part) == (Majority.ADOPTED, Unanimity.EXPRESSED, 1)


@given(room=rooms(), share=st.sampled_from([HALF, STRICT, Share(share=Fraction(2, 3)), None]))
def test_the_quorum_is_the_share_of_the_roll_exactly(room: Presence, share: Share | None) -> None:
    found = quorum(presence=room, share=share)
    if share is None:
        assert found.reached
        assert found.needed is None
        return
    exact = Fraction(room.votes, room.roll)
    assert found.reached == (exact >= share.share if share.inclusive else exact > share.share)
    assert found.needed is not None
    assert found.reached == (room.votes >= found.needed)


@given(room=rooms(), for_=counts, against=counts, blank=counts)
def test_every_count_adds_up_to_the_room_or_is_none(room: Presence, for_: int, against: int, blank: int) -> None:
    count = votes(for_=for_, against=against, blank=blank, presence=room)
    if for_ + against + blank > room.votes:
        assert count is None
    else:
        assert count is not None
        assert count.for_ + count.against + count.blank + count.no_part == room.votes


@given(room=rooms(), for_=counts, against=counts, blank=counts, base=st.sampled_from(Base))
def test_more_than_half_of_the_base_adopts_and_nothing_else(
    room: Presence, for_: int, against: int, blank: int, base: Base
) -> None:
    count = votes(for_=for_, against=against, blank=blank, presence=room)
    if count is None:
        return
    found = resolve(count=count, roll=room.roll, base=base)
    of = {
        Base.EXPRESSED: for_ + against,
        Base.CAST: for_ + against + blank,
        Base.PRESENT: room.votes,
        Base.COUNCIL: room.roll,
    }[base]
    assert found.of == of
    assert (found.majority is Majority.ADOPTED) == (for_ > 0 and Fraction(for_) > Fraction(of, 2))
    if found.unanimity is not Unanimity.NONE:
        assert against == 0
    if found.unanimity is Unanimity.PRESENT:
        assert for_ == room.votes


@given(for_=st.integers(1, 60))
def test_equal_votes_adopt_nothing_and_are_called_a_tie(for_: int) -> None:
    room = Presence(roll=200, present=2 * for_, represented=0)
    count = votes(for_=for_, against=for_, blank=0, presence=room)
    assert count is not None
    assert resolve(count=count, roll=200).majority is Majority.TIE
    assert resolve(count=count, roll=200, base=Base.PRESENT).majority is Majority.REJECTED


def test_nobody_for_or_against_decides_nothing() -> None:
    count = votes(for_=0, against=0, blank=3, presence=Presence(roll=9, present=4, represented=0))
    assert count is not None
    assert resolve(count=count, roll=9).majority is Majority.NOBODY
