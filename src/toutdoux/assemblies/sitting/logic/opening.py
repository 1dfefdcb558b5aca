"""Whether an assembly may be opened, and what its frozen roll is known by. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.kernel.canonical import digest, instant_text
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.articles import Article
from toutdoux.rules.assembly import Quorum


@dataclass(frozen=True, kw_only=True)
class OpeningFacts:
    """What an opening depends on: the time it was convened for, whether someone chairs, the quorum."""

    convened_for: datetime
    chaired: bool
    quorum: Quorum


def opening_refusals(*, facts: OpeningFacts, at: datetime) -> list[Refusal]:
    """Return every reason not to open: whoever comes on time must find it begun by nobody."""
    refusals = _beginning(facts, at)
    if not facts.quorum.reached:
        refusals.append(_of_quorum(SittingRefusal.QUORUM_MISSING, facts.quorum))
    return refusals


def missing_refusals(*, facts: OpeningFacts, at: datetime) -> list[Refusal]:
    """Return every reason not to record that the quorum is missing."""
    refusals = _beginning(facts, at)
    if facts.quorum.reached:
        refusals.append(_of_quorum(SittingRefusal.QUORUM_THERE, facts.quorum))
    return refusals


def _beginning(facts: OpeningFacts, at: datetime) -> list[Refusal]:
    refusals = []
    if at < facts.convened_for:
        refusals.append(Refusal(code=SittingRefusal.TOO_EARLY, data={"at": instant_text(facts.convened_for)}))
    if not facts.chaired:
        refusals.append(Refusal(code=SittingRefusal.NO_CHAIR))
    return refusals


def _of_quorum(code: SittingRefusal, found: Quorum) -> Refusal:
    data = {"votes": found.votes, "roll": found.roll, "needed": found.needed or 0}
    return Refusal(code=code, article=Article.ASSEMBLY, data=data)


def roll_digest(*, assembly_id: UUID, roll: Iterable[UUID]) -> str:
    """Return the digest of a frozen roll: of the assembly and the sorted ids of its members."""
    return digest({"assembly": str(assembly_id), "members": sorted(map(str, roll))})
