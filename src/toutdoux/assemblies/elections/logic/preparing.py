"""What an election asks for before anyone votes: a method, mandates, dates; and who may stand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from toutdoux.assemblies.elections.logic.events import ElectionRefusal
from toutdoux.assemblies.logic.convening import ItemKind
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.articles import Article
from toutdoux.rules.rulebook import ElectionMethod, ElectionRules, TieRule

#: No association has more than this to fill at once; a ballot is to be read on a phone.
MOST_SEATS = 30
MOST_CANDIDATES = 60
LONGEST_TITLE = 120
LONGEST_WORDS = 500


@dataclass(frozen=True, kw_only=True)
class ElectionDraft:
    """What is asked when an election is prepared. ``one_list``: for several mandates at once, whatever the method.

    ``code``: the mandate, for an election one by one. ``starts_at`` to ``ends_at`` (excluded): how long it is given for.
    ``handing_over``: who holds the mandates before hands them over.
    """

    one_list: bool
    code: str
    seats: int
    starts_at: datetime
    ends_at: datetime
    handing_over: bool = True


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """How an election is voted and what settles its ties. A single list knows no tie between people."""

    method: ElectionMethod
    tie: TieRule | None


def chosen(*, draft: ElectionDraft, rules: ElectionRules) -> Chosen | None:
    """Return the method that a draft is voted by, None while the association has to choose it."""
    if draft.one_list:
        return Chosen(method=ElectionMethod.LIST, tie=None)
    if rules.method is None or rules.tie is None:
        return None
    return Chosen(method=rules.method, tie=rules.tie)


def draft_refusals(
    *, draft: ElectionDraft, rules: ElectionRules, kind: ItemKind, codes: Collection[str], voted: bool
) -> list[Refusal]:
    """Return every reason not to prepare an election so. ``codes``: the mandates of the association; ``voted``: too late."""
    found = []
    if kind is not ItemKind.ELECTION:
        found.append(Refusal(code=ElectionRefusal.NOT_AN_ELECTION))
    if voted:
        found.append(Refusal(code=ElectionRefusal.ALREADY_VOTED))
    if not draft.one_list:
        if rules.method is None:
            found.append(Refusal(code=ElectionRefusal.METHOD_NOT_CHOSEN, article=Article.ASSEMBLY))
        if rules.tie is None:
            found.append(Refusal(code=ElectionRefusal.TIE_NOT_CHOSEN, article=Article.ASSEMBLY))
        if draft.code not in codes:
            found.append(Refusal(code=ElectionRefusal.MANDATE_MISSING))
        if not 1 <= draft.seats <= MOST_SEATS:
            found.append(Refusal(code=ElectionRefusal.SEATS_OUT_OF_RANGE, data={"most": MOST_SEATS}))
    if draft.ends_at <= draft.starts_at:
        found.append(Refusal(code=ElectionRefusal.ENDS_BEFORE_IT_BEGINS))
    return found


@dataclass(frozen=True, kw_only=True)
class StandingFacts:
    """All that decides whether somebody stands.

    ``needs_list``: a list must be named, and ``list_known`` says that it is one of this election. ``code``: the mandate
    they would have; ``codes``: those of the association. ``number``: how many stand or are proposed already.
    """

    over: bool
    voting: bool
    gone: bool
    stands: bool
    needs_list: bool
    list_known: bool
    code: str
    codes: Collection[str]
    number: int
    words: str


def standing_refusals(facts: StandingFacts) -> list[Refusal]:
    """Return every reason not to take a candidacy, or nothing."""
    found = []
    if facts.over:
        found.append(Refusal(code=ElectionRefusal.ELECTION_OVER))
    if facts.voting:
        found.append(Refusal(code=ElectionRefusal.CANDIDATES_CLOSED))
    if facts.gone:
        found.append(Refusal(code=ElectionRefusal.HAS_LEFT))
    if facts.stands:
        found.append(Refusal(code=ElectionRefusal.STANDS_ALREADY))
    if facts.needs_list and not facts.list_known:
        found.append(Refusal(code=ElectionRefusal.UNKNOWN_LIST))
    if facts.code not in facts.codes:
        found.append(Refusal(code=ElectionRefusal.MANDATE_MISSING))
    if facts.number >= MOST_CANDIDATES:
        found.append(Refusal(code=ElectionRefusal.TOO_MANY, data={"most": MOST_CANDIDATES}))
    if len(facts.words.strip()) > LONGEST_WORDS:
        found.append(Refusal(code=ElectionRefusal.TOO_LONG, data={"most": LONGEST_WORDS}))
    return found


def list_refusals(*, title: str, titles: Collection[str], over: bool, voting: bool) -> list[Refusal]:
    """Return why a list is not taken. ``titles``: those of the election's other lists."""
    found = []
    if over:
        found.append(Refusal(code=ElectionRefusal.ELECTION_OVER))
    if voting:
        found.append(Refusal(code=ElectionRefusal.CANDIDATES_CLOSED))
    if not title.strip():
        found.append(Refusal(code=ElectionRefusal.LIST_UNTITLED))
    if len(title.strip()) > LONGEST_TITLE:
        found.append(Refusal(code=ElectionRefusal.TOO_LONG, data={"most": LONGEST_TITLE}))
    if title.strip().casefold() in {other.casefold() for other in titles}:
        found.append(Refusal(code=ElectionRefusal.LIST_TAKEN))
    return found
