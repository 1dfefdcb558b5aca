"""Every decided action under other rules, for the page where members try them. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from toutdoux.associations.queries import association, current_rulebook
from toutdoux.decisions.logic.references import Reference
from toutdoux.decisions.logic.simulation import Comparison, under
from toutdoux.decisions.logic.tables import figures_of
from toutdoux.decisions.models import Action, HistoricalRecord
from toutdoux.decisions.queries.doors import reference_of
from toutdoux.decisions.queries.exporting import printed_row
from toutdoux.decisions.queries.facts import NEEDED, full_of_all
from toutdoux.rules.facts import Status
from toutdoux.rules.historical import Figures, Judgement, judge
from toutdoux.rules.outcome import outcome
from toutdoux.rules.rulebook import Kind, Rulebook

_KINDS = (Kind.ORDINARY, Kind.EXTRAORDINARY)


@dataclass(frozen=True, kw_only=True)
class SimulatedRow:
    """One action, decided here, and what it would have become. ``rulebook`` is the one it was decided by."""

    reference: Reference
    title: str
    kind: Kind
    opened_at: datetime
    rulebook: Rulebook
    comparison: Comparison


@dataclass(frozen=True, kw_only=True)
class SimulatedOldRow:
    """One row of an old table: what its figures allow under the rules of today, and under the others. No dates."""

    reference: Reference
    title: str
    label: str
    figures: Figures
    before: Judgement
    after: Judgement

    @property
    def differs(self) -> bool:
        """Say whether the figures give another decision."""
        return self.before.computed is not self.after.computed


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """Everything that was decided, the latest first; old rows apart."""

    rows: tuple[SimulatedRow, ...]
    old_rows: tuple[SimulatedOldRow, ...]


def simulation(*, association_id: UUID, rulebook: Rulebook, now: datetime) -> Simulation:
    """Replay every decided action of an association under ``rulebook``, as of ``now``. Nothing is stored."""
    zone = association(association_id=association_id).zone
    numbered = Action.objects.filter(association_id=association_id, number__isnull=False, target=None, kind__in=_KINDS)
    decided = numbered.filter(historical=False).exclude(status__in=["", Status.OPEN])
    rows = _live(list(decided.select_related(*NEEDED).order_by("-opened_at", "id")), rulebook, zone, now)
    records = HistoricalRecord.objects.filter(action__in=numbered.filter(historical=True))
    records = records.select_related("action__period", "action__target").order_by("-action__opened_on", "action_id")
    today = current_rulebook(association_id=association_id).rulebook
    old_rows = (_old(record, today, rulebook, now.astimezone(zone).date()) for record in records)
    return Simulation(rows=tuple(rows), old_rows=tuple(old_rows))


def _live(actions: list[Action], rulebook: Rulebook, zone: ZoneInfo, now: datetime) -> Iterator[SimulatedRow]:
    loaded = full_of_all(actions)
    for action in actions:
        found = loaded[action.id]
        yield SimulatedRow(
            reference=reference_of(action),
            title=action.title,
            kind=Kind(action.kind),
            opened_at=found.facts.opened_at,
            rulebook=found.rulebook,
            comparison=Comparison(
                before=found.outcome(now=now),
                after=outcome(under(facts=found.facts, rulebook=rulebook, zone=zone), rulebook, now),
            ),
        )


def _old(record: HistoricalRecord, today: Rulebook, rulebook: Rulebook, day: date) -> SimulatedOldRow:
    figures = figures_of(row=printed_row(record), kind=Kind(record.action.kind))
    return SimulatedOldRow(
        reference=reference_of(record.action),
        title=record.action.title,
        label=record.status_text,
        figures=figures,
        before=judge(figures=figures, rulebook=today, at=day),
        after=judge(figures=figures, rulebook=rulebook, at=day),
    )
