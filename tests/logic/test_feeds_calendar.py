"""The event of a deadline: one name for ever, a sequence that only grows, cancelled only when decided early."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from toutdoux.integrations.feeds.logic.calendar import DeadlineFacts, Standing, event_of
from toutdoux.rules.facts import Status

OPENED = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
FACTS = DeadlineFacts(
    action_id=UUID(int=7),
    version=1,
    opened_at=OPENED,
    deadline=OPENED + timedelta(days=10),
    status=Status.OPEN,
    decided_at=None,
)


def test_it_works() -> None:
    event = event_of(facts=FACTS, host="votes.example.org")
    assert event.uid == "00000000-0000-0000-0000-000000000007@votes.example.org"
    assert (event.sequence, event.at, event.standing) == (0, FACTS.deadline, Standing.CONFIRMED)


@given(versions=st.integers(1, 6), after=st.integers(1, 20 * 24))
def test_the_sequence_grows_and_the_name_stays(versions: int, after: int) -> None:
    history = [
        replace(FACTS, version=number, opened_at=OPENED + timedelta(hours=number)) for number in range(1, versions + 1)
    ]
    last = history[-1]
    decided = min(last.opened_at + timedelta(hours=after), last.deadline)
    history.append(replace(last, status=Status.ACCEPTED, decided_at=decided))
    told = [event_of(facts=facts, host="h") for facts in history]
    assert len({event.uid for event in told}) == 1
    assert all(before.sequence < later.sequence for before, later in pairwise(told))
    assert all(before.changed_at <= later.changed_at for before, later in pairwise(told))
    assert (told[-1].standing is Standing.CANCELLED) == (decided < last.deadline)


def test_what_is_announced_at_once_and_stays_open_is_not_cancelled() -> None:
    """A status that is not open without an instant cannot be; should it come, the date stands."""
    event = event_of(facts=replace(FACTS, status=Status.TACIT, decided_at=FACTS.deadline), host="h")
    assert (event.sequence, event.standing, event.changed_at) == (1, Standing.CONFIRMED, FACTS.deadline)
