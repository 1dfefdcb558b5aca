"""What a resource and an access must look like, and what must never be written about them: a secret."""

from uuid import UUID

from toutdoux.accesses.logic.events import AccessRefusal
from toutdoux.accesses.logic.ledger import Level, Sort
from toutdoux.kernel.refusal import Refusal
from toutdoux.kernel.secrecy import looks_secret

LONGEST_NAME = 120
LONGEST_NOTE = 1_000
LONGEST_PURPOSE = 300
FEWEST_MONTHS, MOST_MONTHS = 1, 36


def resource_refusals(
    *, sort: str, level: str, name: str, note: str, owner: UUID | None, months: int, members: frozenset[UUID]
) -> list[Refusal]:
    """Return what is wrong with a resource; ``members`` are the ids of those who may look after it."""
    refusals = []
    if sort not in set(Sort):
        refusals.append(Refusal(code=AccessRefusal.SORT_UNKNOWN, data={"sort": sort}))
    if level not in set(Level):
        refusals.append(Refusal(code=AccessRefusal.LEVEL_UNKNOWN, data={"level": level}))
    if not name.strip():
        refusals.append(Refusal(code=AccessRefusal.NAME_MISSING))
    if owner is not None and owner not in members:
        refusals.append(Refusal(code=AccessRefusal.OWNER_UNKNOWN))
    if not FEWEST_MONTHS <= months <= MOST_MONTHS:
        data = {"fewest": FEWEST_MONTHS, "most": MOST_MONTHS}
        refusals.append(Refusal(code=AccessRefusal.REVIEW_OUT_OF_RANGE, data=data))
    refusals += _text_refusals(field="name", text=name, most=LONGEST_NAME)
    refusals += _text_refusals(field="note", text=note, most=LONGEST_NOTE)
    return refusals


def purpose_refusals(*, purpose: str) -> list[Refusal]:
    """Return what is wrong with the purpose of an access: there is one, short, and it holds no secret."""
    if not purpose.strip():
        return [Refusal(code=AccessRefusal.PURPOSE_MISSING)]
    return _text_refusals(field="purpose", text=purpose, most=LONGEST_PURPOSE)


def _text_refusals(*, field: str, text: str, most: int) -> list[Refusal]:
    refusals = []
    if len(text.strip()) > most:
        refusals.append(Refusal(code=AccessRefusal.TOO_LONG, data={"field": field, "most": most}))
    if looks_secret(text):
        refusals.append(Refusal(code=AccessRefusal.LOOKS_SECRET, data={"field": field}))
    return refusals
