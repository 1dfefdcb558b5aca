"""The rounds of an election: what the next one asks, why one does not open, take a ballot or close, who is elected."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from toutdoux.assemblies.elections.logic.events import ElectionRefusal
from toutdoux.assemblies.logic.convening import ItemState
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.articles import Article
from toutdoux.rules.assembly import Presence, Quorum, votes
from toutdoux.rules.elections import Marks, Question, Result, ballot_fault
from toutdoux.rules.facts import Choice
from toutdoux.rules.rulebook import ElectionMethod, TieRule
from toutdoux.rules.seats import Voice, Way

#: Letters of the key that makes a ballot the same ballot, and of the reason of a cancellation.
KEY_LENGTH = 64
REASON_LENGTH = 300


def _no(code: ElectionRefusal, **data: object) -> Refusal:
    return Refusal(code=code, article=Article.ASSEMBLY, data=data)


def next_question(
    *,
    method: ElectionMethod,
    tie: TieRule | None,
    seats: int,
    lengths: Mapping[str, int],
    results: Sequence[Result],
) -> Question | None:
    """Return what the next round asks, None when there is none: the first, the second, or one between those tied.

    ``lengths``: how many people each option has, in their order; ``results``: of the rounds so far.
    """
    if not results:
        left = seats if method is not ElectionMethod.LIST else sum(lengths.values())
        last = method is not ElectionMethod.TWO_ROUNDS
        return _question(method=method, options=tuple(lengths), seats=left, last=last, lengths=lengths)
    result = results[-1]
    filled = gathered(results)
    left_of = {option: number - filled.get(option, 0) for option, number in lengths.items()}
    if result.second:
        left = result.seats - result.filled
        return _question(method=method, options=result.second, seats=left, last=True, lengths=left_of)
    if result.tie is not None and tie is TieRule.AGAIN:
        return _question(method=method, options=result.tie.standing, seats=result.tie.seats, last=True, lengths=left_of)
    return None


def _question(
    *, method: ElectionMethod, options: tuple[str, ...], seats: int, last: bool, lengths: Mapping[str, int]
) -> Question:
    return Question(
        method=method,
        options=options,
        seats=seats,
        last=last,
        lengths=tuple((option, lengths[option]) for option in options),
    )


def gathered(results: Sequence[Result]) -> dict[str, int]:
    """Return how many seats each elected option has after these rounds, in the order in which they were elected."""
    found: Counter[str] = Counter()
    for result in results:
        for option, seats in result.seats_of or tuple((one, 1) for one in result.elected):
            if seats:
                found[option] += seats
    return dict(found)


@dataclass(frozen=True, kw_only=True)
class OpeningFacts:
    """All that decides whether a round opens. ``question``: what it would ask, None when nothing is left to ask."""

    way: str
    method: ElectionMethod
    state: ItemState
    over: bool
    running: bool
    question: Question | None
    quorum: Quorum
    quorum_needed: bool


def opening_refusals(facts: OpeningFacts) -> list[Refusal]:
    """Return every reason not to open a round, or nothing."""
    found = []
    if facts.way not in set(Way):
        found.append(_no(ElectionRefusal.WAY_UNKNOWN))
    if facts.way == Way.HANDS and facts.method is not ElectionMethod.LIST:
        found.append(_no(ElectionRefusal.HANDS_FOR_ONE_LIST))
    if facts.over:
        found.append(_no(ElectionRefusal.ELECTION_OVER))
    if facts.state is not ItemState.CURRENT:
        found.append(_no(ElectionRefusal.ITEM_NOT_AT_HAND))
    if facts.running:
        found.append(_no(ElectionRefusal.ROUND_OPEN))
    if facts.question is None:
        found.append(_no(ElectionRefusal.NO_FURTHER_ROUND))
    elif not any(number for _, number in facts.question.lengths):
        found.append(_no(ElectionRefusal.NOBODY_STANDS))
    if facts.quorum.votes == 0:
        found.append(_no(ElectionRefusal.NOBODY_THERE))
    elif facts.quorum_needed and not facts.quorum.reached:
        quorum = facts.quorum
        found.append(_no(ElectionRefusal.QUORUM_MISSING, votes=quorum.votes, roll=quorum.roll, needed=quorum.needed))
    return found


@dataclass(frozen=True, kw_only=True)
class CastingFacts:
    """All that decides whether ballots are taken, as for any vote of an assembly.

    ``ballots``: by member whose voice it is. ``voices``: those that whoever casts speaks with now. ``seated``: the members,
    among these, who have a seat in the round. ``cast``: those who have taken part already.
    """

    way: Way
    over: bool
    question: Question
    speaker_id: UUID
    ballots: Mapping[UUID, Marks]
    key: str
    voices: Mapping[UUID, Voice]
    seated: Collection[UUID]
    cast: Collection[UUID]


def casting_refusals(facts: CastingFacts) -> list[Refusal]:
    """Return every reason not to take these ballots, or nothing. They are taken together, or none is."""
    found = []
    if not 0 < len(facts.key) <= KEY_LENGTH:
        found.append(_no(ElectionRefusal.KEY_MISSING))
    if facts.over:
        found.append(_no(ElectionRefusal.ROUND_OVER))
    if facts.way is Way.HANDS:
        found.append(_no(ElectionRefusal.BY_HANDS))
    if not facts.voices:
        found.append(_no(ElectionRefusal.NOT_IN_THE_ROOM))
    if not facts.ballots:
        found.append(_no(ElectionRefusal.NOTHING_CAST))
    for member_id, marks in facts.ballots.items():
        refusal = _ballot_refusal(facts, member_id, marks)
        # The same reason for five voices is one reason.
        if refusal is not None and refusal not in found:
            found.append(refusal)
    return found


def _ballot_refusal(facts: CastingFacts, member_id: UUID, marks: Marks) -> Refusal | None:
    own = member_id == facts.speaker_id
    if member_id not in facts.seated:
        return _no(ElectionRefusal.NOT_SEATED, own=own)
    voice = facts.voices.get(member_id)
    if voice is None:
        return _no(ElectionRefusal.NOT_THEIR_VOICE) if facts.voices else None
    fault = ballot_fault(facts.question, marks)
    if fault is not None:
        return Refusal(code=fault, data={"seats": facts.question.seats, "most": len(facts.question.options)})
    bound = bound_to(facts.question, voice.instruction)
    if bound is not None and marks != bound:
        return _no(ElectionRefusal.INSTRUCTED, instruction=voice.instruction)
    if facts.way is Way.CONFIDENTIAL and member_id in facts.cast:
        return _no(ElectionRefusal.CAST_FOR_GOOD, own=own)
    return None


def bound_to(question: Question, instruction: Choice | None) -> Marks | None:
    """Return the ballot that an instruction binds a proxy to, None when it leaves the choice.

    For and against mean something for a single list alone; blank means the same everywhere.
    """
    if instruction is Choice.BLANK:
        return ()
    if instruction is None or question.method is not ElectionMethod.LIST:
        return None
    return ((question.options[0], 1 if instruction is Choice.FOR else 0),)


def closing_refusals(*, way: Way, over: bool, marked: int, slips: int) -> list[Refusal]:
    """Return why ballots cannot be counted: it is over, hands are for the desk to count, or the box is not whole."""
    if over:
        return [_no(ElectionRefusal.ROUND_OVER)]
    if way is Way.HANDS:
        return [_no(ElectionRefusal.BY_HANDS)]
    if way is Way.CONFIDENTIAL and marked != slips:
        return [_no(ElectionRefusal.BOX_INCOMPLETE, marked=marked, slips=slips)]
    return []


def totals_refusals(*, way: Way, over: bool, for_: int, against: int, blank: int, presence: Presence) -> list[Refusal]:
    """Return why totals typed by the desk are not taken: it is over, it has ballots, or the room cannot have given them."""
    if over:
        return [_no(ElectionRefusal.ROUND_OVER)]
    if way is not Way.HANDS:
        return [_no(ElectionRefusal.NOT_BY_HANDS)]
    if votes(for_=for_, against=against, blank=blank, presence=presence) is None:
        total = for_ + against + blank
        return [_no(ElectionRefusal.TOTALS_DO_NOT_FIT, total=total, votes=presence.votes)]
    return []


def settling_refusals(*, tie: TieRule | None, result: Result | None, order: Sequence[str]) -> list[Refusal]:
    """Return why an order does not settle a tie: there is none that age settles, or it does not name each of them once."""
    if tie is not TieRule.AGE or result is None or result.tie is None:
        return [_no(ElectionRefusal.NO_TIE)]
    if sorted(order) != sorted(result.tie.options):
        return [_no(ElectionRefusal.ORDER_INCOMPLETE)]
    return []


def cancelling_refusals(*, over: bool, cancelled: bool, reason: str) -> list[Refusal]:
    """Return why a round cannot be cancelled, to be taken again. ``over``: the election has been proclaimed."""
    found = []
    if over:
        found.append(_no(ElectionRefusal.ELECTION_OVER))
    if cancelled:
        found.append(_no(ElectionRefusal.ROUND_OVER))
    if not 0 < len(reason.strip()) <= REASON_LENGTH:
        found.append(_no(ElectionRefusal.REASON_MISSING, most=REASON_LENGTH))
    return found
