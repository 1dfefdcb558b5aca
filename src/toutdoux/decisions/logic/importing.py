"""Taking rows of an old table into the register: what is new, what is there already, what contradicts it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.decisions.logic.tables import HistoricalRow, differences
from toutdoux.kernel.canonical import digest
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.rulebook import Kind


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """What importing would do. With any refusal nothing is done, not even for the other rows."""

    new: tuple[HistoricalRow, ...]
    known: tuple[HistoricalRow, ...]
    refusals: tuple[Refusal, ...]


def import_plan(
    *, rows: Sequence[HistoricalRow], kept: Mapping[int, HistoricalRow], live: frozenset[int]
) -> ImportPlan:
    """Compare ``rows`` with the register of their period and kind.

    ``kept`` are the old rows already there, by number; ``live`` the numbers of actions decided here. The same row again
    changes nothing; one that differs is refused with each difference, and so is a number that a live action bears.
    """
    new, known, refusals = [], [], []
    for row in rows:
        if row.number in live:
            refusals.append(Refusal(code=DecisionRefusal.NUMBER_TAKEN, data={"number": row.number}))
        elif row.number not in kept:
            new.append(row)
        elif columns := differences(kept=kept[row.number], offered=row):
            refusals += [_difference(kept=kept[row.number], offered=row, column=column) for column in columns]
        else:
            known.append(row)
    return ImportPlan(new=tuple(new), known=tuple(known), refusals=tuple(refusals))


def row_digest(*, salt: str, action_id: UUID, period_id: int, kind: Kind, row: HistoricalRow) -> str:
    """Return what the ledger keeps of an old row: everything printed, salted, so that names cannot be guessed from it."""
    return digest(
        {
            "salt": salt,
            "action": str(action_id),
            "period": period_id,
            "kind": str(kind),
            "number": row.number,
            "title": row.title,
            "opened_on": row.opened_on.isoformat(),
            "lead": row.lead,
            "for": row.for_,
            "against": row.against,
            "council": row.council,
            "label": str(row.label),
            "status": row.status_text,
            "note": row.note,
            "link": row.link,
            "text": row.text,
            "urgent": row.urgent_text,
            "carried_out_on": row.carried_out_on.isoformat() if row.carried_out_on else None,
        }
    )


def _difference(*, kept: HistoricalRow, offered: HistoricalRow, column: str) -> Refusal:
    return Refusal(
        code=DecisionRefusal.ROW_DIFFERS,
        data={
            "number": offered.number,
            "column": column,
            "kept": _shown(kept, column),
            "offered": _shown(offered, column),
        },
    )


def _shown(row: HistoricalRow, column: str) -> str:
    """Write one cell as people read it; the words of a label rather than its name."""
    if column == "status":
        return row.status_text
    if column == "urgent":
        return row.urgent_text
    value = getattr(row, "for_" if column == "for" else column)
    text = "" if value is None else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


#: How much of a long text is repeated to the person who must compare two.
_SHOWN = 60
