"""Each figure of a report equals what another way of counting finds, whatever the period held."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.people import START, world
from toutdoux.associations.queries import association, period
from toutdoux.decisions.commands.importing import import_rows
from toutdoux.decisions.logic.tables import HistoricalRow
from toutdoux.decisions.models import Action, HistoricalRecord
from toutdoux.procedures.registering import record_entry
from toutdoux.registers.logic.drafts import EntryDraft
from toutdoux.registers.models import Entry
from toutdoux.reports.periodical import figures_of, report_parts
from toutdoux.rules.label import Label
from toutdoux.rules.rulebook import Kind
from toutdoux.writings.logic.arranging import Which

pytestmark = pytest.mark.django_db

LABELS = st.sampled_from(list(Label))


def row(number: int, label: Label) -> HistoricalRow:
    return HistoricalRow(
        number=number,
        title=f"Action {number}",
        opened_on=date(2026, 3, 1),
        lead=f"Lead {number % 3}",
        for_=3,
        against=1,
        council=9,
        label=label,
        status_text=str(label),
    )


def figures(association_id: UUID, which: Which = Which.ACTIVITY) -> dict[str, str]:
    scene = association(association_id=association_id)
    found = period(association_id=association_id, code="P26")
    with translation.override("en"):
        parts = report_parts(association=scene, period=found, which=which, now=START + timedelta(days=1))
        return {code: shown.value for part in parts for code, shown in figures_of(part).items()}


@given(
    extraordinary=st.lists(LABELS, max_size=6),
    ordinary=st.lists(LABELS, max_size=6),
    episodes=st.lists(st.booleans(), max_size=4),
)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_works(extraordinary: list[Label], ordinary: list[Label], episodes: list[bool]) -> None:
    scene = world()
    for kind, labels in ((Kind.EXTRAORDINARY, extraordinary), (Kind.ORDINARY, ordinary)):
        if labels:
            rows = [row(number, label) for number, label in enumerate(labels, 1)]
            import_rows(
                association_id=scene.association_id, actor_id=None, period="P26", kind=kind, rows=rows, now=scene.now
            )
    for number, remote in enumerate(episodes):
        draft = EntryDraft(
            title=f"Episode {number}", day=date(2026, 3, 2), period="P26", values={"remote": True} if remote else {}
        )
        record_entry(actor=scene.alice, kind="radio", draft=draft, now=scene.now)
    found = figures(scene.association_id)
    actions = Action.objects.filter(association_id=scene.association_id)
    kinds = Counter(actions.values_list("kind", flat=True))
    by_label = Counter(
        HistoricalRecord.objects.filter(action__association_id=scene.association_id).values_list("label", flat=True)
    )
    if actions.exists():
        assert found["actions"] == str(actions.count())
        assert found["extraordinary"] == str(kinds["extraordinary"])
        assert found["ordinary"] == str(kinds["ordinary"])
        leads = HistoricalRecord.objects.filter(action__association_id=scene.association_id)
        assert found["leads"] == str(leads.values("lead").distinct().count())
    assert {code: int(value) for code, value in found.items() if code.startswith("state ") and "of" not in code} == {
        f"state {label}": count for label, count in by_label.items()
    }
    radio = Entry.objects.filter(association_id=scene.association_id, kind="radio")
    assert found.get("episodes", "0") == str(radio.count())
    assert found.get("remote episodes", "0") == str(sum("remote" in one.values for one in radio))
