"""Doors and frozen rows of the inactivity procedure, and one's own participation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from toutdoux.associations.queries import association, current_period, rulebook_row
from toutdoux.decisions.logic.references import Reference
from toutdoux.decisions.queries.articles import references
from toutdoux.decisions.queries.proposed import proposed
from toutdoux.decisions.queries.turnout import turnouts
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest
from toutdoux.mandates.logic.holding import BuiltIn
from toutdoux.mandates.queries import holders as holders_of
from toutdoux.members.logic.rights import SpellKind, Standing
from toutdoux.members.queries import MemberRow, members, names, rights_histories
from toutdoux.members.queries import member as member_row
from toutdoux.procedures.logic.events import ProcedureRefusal
from toutdoux.procedures.logic.inactivity import SETTLED, PersonFacts, PersonState, ProcedureFacts, Runner, Stage
from toutdoux.procedures.logic.participation import Absence, Participation, VoteFacts, Window, participation
from toutdoux.procedures.models import AnswerLink, Inactivity, ListedMember
from toutdoux.rules.facts import Status
from toutdoux.rules.rulebook import InactivityRules
from toutdoux.rules.time import start_of_day

#: Where an association has no dated period: half a year, as most have semesters.
_HALF_A_YEAR = timedelta(days=182)


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """Someone on the list, as those who run the procedure see them. In no order that says how far from the share."""

    id: UUID
    member_id: UUID
    name: str
    participation: Participation
    state: PersonState
    asked_at: datetime | None
    told_at: datetime | None
    told_how: str
    told_by: str
    trouble: str
    reply_by: datetime | None
    answered_at: datetime | None
    words: str
    taken_off_at: datetime | None
    taken_off_by: str
    taken_off_why: str


@dataclass(frozen=True, kw_only=True)
class ProcedureRow:
    """A run of the procedure, as those who run it see it."""

    id: UUID
    window: Window
    votes: int
    rules: InactivityRules
    stage: Stage
    started_by: str
    started_at: datetime
    asked_at: datetime | None
    reference: Reference | None
    status: Status | None
    people: tuple[PersonRow, ...]

    def in_state(self, *states: PersonState) -> tuple[PersonRow, ...]:
        """Return the people in some states."""
        return tuple(one for one in self.people if one.state in states)


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """The question one person was asked, as they see it themselves: nobody else's is told."""

    id: UUID
    member: MemberRow
    participation: Participation
    window: Window
    rules: InactivityRules
    state: PersonState
    stage: Stage
    asked_by: str
    reply_by: datetime | None
    answered_at: datetime | None
    words: str
    reference: Reference | None

    @property
    def open(self) -> bool:
        """Say whether an answer is still taken."""
        return self.stage is not Stage.OVER and self.state not in SETTLED and self.state is not PersonState.LISTED


def runner(*, actor: Actor, now: datetime) -> Runner:
    """Return who someone is before a procedure."""
    votes = member_row(actor=actor, member_id=actor.member_id, now=now).right.votes
    return Runner(member_id=actor.member_id, votes=votes, holders=holders(association_id=actor.association_id, now=now))


def holders(*, association_id: UUID, now: datetime) -> frozenset[UUID]:
    """Return who holds the administrative mandate, whose business this is where there is one."""
    return frozenset(holders_of(association_id=association_id, kind=BuiltIn.ADMINISTRATIVE, at=now))


def may_return(*, actor: Actor, member_id: UUID, now: datetime) -> bool:
    """Say whether someone was taken out of the council, and no action to give them their place back runs already."""
    out = member_row(actor=actor, member_id=member_id, now=now).right.standing is Standing.OUT_OF_COUNCIL
    return out and proposed(association_id=actor.association_id, kind="reinstate", member_id=member_id) is None


def default_window(*, association_id: UUID, now: datetime) -> Window:
    """Return the period that a new list looks at first: the current one so far, or half a year."""
    zone = association(association_id=association_id).zone
    found = current_period(association_id=association_id, day=now.astimezone(zone).date())
    starts_at = start_of_day(day=found.starts_on, zone=zone) if found and found.starts_on else now - _HALF_A_YEAR
    ends_at = start_of_day(day=found.ends_on, zone=zone) if found and found.ends_on else now
    return Window(starts_at=min(starts_at, now - timedelta(days=1)), ends_at=min(ends_at, now))


def participations(*, association_id: UUID, ids: set[UUID], window: Window) -> tuple[dict[UUID, Participation], int]:
    """Return the participation of some members over a window, and how many votes were over in it."""
    found = turnouts(association_id=association_id, starts_at=window.starts_at, ends_at=window.ends_at)
    votes = [
        VoteFacts(
            opened_at=one.opened_at,
            closed_at=one.closed_at,
            seated=one.seated,
            took_part=one.voted,
            withdrawn=one.withdrawn,
        )
        for one in found
    ]
    absences = absences_of(association_id=association_id, ids=ids)
    return participation(votes=votes, absences=absences, members=ids, window=window), len(votes)


def absences_of(*, association_id: UUID, ids: set[UUID]) -> tuple[Absence, ...]:
    """Return the leaves of some members."""
    return tuple(
        Absence(member_id=member_id, starts_at=spell.starts_at, ends_at=spell.ends_at)
        for member_id, facts in rights_histories(association_id=association_id).items()
        if member_id in ids
        for spell in facts.spells
        if spell.kind is SpellKind.LEAVE
    )


def own_participation(*, actor: Actor, window: Window) -> Participation:
    """Return what one took part in oneself: the only participation anyone may ask for by name."""
    found, _ = participations(association_id=actor.association_id, ids={actor.member_id}, window=window)
    return found[actor.member_id]


def running(*, association_id: UUID, now: datetime) -> Inactivity | None:
    """Return the procedure that is not over yet."""
    last = (
        Inactivity.objects.filter(association_id=association_id)
        .select_related("action")
        .order_by("-started_at")
        .first()
    )
    if last is None or facts_of(last, now=now).stage(now=now) is Stage.OVER:
        return None
    return last


def is_running(*, association_id: UUID, now: datetime) -> bool:
    """Say whether a procedure is not over yet."""
    return running(association_id=association_id, now=now) is not None


def is_asked(*, actor: Actor, now: datetime) -> bool:
    """Say whether a question waits for someone's answer: one short query for nearly everyone."""
    rows = ListedMember.objects.filter(
        member_id=actor.member_id, asked_at__isnull=False, taken_off_at=None, answer="", inactivity__closed_at=None
    )
    if not rows.exists():
        return False
    found = question(actor=actor, now=now)
    return found is not None and found.open


def load(*, actor: Actor, procedure_id: UUID, now: datetime) -> Inactivity:
    """Return a procedure that the actor may run, or refuse: to anyone else there is nothing there."""
    row = (
        Inactivity.objects.filter(id=procedure_id, association_id=actor.association_id).select_related("action").first()
    )
    if row is None or not _may_run(row, actor=actor, now=now):
        raise Refused([Refusal(code=ProcedureRefusal.UNKNOWN_PROCEDURE)])
    return row


def procedures(*, actor: Actor, now: datetime) -> tuple[ProcedureRow, ...]:
    """Return the procedures that the actor may see as one who runs them, the latest first."""
    rows = (
        Inactivity.objects.filter(association_id=actor.association_id).select_related("action").order_by("-started_at")
    )
    return tuple(_procedure(row, now=now) for row in rows if _may_run(row, actor=actor, now=now))


def access_procedure(*, actor: Actor, procedure_id: UUID, now: datetime) -> ProcedureRow:
    """Return one procedure to someone who may run it, or refuse."""
    return _procedure(load(actor=actor, procedure_id=procedure_id, now=now), now=now)


def question(*, actor: Actor, now: datetime) -> QuestionRow | None:
    """Return the last question that a member was asked, whether or not it is still open; None for who never was."""
    rows = ListedMember.objects.filter(
        member_id=actor.member_id, inactivity__association_id=actor.association_id, asked_at__isnull=False
    )
    row = rows.select_related("inactivity__action").order_by("-asked_at").first()
    return _question(row, now=now) if row else None


def access_question(*, association_id: UUID, token: str, now: datetime) -> QuestionRow:
    """Return the question that a mailed link opens; refuse a link that is not ours, of another association, or too old."""
    link = (
        AnswerLink.objects.filter(
            token_digest=token_digest(token), listed__inactivity__association_id=association_id, expires_at__gt=now
        )
        .select_related("listed__inactivity__action")
        .first()
    )
    if link is None:
        raise Refused([Refusal(code=ProcedureRefusal.ANSWER_LINK_UNKNOWN)])
    return _question(link.listed, now=now)


def asked(*, association_id: UUID, listed_id: UUID, now: datetime) -> QuestionRow | None:
    """Return a question to whoever sends it; None where there is none."""
    rows = ListedMember.objects.filter(id=listed_id, inactivity__association_id=association_id)
    row = rows.select_related("inactivity__action").first()
    return _question(row, now=now) if row else None


def facts_of(row: Inactivity, *, now: datetime) -> ProcedureFacts:
    """Return what the logic needs of a procedure (loaded with its action)."""
    people = list(ListedMember.objects.filter(inactivity=row).order_by("id"))
    present = _present(association_id=row.association_id, now=now)
    open_action = None if row.action is None else row.action.status == Status.OPEN
    return ProcedureFacts(
        asked=row.asked_at is not None,
        open_action=open_action,
        closed=row.closed_at is not None,
        people=tuple(person_facts(one, present=present) for one in people),
    )


def person_facts(row: ListedMember, *, present: frozenset[UUID]) -> PersonFacts:
    """Return what the logic needs of one person of the list."""
    return PersonFacts(
        listed_id=row.id,
        member_id=row.member_id,
        taken_off=row.taken_off_at is not None,
        asked=row.asked_at is not None,
        told_at=row.told_at,
        reply_by=row.reply_by,
        answer=row.answer,
        gone=row.member_id not in present,
    )


def _present(*, association_id: UUID, now: datetime) -> frozenset[UUID]:
    rows = members(association_id=association_id, at=now)
    return frozenset(row.id for row in rows if row.left_at is None or row.left_at > now)


def _may_run(row: Inactivity, *, actor: Actor, now: datetime) -> bool:
    starter = member_row(actor=actor, member_id=row.started_by_id, now=now)
    who = runner(actor=actor, now=now)
    return who.may_run(started_by=row.started_by_id, starter_votes=starter.right.votes)


def _procedure(row: Inactivity, *, now: datetime) -> ProcedureRow:
    people = list(ListedMember.objects.filter(inactivity=row))
    known = names(association_id=row.association_id)
    facts = facts_of(row, now=now)
    states = {one.listed_id: one.state(now=now) for one in facts.people}
    shown = sorted(people, key=lambda one: (known.get(one.member_id, "").casefold(), str(one.id)))
    return ProcedureRow(
        id=row.id,
        window=Window(starts_at=row.starts_at, ends_at=row.ends_at),
        votes=row.votes,
        rules=rulebook_row(rulebook_id=row.rulebook_id).rulebook.inactivity,
        stage=facts.stage(now=now),
        started_by=known.get(row.started_by_id, ""),
        started_at=row.started_at,
        asked_at=row.asked_at,
        reference=_reference(row),
        status=Status(row.action.status) if row.action else None,
        people=tuple(_person(one, state=states[one.id], known=known) for one in shown),
    )


def _person(row: ListedMember, *, state: PersonState, known: dict[UUID, str]) -> PersonRow:
    return PersonRow(
        id=row.id,
        member_id=row.member_id,
        name=known.get(row.member_id, ""),
        participation=Participation(could=row.could, took=row.took),
        state=state,
        asked_at=row.asked_at,
        told_at=row.told_at,
        told_how=row.told_how,
        told_by=known.get(row.told_by_id, "") if row.told_by_id else "",
        trouble=row.trouble,
        reply_by=row.reply_by,
        answered_at=row.answered_at,
        words=row.words,
        taken_off_at=row.taken_off_at,
        taken_off_by=known.get(row.taken_off_by_id, "") if row.taken_off_by_id else "",
        taken_off_why=row.taken_off_why,
    )


def _question(row: ListedMember, *, now: datetime) -> QuestionRow:
    procedure = row.inactivity
    facts = facts_of(procedure, now=now)
    actor = Actor(association_id=procedure.association_id, member_id=row.member_id)
    return QuestionRow(
        id=row.id,
        member=member_row(actor=actor, member_id=row.member_id, now=now),
        participation=Participation(could=row.could, took=row.took),
        window=Window(starts_at=procedure.starts_at, ends_at=procedure.ends_at),
        rules=rulebook_row(rulebook_id=procedure.rulebook_id).rulebook.inactivity,
        state=next(one for one in facts.people if one.listed_id == row.id).state(now=now),
        stage=facts.stage(now=now),
        asked_by=names(association_id=procedure.association_id, ids={procedure.started_by_id}).get(
            procedure.started_by_id, ""
        ),
        reply_by=row.reply_by,
        answered_at=row.answered_at,
        words=row.words,
        reference=_reference(procedure),
    )


def _reference(row: Inactivity) -> Reference | None:
    if row.action_id is None:
        return None
    return references(association_id=row.association_id, ids={row.action_id}).get(row.action_id)
