"""What may be voted on, when, by whom and how. Each rule is a function of frozen facts; each list of rules is visible."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from toutdoux.assemblies.logic.convening import ItemState, Stage
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.articles import Article
from toutdoux.rules.assembly import Presence, Quorum, votes
from toutdoux.rules.facts import Choice
from toutdoux.rules.rulebook import QuorumMissing
from toutdoux.rules.seats import Voice, Way

#: Items of these kinds are voted For, Against or Blank. Elections have ballots of their own.
VOTED = frozenset({ItemKind.RESOLUTION, ItemKind.REPORT})
#: Letters in the reason of a cancellation.
REASON_LENGTH = 300
KEY_LENGTH = 64


def _no(code: VoteRefusal, **data: object) -> Refusal:
    return Refusal(code=code, article=Article.ASSEMBLY, data=data)


@dataclass(frozen=True, kw_only=True)
class OpeningFacts:
    """All that decides whether a vote opens.

    ``waiting``: the amendments to vote before this. ``settled``: this very thing was voted already, and not cancelled.
    ``applies``: the passage it changes is in the text; what is no amendment always applies. ``listable``: the purchase that it
    lists, if it lists one, still waits for its list.
    """

    way: str
    kind: ItemKind
    state: ItemState
    waiting: tuple[int, ...]
    running: bool
    settled: bool
    applies: bool
    listable: bool
    quorum: Quorum
    missing: QuorumMissing


def opening_refusals(facts: OpeningFacts) -> list[Refusal]:
    """Return every reason not to open a vote, or nothing."""
    found = []
    if facts.way not in set(Way):
        found.append(_no(VoteRefusal.UNKNOWN_WAY))
    if facts.kind not in VOTED:
        found.append(_no(VoteRefusal.NOT_TO_VOTE_ON, kind=facts.kind))
    if facts.state is not ItemState.CURRENT:
        found.append(_no(VoteRefusal.NOT_AT_HAND))
    if facts.running:
        found.append(_no(VoteRefusal.VOTE_RUNNING))
    if facts.settled:
        found.append(_no(VoteRefusal.VOTED_ALREADY))
    elif not facts.applies:
        found.append(_no(VoteRefusal.NO_LONGER_APPLIES))
    elif not facts.listable:
        found.append(_no(VoteRefusal.NOT_BEGUN))
    if facts.waiting:
        found.append(_no(VoteRefusal.AMENDMENTS_WAIT, numbers=list(facts.waiting)))
    if facts.quorum.votes == 0:
        found.append(_no(VoteRefusal.NOBODY_THERE))
    elif not facts.quorum.reached and facts.missing is QuorumMissing.REFUSED:
        quorum = facts.quorum
        found.append(_no(VoteRefusal.QUORUM_MISSING, votes=quorum.votes, roll=quorum.roll, needed=quorum.needed))
    return found


@dataclass(frozen=True, kw_only=True)
class CastingFacts:
    """All that decides whether ballots are taken.

    ``choices``: by member whose voice it is. ``voices``: those that whoever casts speaks with now, none when they are not in
    the room. ``seated``: the members, among these, whose voice the vote has. ``cast``: those who have taken part already.
    """

    way: Way
    over: bool
    speaker_id: UUID
    choices: Mapping[UUID, str]
    key: str
    voices: Mapping[UUID, Voice]
    seated: Collection[UUID]
    cast: Collection[UUID]


def casting_refusals(facts: CastingFacts) -> list[Refusal]:
    """Return every reason not to take these ballots, or nothing. They are taken together, or none is."""
    found = []
    if not 0 < len(facts.key) <= KEY_LENGTH:
        found.append(Refusal(code=VoteRefusal.KEY_MISSING))
    if facts.over:
        found.append(_no(VoteRefusal.VOTE_OVER))
    if facts.way is Way.HANDS:
        found.append(_no(VoteRefusal.BY_HANDS))
    if not facts.voices:
        found.append(_no(VoteRefusal.NOT_IN_THE_ROOM))
    if not facts.choices:
        found.append(_no(VoteRefusal.NOTHING_CHOSEN))
    ballots = [_ballot_refusal(facts, member_id, choice) for member_id, choice in facts.choices.items()]
    for refusal in ballots:
        # The same reason for five voices is one reason.
        if refusal is not None and refusal not in found:
            found.append(refusal)
    return found


def _ballot_refusal(facts: CastingFacts, member_id: UUID, choice: str) -> Refusal | None:
    own = member_id == facts.speaker_id
    if member_id not in facts.seated:
        return _no(VoteRefusal.NOT_SEATED, own=own)
    voice = facts.voices.get(member_id)
    if voice is None:
        return _no(VoteRefusal.NOT_THEIR_VOICE) if facts.voices else None
    if choice not in set(Choice):
        return _no(VoteRefusal.UNKNOWN_CHOICE)
    if voice.instruction is not None and choice != voice.instruction:
        return _no(VoteRefusal.INSTRUCTED, bound=voice.instruction)
    if facts.way is Way.CONFIDENTIAL and member_id in facts.cast:
        return _no(VoteRefusal.CAST_FOR_GOOD, own=own)
    return None


def totals_refusals(*, for_: int, against: int, blank: int, presence: Presence) -> list[Refusal]:
    """Return why totals typed by the desk cannot be right: the arithmetic of who is there, or nothing."""
    if min(for_, against, blank) < 0:
        return [_no(VoteRefusal.TOTALS_NEGATIVE)]
    if votes(for_=for_, against=against, blank=blank, presence=presence) is None:
        data = {
            "for": for_,
            "against": against,
            "blank": blank,
            "total": for_ + against + blank,
            "votes": presence.votes,
            "present": presence.present,
            "represented": presence.represented,
        }
        return [_no(VoteRefusal.TOTALS_TOO_LARGE, **data)]
    return []


def closing_refusals(*, way: Way, over: bool, marked: int, slips: int) -> list[Refusal]:
    """Return why ballots cannot be counted: it is over, hands are for the desk to count, or the box is not whole.

    A box is short when the database was brought back from a copy, which leaves boxes out: the vote is then taken again.
    """
    if over:
        return [_no(VoteRefusal.VOTE_OVER)]
    if way is Way.HANDS:
        return [_no(VoteRefusal.BY_HANDS)]
    if way is Way.CONFIDENTIAL and marked != slips:
        return [_no(VoteRefusal.BOX_INCOMPLETE, marked=marked, slips=slips)]
    return []


def cancelling_refusals(*, stage: Stage, cancelled: bool, reason: str, followed: bool) -> list[Refusal]:
    """Return why a vote cannot be cancelled, to be taken again. ``followed``: something already came of it."""
    found = []
    if stage is not Stage.OPEN or cancelled:
        found.append(_no(VoteRefusal.VOTE_OVER))
    if not reason.strip():
        found.append(_no(VoteRefusal.REASON_MISSING))
    if len(reason.strip()) > REASON_LENGTH:
        found.append(_no(VoteRefusal.REASON_TOO_LONG, most=REASON_LENGTH))
    if followed:
        found.append(_no(VoteRefusal.EFFECTS_APPLIED))
    return found
