"""How long a service could be used, against a count minute by minute."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from toutdoux.services.logic.availability import Span, availability, meeting

START = datetime(2026, 3, 10, tzinfo=UTC)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


@st.composite
def spans(draw: st.DrawFn) -> list[tuple[int, int | None]]:
    pairs = st.tuples(st.integers(0, 60), st.none() | st.integers(1, 30))
    return [(first, None if length is None else first + length) for first, length in draw(st.lists(pairs, max_size=4))]


def told(pairs: list[tuple[int, int | None]]) -> list[Span]:
    return [Span(starts_at=at(first), ends_at=None if last is None else at(last)) for first, last in pairs]


def covers(pairs: list[tuple[int, int | None]], minute: int) -> bool:
    return any(first <= minute and (last is None or minute < last) for first, last in pairs)


def test_it_works() -> None:
    did = availability(opened=told([(0, None)]), down=told([(10, 20), (15, 25)]), since=at(0), before=at(100))
    assert did.down == timedelta(minutes=15)
    assert did.share == Fraction(85, 100)
    never = availability(opened=[], down=told([(1, 2)]), since=at(0), before=at(100))
    assert never.share is None


@given(opened=spans(), down=spans(), since=st.integers(0, 50), length=st.integers(0, 60))
def test_each_minute_counts_once(
    opened: list[tuple[int, int | None]], down: list[tuple[int, int | None]], since: int, length: int
) -> None:
    minutes = range(since, since + length)
    there = [minute for minute in minutes if covers(opened, minute)]
    did = availability(opened=told(opened), down=told(down), since=at(since), before=at(since + length))
    assert did.open == timedelta(minutes=len(there))
    assert did.down == timedelta(minutes=sum(covers(down, minute) for minute in there))


@given(machine=spans(), stood=spans(), own=spans(), length=st.integers(0, 90))
def test_a_minute_that_a_machine_and_a_service_both_lose_counts_once(
    machine: list[tuple[int, int | None]],
    stood: list[tuple[int, int | None]],
    own: list[tuple[int, int | None]],
    length: int,
) -> None:
    """What a machine lost counts for as long as the service stood on it, and never twice with what the service lost itself."""
    through = [span for one in told(machine) for other in told(stood) for span in meeting(one, other)]
    did = availability(opened=told([(0, None)]), down=[*told(own), *through], since=at(0), before=at(length))
    lost = [
        minute for minute in range(length) if covers(own, minute) or (covers(machine, minute) and covers(stood, minute))
    ]
    assert did.down == timedelta(minutes=len(lost))
