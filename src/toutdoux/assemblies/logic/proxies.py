"""Who may be represented by whom: never by chains, never beyond the cap. Pure.

Source: the rules of the tout-doux-cratie, assemblies: a proxy is capped per holder and cannot be passed on; the cap is the
association's own.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.logic.convening import ProxyFacts, Stage
from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.articles import Article

#: Items that end with a vote: only there a giver can say how.
VOTED = frozenset({ItemKind.RESOLUTION, ItemKind.REPORT, ItemKind.ELECTION})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The proxies of an assembly at an instant, and who is on its roll then.

    ``resting``: those that count again as soon as somebody comes back to the roll. Until then they keep their place: were it
    given away, their holder would have one too many that day, or a proxy would be passed on.
    """

    stage: Stage
    cap: int
    roll: frozenset[UUID]
    proxies: tuple[ProxyFacts, ...]
    kinds: Mapping[UUID, ItemKind]
    resting: tuple[ProxyFacts, ...] = ()

    def given_by(self, member_id: UUID) -> tuple[ProxyFacts, ...]:
        """Return the proxies a member has given: one for everything, or several that share the items out."""
        return tuple(proxy for proxy in self.proxies if proxy.giver_id == member_id)

    def held_by(self, member_id: UUID) -> tuple[ProxyFacts, ...]:
        """Return the proxies a member holds, those that rest among them."""
        return tuple(proxy for proxy in (*self.proxies, *self.resting) if proxy.holder_id == member_id)

    def has_given(self, member_id: UUID) -> bool:
        """Say whether a member has given a proxy, be it one that rests."""
        return any(proxy.giver_id == member_id for proxy in (*self.proxies, *self.resting))


@dataclass(frozen=True, kw_only=True)
class ProxyDraft:
    """What a giver asks: who, for which items (None: all of them), and how to vote at some."""

    holder_id: UUID
    items: frozenset[UUID] | None = None
    instructions: Mapping[UUID, str]


def standing(
    *,
    stage: Stage,
    cap: int,
    roll: frozenset[UUID],
    proxies: tuple[ProxyFacts, ...],
    kinds: Mapping[UUID, ItemKind],
    away: frozenset[UUID] = frozenset(),
    at: datetime,
) -> Standing:
    """Return what stands at ``at``. ``away``: who may come back to the roll.

    A proxy of someone who is not on the roll any more counts for nothing, as one whose items were all taken out of the agenda.
    """
    given = [proxy for proxy in proxies if proxy.stands(at) and proxy.items != frozenset()]
    there = tuple(proxy for proxy in given if {proxy.giver_id, proxy.holder_id} <= roll)
    resting = tuple(proxy for proxy in given if proxy not in there and {proxy.giver_id, proxy.holder_id} <= roll | away)
    return Standing(stage=stage, cap=cap, roll=roll, proxies=there, kinds=kinds, resting=resting)


def giver_refusals(*, found: Standing, giver_id: UUID) -> list[Refusal]:
    """Return why a member cannot give any proxy at all, whoever to."""
    if found.stage not in {Stage.CONVENED, Stage.OPEN}:
        return [Refusal(code=AssemblyRefusal.NOT_CONVENED)]
    if found.cap == 0:
        return [Refusal(code=AssemblyRefusal.NO_PROXIES, article=Article.ASSEMBLY)]
    refusals = []
    if giver_id not in found.roll:
        refusals.append(Refusal(code=AssemblyRefusal.GIVER_NOT_ON_ROLL, article=Article.ASSEMBLY))
    if found.held_by(giver_id):
        data = {"number": len(found.held_by(giver_id))}
        refusals.append(Refusal(code=AssemblyRefusal.GIVER_HOLDS, article=Article.ASSEMBLY, data=data))
    return refusals


def holder_refusals(*, found: Standing, giver_id: UUID, holder_id: UUID) -> list[Refusal]:
    """Return why this holder cannot represent this giver. The giver's own proxy, which the new one replaces, is not counted.

    The cap is on how many people one represents, be it at everything or at one item.
    """
    if holder_id == giver_id:
        return [Refusal(code=AssemblyRefusal.OWN_PROXY)]
    if holder_id not in found.roll:
        return [Refusal(code=AssemblyRefusal.HOLDER_NOT_ON_ROLL, article=Article.ASSEMBLY)]
    refusals = []
    if found.has_given(holder_id):
        refusals.append(Refusal(code=AssemblyRefusal.HOLDER_HAS_GIVEN, article=Article.ASSEMBLY))
    if sum(proxy.giver_id != giver_id for proxy in found.held_by(holder_id)) >= found.cap:
        data = {"most": found.cap}
        refusals.append(Refusal(code=AssemblyRefusal.HOLDER_FULL, article=Article.ASSEMBLY, data=data))
    return refusals


def proxy_refusals(*, found: Standing, giver_id: UUID, draft: ProxyDraft) -> list[Refusal]:
    """Return every reason why a proxy cannot be given as it was asked."""
    refusals = giver_refusals(found=found, giver_id=giver_id)
    if found.stage not in {Stage.CONVENED, Stage.OPEN} or found.cap == 0:
        return refusals
    refusals += holder_refusals(found=found, giver_id=giver_id, holder_id=draft.holder_id)
    if draft.items is not None and not draft.items:
        refusals.append(Refusal(code=AssemblyRefusal.NO_SCOPE))
    named = set(draft.items or ()) | set(draft.instructions)
    if not named <= set(found.kinds):
        refusals.append(Refusal(code=AssemblyRefusal.UNKNOWN_ITEM))
    elif any(
        found.kinds[item] not in VOTED or (draft.items is not None and item not in draft.items)
        for item in draft.instructions
    ):
        refusals.append(Refusal(code=AssemblyRefusal.INSTRUCTION_MISPLACED))
    return refusals


@dataclass(frozen=True, kw_only=True)
class Replaced:
    """A proxy that another one ends. ``kept``: the items it is given again for, to the same holder; none: it is over."""

    proxy: ProxyFacts
    kept: frozenset[UUID] = frozenset()


def replaced(*, given: Collection[ProxyFacts], draft: ProxyDraft, roll: frozenset[UUID]) -> tuple[Replaced, ...]:
    """Return which of the proxies someone has ``given`` a new one ends, so that no item has two holders.

    A proxy for everything stands alone: it ends all others, and any other ends it. One for some items takes them from
    whoever had them, who keeps the rest; and takes the place of what the same holder had.
    """
    found = []
    for proxy in given:
        if draft.items is None or proxy.items is None or proxy.holder_id == draft.holder_id:
            found.append(Replaced(proxy=proxy))
        elif proxy.items & draft.items or proxy.holder_id not in roll:
            kept = proxy.items - draft.items if proxy.holder_id in roll else frozenset[UUID]()
            found.append(Replaced(proxy=proxy, kept=kept))
    return tuple(found)
