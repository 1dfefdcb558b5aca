"""Who holds a mandate at an instant, when it ends, and what is handed over. A mandate gives duties, never a heavier vote."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from toutdoux.kernel.refusal import Refusal
from toutdoux.kernel.secrecy import looks_secret
from toutdoux.mandates.logic.events import MandateRefusal

LONGEST_NAME = 80
LONGEST_DUTIES = 2_000
LONGEST_LINE = 300
LONGEST_NOTE = 2_000
MOST_LINES = 40
#: An election takes weeks to prepare: its reminder comes this long before the end.
REMINDED_BEFORE = timedelta(days=45)

_NOT_IN_A_CODE = re.compile(r"[^a-z0-9]+")


class BuiltIn(StrEnum):
    """The mandates that every association has; others are its own."""

    ADMINISTRATIVE = "administrative"
    FINANCIAL = "financial"
    TECHNICAL = "technical"


class Cause(StrEnum):
    """Where a mandate comes from."""

    ELECTION = "election"
    ACTION = "action"


class Handing(StrEnum):
    """What the next person needs: the lines of a checklist that the association has not written itself."""

    DUTIES = "duties"
    CALENDAR = "calendar"
    PAPERS = "papers"
    REGISTERS = "registers"
    MAILBOXES = "mailboxes"
    PREFECTURE = "prefecture"
    BANK = "bank"
    BOOKS = "books"
    RECEIPTS = "receipts"
    GRANTS = "grants"
    MACHINES = "machines"
    ACCESSES = "accesses"
    BACKUPS = "backups"
    RENEWALS = "renewals"
    UNDER_WAY = "under-way"


_ALWAYS = (Handing.DUTIES, Handing.CALENDAR, Handing.UNDER_WAY)
CHECKLISTS = {
    BuiltIn.ADMINISTRATIVE: (
        *_ALWAYS[:2],
        Handing.PAPERS,
        Handing.REGISTERS,
        Handing.MAILBOXES,
        Handing.PREFECTURE,
        *_ALWAYS[2:],
    ),
    BuiltIn.FINANCIAL: (
        *_ALWAYS[:2],
        Handing.BANK,
        Handing.BOOKS,
        Handing.RECEIPTS,
        Handing.GRANTS,
        *_ALWAYS[2:],
    ),
    BuiltIn.TECHNICAL: (
        *_ALWAYS[:2],
        Handing.MACHINES,
        Handing.ACCESSES,
        Handing.BACKUPS,
        Handing.RENEWALS,
        *_ALWAYS[2:],
    ),
}


@dataclass(frozen=True, kw_only=True)
class MandateFacts:
    """A mandate as recorded. ``ends_at`` (excluded) was fixed when it began; ``left_at``: when its holder left, if so."""

    starts_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    left_at: datetime | None = None


def over_at(facts: MandateFacts) -> datetime:
    """Return when a mandate is over (excluded): as foreseen, ended earlier, or when its holder leaves."""
    return max(facts.starts_at, min(at for at in (facts.ends_at, facts.ended_at, facts.left_at) if at is not None))


def holds(facts: MandateFacts, *, at: datetime) -> bool:
    """Say whether a mandate is held at ``at``."""
    return facts.starts_at <= at < over_at(facts)


def given_from(*, gone: bool, over: Iterable[datetime], until: datetime, at: datetime) -> datetime | MandateRefusal:
    """Return from when a mandate that a decision gives at ``at`` begins: then, or when what its holder has is over.

    ``over``: when each of the holder's mandates of that kind is over. Otherwise why there is nothing to give.
    """
    if gone:
        return MandateRefusal.HAS_LEFT
    held = [end for end in over if end > at]
    starts_at = max(held, default=at)
    if until <= starts_at:
        return MandateRefusal.ALREADY_HOLDS if held else MandateRefusal.ENDS_BEFORE_IT_BEGINS
    return starts_at


def end_refusal(*, held: bool) -> MandateRefusal | None:
    """Say why a decision has no mandate to end."""
    return None if held else MandateRefusal.DOES_NOT_HOLD


def nears_its_end(facts: MandateFacts, *, at: datetime) -> bool:
    """Say whether the election of whoever comes next should be prepared at ``at``."""
    return holds(facts, at=at) and over_at(facts) - at <= REMINDED_BEFORE


def checklist_of(code: str) -> tuple[str, ...]:
    """Return the lines proposed for handing a mandate over, as codes of ``Handing``."""
    return tuple(CHECKLISTS[BuiltIn(code)]) if code in set(BuiltIn) else tuple(_ALWAYS)


def code_of(name: str) -> str:
    """Return what stands for a mandate of the association's own in addresses, from its name without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return _NOT_IN_A_CODE.sub("-", plain).strip("-")[:24].strip("-")


def kind_refusals(*, name: str, duties: str, lines: tuple[str, ...], own: bool) -> list[Refusal]:
    """Return what is wrong with a kind of mandate: an own one needs a name, and nothing is endless."""
    refusals = []
    if own and not name.strip():
        refusals.append(Refusal(code=MandateRefusal.NAME_MISSING))
    for field, value, most in (
        ("name", name, LONGEST_NAME),
        ("duties", duties, LONGEST_DUTIES),
        *(("checklist", line, LONGEST_LINE) for line in lines),
    ):
        if len(value.strip()) > most:
            refusals.append(Refusal(code=MandateRefusal.TOO_LONG, data={"field": field, "most": most}))
    if any(looks_secret(text) for text in (duties, *lines)):
        refusals.append(Refusal(code=MandateRefusal.LOOKS_SECRET))
    if len(lines) > MOST_LINES:
        refusals.append(Refusal(code=MandateRefusal.CHECKLIST_TOO_LONG, data={"most": MOST_LINES}))
    return refusals
