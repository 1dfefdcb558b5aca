"""The page of one action: everything about it, in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from toutdoux.decisions.logic import acts
from toutdoux.decisions.logic.drafts import ActionDraft, EffectDraft
from toutdoux.decisions.models import (
    Action,
    Ballot,
    Effect,
    Lead,
    Link,
    Note,
    Objection,
    ObjectionPost,
    OutcomeRecord,
    Version,
)
from toutdoux.decisions.queries.doors import access_draft, act_facts, find, reference_of
from toutdoux.decisions.queries.effects import EffectRow, effects_of
from toutdoux.decisions.queries.facts import NEEDED, counters_of, full
from toutdoux.decisions.queries.remarks import RemarkRow, discussion
from toutdoux.decisions.queries.rows import ActionRow, action_rows
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal
from toutdoux.members.logic.rights import Right
from toutdoux.members.queries import names
from toutdoux.rules.facts import ActionFacts, Choice, Execution, Status
from toutdoux.rules.rulebook import Rulebook


@dataclass(frozen=True, kw_only=True)
class BallotRow:
    """One ballot. ``counting`` False: replaced later, or cast on an earlier text."""

    member_id: UUID
    name: str
    choice: Choice
    reason: str
    at: datetime
    version: int
    counting: bool


@dataclass(frozen=True, kw_only=True)
class PostRow:
    """A message about an objection: remark, proposal or answer."""

    name: str
    sort: str
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ObjectionRow:
    """An objection and its thread. ``earlier``: raised on an earlier text."""

    id: int
    member_id: UUID
    name: str
    reason: str
    raised_at: datetime
    kept_at: datetime | None
    lifted_at: datetime | None
    earlier: bool
    mine: bool
    posts: tuple[PostRow, ...]


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """One published text."""

    number: int
    title: str
    text: str
    opened_at: datetime
    written_by: str
    council: int
    council_digest: str


@dataclass(frozen=True, kw_only=True)
class NoteRow:
    """Words that are part of the record: withdrawal, urgency, progress, done, abandonment, footnote, undone."""

    about: str
    text: str
    name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """A link to another action; ``backwards``: the other one points here."""

    sort: str
    reference: str
    title: str
    backwards: bool


@dataclass(frozen=True, kw_only=True)
class OutcomeRow:
    """A decision, dated, as recorded."""

    status: Status
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ActionPage:
    """Everything an action's page shows. ``gestures``: by name, the reasons the reader may not (empty: they may)."""

    row: ActionRow
    reader_id: UUID
    facts: ActionFacts
    status: Status
    right: Right
    is_lead: bool
    versions: tuple[VersionRow, ...]
    ballots: tuple[BallotRow, ...]
    objections: tuple[ObjectionRow, ...]
    effects: tuple[EffectRow, ...]
    effects_only: bool
    notes: tuple[NoteRow, ...]
    links: tuple[LinkRow, ...]
    decided: tuple[OutcomeRow, ...]
    counter_votes: tuple[ActionRow, ...]
    target: ActionRow | None
    gestures: dict[str, tuple[Refusal, ...]]
    discussion: tuple[RemarkRow, ...] = ()

    @property
    def version(self) -> VersionRow:
        """Return the text people vote on."""
        return self.versions[-1]

    @property
    def counting(self) -> tuple[BallotRow, ...]:
        """Return the ballots that count, in the order they were cast."""
        return tuple(ballot for ballot in self.ballots if ballot.counting)

    @property
    def mine(self) -> BallotRow | None:
        """Return the reader's counting ballot."""
        return next((ballot for ballot in self.counting if ballot.member_id == self.reader_id), None)


def action_page(*, actor: Actor, reference: str, now: datetime) -> ActionPage | ActionRow:
    """Return the page of an action, or its printed row alone when it is historical. Refuses what is not there."""
    action = find(actor=actor, text=reference, now=now)
    if action.historical:
        return action_rows(actions=[action], actor=actor, now=now)[0]
    counters = counters_of(action)
    loaded = full(action, counters=counters)
    outcome = loaded.outcome(now=now)
    related = [action, *counters, *([_with_needed(action.target_id)] if action.target_id else [])]
    rows = action_rows(actions=related, actor=actor, now=now)
    facts = act_facts(action=action, actor=actor, at=now)
    people = names(association_id=actor.association_id)
    running = any(row.outcome is not None and row.outcome.status is Status.OPEN for row in rows[1 : 1 + len(counters)])
    return ActionPage(
        row=replace(rows[0], outcome=outcome),
        reader_id=actor.member_id,
        facts=loaded.facts,
        status=outcome.status,
        right=facts.actor_right,
        is_lead=actor.member_id in facts.lead_ids,
        versions=_versions(action, people),
        ballots=_ballots(action),
        objections=_objections(action, actor, people),
        effects=effects_of(action),
        effects_only=bool(action.current and action.current.effects_only),
        notes=_notes(action, people),
        links=_links(action),
        decided=_decided(action, outcome.status, outcome.decided_at),
        counter_votes=rows[1 : 1 + len(counters)],
        target=rows[-1] if action.target_id else None,
        gestures=_gestures(facts, loaded.rulebook, outcome.status, running=running),
        discussion=discussion(action_id=action.id),
    )


def draft_page(*, actor: Actor, draft_id: UUID) -> ActionDraft:
    """Return a draft of the actor's, as it was written."""
    action = access_draft(actor=actor, draft_id=draft_id)
    version = Version.objects.get(id=action.text_id)
    origin = Link.objects.filter(source=action).select_related("target__period", "target__target").first()
    period = Action.objects.values_list("period__code", flat=True).get(id=action.id)
    co_leads = Lead.objects.filter(action=action, first=False).order_by("id").values_list("member_id", flat=True)
    return ActionDraft(
        kind=action.kind,
        title=version.title,
        text=version.text,
        period=period,
        effects=tuple(
            EffectDraft(kind=row.kind, params=row.params)
            for row in Effect.objects.filter(version=version).order_by("position")
        ),
        effects_only=version.effects_only,
        lead_wanted=action.lead_wanted,
        co_lead_wanted=action.co_lead_wanted,
        co_leads=tuple(co_leads),
        discussion_url=action.discussion_url,
        follows=str(reference_of(origin.target)) if origin else "",
    )


def _with_needed(action_id: UUID) -> Action:
    return Action.objects.select_related(*NEEDED).get(id=action_id)


def _versions(action: Action, people: dict[UUID, str]) -> tuple[VersionRow, ...]:
    rows = Version.objects.filter(action=action, opened_at__isnull=False).order_by("number")
    return tuple(
        VersionRow(
            number=row.number,
            title=row.title,
            text=row.text,
            opened_at=row.opened_at or action.created_at,
            written_by=people.get(row.written_by_id, ""),
            council=row.council or 0,
            council_digest=row.council_digest,
        )
        for row in rows
    )


def _ballots(action: Action) -> tuple[BallotRow, ...]:
    rows = Ballot.objects.filter(seat__version__action=action).select_related("seat__member", "seat__version")
    return tuple(
        BallotRow(
            member_id=row.seat.member_id,
            name=row.seat.member.name,
            choice=Choice(row.choice),
            reason=row.reason,
            at=row.at,
            version=row.seat.version.number,
            counting=row.counting and row.seat.version_id == action.current_id,
        )
        for row in rows.order_by("seq")
    )


def _objections(action: Action, actor: Actor, people: dict[UUID, str]) -> tuple[ObjectionRow, ...]:
    rows = list(Objection.objects.filter(version__action=action).select_related("ballot").order_by("raised_at", "id"))
    posts: dict[int, list[PostRow]] = defaultdict(list)
    for post in ObjectionPost.objects.filter(objection_id__in=[row.id for row in rows]).order_by("id"):
        posts[post.objection_id].append(
            PostRow(name=people.get(post.member_id, ""), sort=post.sort, text=post.text, at=post.at)
        )
    return tuple(
        ObjectionRow(
            id=row.id,
            member_id=row.member_id,
            name=people.get(row.member_id, ""),
            reason=row.ballot.reason,
            raised_at=row.raised_at,
            kept_at=row.kept_at,
            lifted_at=row.lifted_at,
            earlier=row.version_id != action.current_id,
            mine=row.member_id == actor.member_id,
            posts=tuple(posts[row.id]),
        )
        for row in rows
    )


def _notes(action: Action, people: dict[UUID, str]) -> tuple[NoteRow, ...]:
    rows = Note.objects.filter(action=action).order_by("id")
    return tuple(
        NoteRow(about=row.about, text=row.text, name=people.get(row.member_id, "") if row.member_id else "", at=row.at)
        for row in rows
    )


def _links(action: Action) -> tuple[LinkRow, ...]:
    needed = ("target__period", "target__target", "source__period", "source__target")
    rows = Link.objects.filter(source=action) | Link.objects.filter(target=action, source__opened_at__isnull=False)
    found = []
    for row in rows.select_related(*needed).order_by("id"):
        backwards = row.target_id == action.id
        other = row.source if backwards else row.target
        found.append(LinkRow(sort=row.sort, reference=str(reference_of(other)), title=other.title, backwards=backwards))
    return tuple(found)


def _decided(action: Action, status: Status, decided_at: datetime | None) -> tuple[OutcomeRow, ...]:
    """Return what was recorded, and what a deadline not settled yet has already decided."""
    rows = [
        OutcomeRow(status=Status(row.status), at=row.at)
        for row in OutcomeRecord.objects.filter(action=action).order_by("id")
    ]
    if decided_at is not None and status not in {row.status for row in rows}:
        rows.append(OutcomeRow(status=status, at=decided_at))
    return tuple(rows)


def _gestures(
    facts: acts.ActFacts, rulebook: Rulebook, status: Status, *, running: bool
) -> dict[str, tuple[Refusal, ...]]:
    """Return, for every gesture, why the reader may not make it now; the same rules as the commands'."""
    now = replace(facts, status=status)
    return {
        "amend": tuple(acts.amendment_refusals(facts=now, rulebook=rulebook)),
        "withdraw": tuple(acts.withdrawal_refusals(facts=now)),
        "urgency": tuple(acts.urgency_refusals(facts=now, rulebook=rulebook)),
        "start": tuple(acts.execution_refusals(facts=now, becomes=Execution.IN_PROGRESS)),
        "finish": tuple(acts.execution_refusals(facts=now, becomes=Execution.DONE)),
        "abandon": tuple(acts.execution_refusals(facts=now, becomes=Execution.ABANDONED)),
        "counter": tuple(acts.counter_vote_refusals(facts=now, rulebook=rulebook, running=running)),
    }
