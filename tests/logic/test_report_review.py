"""The figures of a review, each compared with another way of counting the same rows."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from toutdoux.reports.logic.review import Decided, review, taken
from toutdoux.rules.facts import Execution, Status
from toutdoux.rules.label import label
from toutdoux.rules.rulebook import Kind


@st.composite
def rows(draw: st.DrawFn) -> Decided:
    kind = draw(st.sampled_from([Kind.ORDINARY, Kind.EXTRAORDINARY]))
    ordinary = kind is Kind.ORDINARY
    status = draw(
        st.sampled_from([Status.ANNOUNCED, Status.ANNULLED, Status.WITHDRAWN])
        if ordinary
        else st.sampled_from([status for status in Status if status is not Status.ANNOUNCED])
    )
    execution = draw(st.sampled_from(Execution))
    council = draw(st.integers(1, 40))
    old = draw(st.booleans())
    return Decided(
        reference=f"P26-{draw(st.integers(1, 10**9))}",
        kind=kind,
        label=label(status=status, execution=execution, kind=kind),
        status=None if old else status,
        execution=execution,
        council=council,
        cast=draw(st.integers(0, council)),
        taken=None if old else draw(st.none() | st.timedeltas(timedelta(0), timedelta(days=10))),
        leads=tuple(draw(st.lists(st.sampled_from(["Ada", "Jo", "Sam"]), max_size=2, unique=True))),
    )


def test_it_works() -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    assert taken(opened_at=now, decided_at=now + timedelta(days=2)) == timedelta(days=2)
    assert taken(opened_at=now, decided_at=None) is None
    assert taken(opened_at=None, decided_at=now) is None
    found = review([])
    assert (found.total, found.median, found.participation, found.labels) == (0, None, None, ())


@given(found=st.lists(rows(), max_size=30))
def test_every_figure_adds_up_and_equals_an_independent_count(found: list[Decided]) -> None:
    made = review(found)
    assert made.total == made.extraordinary + made.ordinary == len(found)
    assert sum(count for _, count in made.labels) == made.total
    assert all(count == sum(row.label is word for row in found) for word, count in made.labels)
    live = [row for row in found if row.kind is Kind.EXTRAORDINARY and row.status is not None]
    assert made.at_once + made.tacit + made.blocked + made.still_open <= len(live)
    if made.participation is None:
        assert not live
    else:
        assert 0 <= made.participation <= 1
        assert made.participation == Fraction(sum(row.cast for row in live), sum(row.council for row in live))
    passed = sorted(
        row.taken for row in live if row.taken is not None and row.status in {Status.ACCEPTED, Status.TACIT}
    )
    if made.median is None:
        assert not passed
    else:
        # At least half were decided by then, and no earlier time would say as much.
        assert 2 * sum(time <= made.median for time in passed) >= len(passed)
        assert all(2 * sum(time <= other for time in passed) < len(passed) for other in passed if other < made.median)
    over = {row.reference for row in found if row.execution in {Execution.DONE, Execution.ABANDONED}}
    assert not over & set(made.carried_over) or len({row.reference for row in found}) < len(found)
    assert made.leads == len({name for row in found for name in row.leads})
