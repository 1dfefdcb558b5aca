"""The steps of the inactivity procedure: what may be done at each, and why not. Pure.

Listing (people edit the list) → asking (each is told privately, and has the rulebook's delay from when they were told) →
voting (one extraordinary action for those who stayed silent) → over. Silence is never written: it is the delay and now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.refusal import Refusal
from toutdoux.procedures.logic.events import ProcedureRefusal

WORDS_MAX = 5_000


class Stage(StrEnum):
    """How far a procedure has come."""

    LISTING = "listing"
    ASKING = "asking"
    VOTING = "voting"
    OVER = "over"


class PersonState(StrEnum):
    """Where one person of the list is."""

    LISTED = "listed"
    TAKEN_OFF = "taken-off"
    NOT_TOLD = "not-told"
    WAITING = "waiting"
    SILENT = "silent"
    STAYS = "stays"
    LEAVES = "leaves"
    GONE = "gone"


class Reply(StrEnum):
    """The two buttons."""

    STAY = "stay"
    LEAVE = "leave"


#: For these the question is settled: they need nothing more, and nothing happens to them.
SETTLED = frozenset({PersonState.TAKEN_OFF, PersonState.STAYS, PersonState.LEAVES, PersonState.GONE})


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """What is known of one person of the list. ``gone``: no longer in the register, whatever the reason."""

    listed_id: UUID
    member_id: UUID
    taken_off: bool
    asked: bool
    told_at: datetime | None
    reply_by: datetime | None
    answer: str
    gone: bool

    def state(self, *, now: datetime) -> PersonState:
        """Return where the person is at ``now``."""
        if self.taken_off:
            return PersonState.TAKEN_OFF
        if self.answer:
            return PersonState.STAYS if self.answer == Reply.STAY else PersonState.LEAVES
        if self.gone:
            return PersonState.GONE
        if not self.asked:
            return PersonState.LISTED
        if self.told_at is None or self.reply_by is None:
            return PersonState.NOT_TOLD
        return PersonState.WAITING if now < self.reply_by else PersonState.SILENT


@dataclass(frozen=True, kw_only=True)
class ProcedureFacts:
    """What is known of a procedure. ``open_action``: None without one, else whether it still runs."""

    asked: bool
    open_action: bool | None
    closed: bool
    people: tuple[PersonFacts, ...]

    def stage(self, *, now: datetime) -> Stage:
        """Return how far the procedure has come."""
        if self.closed or self.open_action is False:
            return Stage.OVER
        if self.open_action:
            return Stage.VOTING
        if not self.asked:
            return Stage.LISTING
        return Stage.OVER if all(one.state(now=now) in SETTLED for one in self.people) else Stage.ASKING

    def silent(self, *, now: datetime) -> tuple[PersonFacts, ...]:
        """Return those whose delay is over without an answer."""
        return tuple(one for one in self.people if one.state(now=now) is PersonState.SILENT)


@dataclass(frozen=True, kw_only=True)
class Runner:
    """Someone before a procedure: ``holders`` are those whose mandate it is, where there are any."""

    member_id: UUID
    votes: bool
    holders: frozenset[UUID]

    @property
    def may_begin(self) -> bool:
        """Say whether they may begin one: it is for the mandate's holders, else for anyone who votes."""
        return self.member_id in self.holders if self.holders else self.votes

    def may_run(self, *, started_by: UUID, starter_votes: bool) -> bool:
        """Say whether they may see and run one: the holders, else who began it, else (they are gone) anyone who votes."""
        if self.holders:
            return self.member_id in self.holders
        return self.member_id == started_by if starter_votes else self.votes


def begin_refusals(*, runner: Runner, running: bool, window: tuple[datetime, datetime], now: datetime) -> list[Refusal]:
    """Return why a procedure cannot begin."""
    refusals = []
    if not runner.may_begin:
        refusals.append(Refusal(code=ProcedureRefusal.NOT_YOURS_TO_RUN))
    if running:
        refusals.append(Refusal(code=ProcedureRefusal.PROCEDURE_RUNNING))
    if not window[0] < window[1] <= now:
        refusals.append(Refusal(code=ProcedureRefusal.WINDOW_MALFORMED))
    return refusals


def ask_refusals(*, facts: ProcedureFacts, now: datetime) -> list[Refusal]:
    """Return why the people of the list cannot be asked."""
    if facts.stage(now=now) is not Stage.LISTING:
        return [Refusal(code=ProcedureRefusal.NOT_AT_THIS_STEP)]
    if not any(one.state(now=now) is PersonState.LISTED for one in facts.people):
        return [Refusal(code=ProcedureRefusal.NOBODY_LISTED)]
    return []


def take_off_refusals(*, facts: ProcedureFacts, person: PersonFacts, now: datetime) -> list[Refusal]:
    """Return why someone cannot be taken off the list: only that it is over, or that there is nothing to take off."""
    if facts.stage(now=now) is Stage.OVER:
        return [Refusal(code=ProcedureRefusal.NOT_AT_THIS_STEP)]
    if person.state(now=now) in SETTLED:
        return [Refusal(code=ProcedureRefusal.ALREADY_OFF)]
    return []


def told_refusals(*, facts: ProcedureFacts, person: PersonFacts, now: datetime) -> list[Refusal]:
    """Return why it cannot be written that someone was told."""
    if facts.stage(now=now) is not Stage.ASKING:
        return [Refusal(code=ProcedureRefusal.NOT_AT_THIS_STEP)]
    if person.state(now=now) is not PersonState.NOT_TOLD:
        return [Refusal(code=ProcedureRefusal.ALREADY_TOLD)]
    return []


def answer_refusals(
    *, facts: ProcedureFacts, person: PersonFacts, answer: str, words: str, now: datetime
) -> list[Refusal]:
    """Return why an answer is not taken. A late one is, as long as nothing is decided."""
    refusals = []
    if answer not in set(Reply):
        refusals.append(Refusal(code=ProcedureRefusal.ANSWER_UNKNOWN))
    if len(words) > WORDS_MAX:
        refusals.append(Refusal(code=ProcedureRefusal.WORDS_TOO_LONG, data={"most": WORDS_MAX}))
    if person.answer:
        refusals.append(Refusal(code=ProcedureRefusal.ALREADY_ANSWERED))
    elif not person.asked or person.taken_off or person.gone or facts.stage(now=now) is Stage.OVER:
        refusals.append(Refusal(code=ProcedureRefusal.NO_LONGER_ASKED))
    return refusals


def open_refusals(*, facts: ProcedureFacts, now: datetime) -> list[Refusal]:
    """Return why the action cannot be opened: someone was not told, or may still answer, or nobody stayed silent."""
    if facts.stage(now=now) is not Stage.ASKING:
        return [Refusal(code=ProcedureRefusal.NOT_AT_THIS_STEP)]
    states = [one.state(now=now) for one in facts.people]
    refusals = []
    if PersonState.NOT_TOLD in states:
        count = states.count(PersonState.NOT_TOLD)
        refusals.append(Refusal(code=ProcedureRefusal.NOT_TOLD_YET, data={"count": count}))
    waiting = [one.reply_by for one in facts.people if one.state(now=now) is PersonState.WAITING and one.reply_by]
    if waiting:
        refusals.append(Refusal(code=ProcedureRefusal.STILL_TIME_TO_ANSWER, data={"until": instant_text(max(waiting))}))
    if PersonState.SILENT not in states:
        refusals.append(Refusal(code=ProcedureRefusal.NOBODY_SILENT))
    return refusals


def remaining(*, people: Sequence[PersonFacts], without: UUID, now: datetime) -> tuple[UUID, ...]:
    """Return the members an open action still concerns once one person of the list (``without``) is off it."""
    return tuple(
        one.member_id
        for one in people
        if one.listed_id != without and one.state(now=now) in {PersonState.SILENT, PersonState.WAITING}
    )
