"""Preparing an assembly, convening it, telling what has changed, giving it up, preparing its second convening."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Max

from toutdoux.assemblies.logic.convening import IN_AGENDA, ItemState, Stage
from toutdoux.assemblies.logic.events import AssemblyEvent, AssemblyRefusal
from toutdoux.assemblies.logic.preparing import (
    MeetingDraft,
    convening_refusals,
    draft_refusals,
    first_instant,
    terms,
)
from toutdoux.assemblies.models import Assembly, Item
from toutdoux.assemblies.queries.meetings import MeetingRow, meeting_row
from toutdoux.associations import commands as associations
from toutdoux.associations.queries import association, current_rulebook
from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands import require_vote
from toutdoux.rules.articles import Article
from toutdoux.rules.reading import NeededFor, missing, with_answers


def prepare_assembly(
    *, actor: Actor, draft: MeetingDraft, answers: Mapping[str, Any] | None = None, now: datetime
) -> MeetingRow:
    """Begin to prepare an assembly; return it with its number. Anyone with the voting right may.

    What the rulebook leaves open about assemblies is asked the first time (``answers``, by dotted key, as in TOML:
    ``{"assembly.notice": {"days": 15}}``), and then is part of the rulebook: only a decision changes it.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        _choose(log, actor=actor, answers=answers or {})
        place = association(association_id=actor.association_id)
        rules = current_rulebook(association_id=actor.association_id).rulebook.assembly
        found = terms(rules=rules, second=False)
        refuse_if_any(draft_refusals(draft=draft, terms=found, zone=place.zone, now=log.at))
        return meeting_row(_prepare(log, draft=draft, actor_id=actor.member_id, second_of=None))


def change_assembly(*, actor: Actor, assembly_id: UUID, draft: MeetingDraft, now: datetime) -> None:
    """Rewrite what is written of an assembly that is prepared. Once it is convened its date stays: only the rest changes."""
    with writing(association_id=actor.association_id, now=now) as log:
        row = held_here(log, assembly_id=assembly_id)
        require_vote(actor=actor, at=log.at)
        before = draft_of(row)
        convened = meeting_row(row).stage is Stage.CONVENED
        if not convened:
            _require(row, Stage.PREPARED)
        elif draft.starts_at != before.starts_at:
            raise Refused([Refusal(code=AssemblyRefusal.NOT_IN_PREPARATION)])
        if draft == before:
            return
        rules = current_rulebook(association_id=actor.association_id).rulebook.assembly
        place = association(association_id=actor.association_id)
        refusals = draft_refusals(
            draft=draft, terms=terms(rules=rules, second=row.second_of_id is not None), zone=place.zone, now=log.at
        )
        if convened:
            refusals = [refusal for refusal in refusals if refusal.code not in _OF_THE_DATE]
            if not (draft.place.strip() or draft.link.strip()):
                refusals.append(Refusal(code=AssemblyRefusal.NOWHERE))
        refuse_if_any(refusals)
        _write(row, draft)
        row.changed_at = log.at if convened else None
        row.save()
        log.append(kind=AssemblyEvent.CHANGED, actor_id=actor.member_id, data={"assembly": str(row.id)})


_OF_THE_DATE = frozenset({AssemblyRefusal.TOO_EARLY, AssemblyRefusal.IN_THE_PAST})


def convene_assembly(*, actor: Actor, assembly_id: UUID, now: datetime) -> None:
    """Convene the members of the roll: from here the rules are those of today, and each member is told in their channel.

    Doing so again changes nothing. Refuses a date earlier than the notice, with the first one that works.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        row = held_here(log, assembly_id=assembly_id)
        require_vote(actor=actor, at=log.at)
        if row.convened_at is not None and row.cancelled_at is None:
            return
        rulebook = current_rulebook(association_id=actor.association_id)
        refuse_if_any(
            convening_refusals(
                draft=draft_of(row),
                terms=terms(rules=rulebook.rulebook.assembly, second=row.second_of_id is not None),
                items=Item.objects.filter(assembly=row, state__in=IN_AGENDA).count(),
                stage=meeting_row(row).stage,
                zone=association(association_id=actor.association_id).zone,
                now=log.at,
            )
        )
        row.convened_at = row.told_at = log.at
        row.rulebook_id = rulebook.id
        row.save(update_fields=["convened_at", "told_at", "rulebook"])
        data = {
            "assembly": str(row.id),
            "number": row.number,
            "rulebook": rulebook.number,
            "starts": instant_text(draft_of(row).starts_at),
        }
        log.append(kind=AssemblyEvent.CONVENED, actor_id=actor.member_id, data=data)


def tell_changes(*, actor: Actor, assembly_id: UUID, now: datetime) -> None:
    """Tell everyone who was convened what has changed since. Refuses when they know everything."""
    with writing(association_id=actor.association_id, now=now) as log:
        row = held_here(log, assembly_id=assembly_id)
        require_vote(actor=actor, at=log.at)
        _require(row, Stage.CONVENED)
        if row.changed_at is None:
            raise Refused([Refusal(code=AssemblyRefusal.NOTHING_TO_TELL)])
        row.changed_at, row.told_at = None, log.at
        row.save(update_fields=["changed_at", "told_at"])
        log.append(kind=AssemblyEvent.TOLD_AGAIN, actor_id=actor.member_id, data={"assembly": str(row.id)})


def cancel_assembly(*, actor: Actor, assembly_id: UUID, now: datetime) -> None:
    """Give up an assembly that has not opened. Those who were convened are told; its number stays its own."""
    with writing(association_id=actor.association_id, now=now) as log:
        row = held_here(log, assembly_id=assembly_id)
        require_vote(actor=actor, at=log.at)
        if row.cancelled_at is not None:
            return
        if row.opened_at is not None:
            raise Refused([Refusal(code=AssemblyRefusal.ALREADY_OPEN)])
        row.cancelled_at = log.at
        row.save(update_fields=["cancelled_at"])
        # Nobody is told that what they never heard of is given up.
        data = {"assembly": str(row.id), "told": row.convened_at is not None}
        log.append(kind=AssemblyEvent.CANCELLED, actor_id=actor.member_id, data=data)


def prepare_second(*, actor: Actor, assembly_id: UUID, now: datetime) -> MeetingRow:
    """Prepare the second convening of an assembly whose quorum was missing; return it. See ``record_second``."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        return record_second(log=log, assembly_id=assembly_id, actor=actor)


#: Writes for a second convening, and its items by those of the first, what was written for the first.
Carry = Callable[[Log, Actor, Assembly, Mapping[UUID, Item]], None]

#: Filled by the ``ready`` of the app that knows what an item carries to its vote.
CARRIES: list[Carry] = []


def record_second(*, log: Log, assembly_id: UUID, actor: Actor) -> MeetingRow:
    """Prepare, on an open page of the ledger, the second convening of an assembly that is over: same place, same agenda.

    It begins as soon as the rulebook's notice for it allows, at the time of day of the first; what is said of each item goes with
    it, and every document; proxies are given anew, and so are amendments and candidatures.
    Refuses when there is one already. Called by whoever finds the quorum missing.
    """
    first = held_here(log, assembly_id=assembly_id)
    _require(first, Stage.CLOSED)
    if first.second_of_id is not None or Assembly.objects.filter(second_of=first, cancelled_at=None).exists():
        raise Refused([Refusal(code=AssemblyRefusal.SECOND_ALREADY)])
    # One that was given up leaves its place: the link says which second convening stands.
    Assembly.objects.filter(second_of=first).update(second_of=None)
    rules = current_rulebook(association_id=log.association_id).rulebook.assembly
    zone = association(association_id=log.association_id).zone
    notice = terms(rules=rules, second=True).notice
    assert notice is not None  # the first one was convened, so it was chosen
    starts_at = first_instant(notice=notice, zone=zone, now=log.at)
    draft = MeetingDraft(
        title=first.title,
        starts_at=starts_at,
        place=first.place,
        link=first.link,
        introduction=first.introduction,
    )
    row = _prepare(log, draft=draft, actor_id=actor.member_id, second_of=first)
    agenda = Item.objects.filter(assembly=first, state__in=IN_AGENDA).exclude(state=ItemState.DEFERRED)
    again = {
        item.id: Item(
            id=uuid4(),
            assembly=row,
            position=position,
            kind=item.kind,
            title=item.title,
            text=item.text,
            proposed_by_id=item.proposed_by_id,
            proposed_at=item.proposed_at,
        )
        for position, item in enumerate(agenda.order_by("position", "id"), start=1)
    }
    Item.objects.bulk_create(again.values())
    for carry in CARRIES:
        carry(log, actor, row, again)
    return meeting_row(row)


def held_here(log: Log, *, assembly_id: UUID) -> Assembly:
    """Return the row of an assembly of the association that is held here, or refuse."""
    row = Assembly.objects.filter(id=assembly_id, association_id=log.association_id, held_at=None).first()
    if row is None:
        raise Refused([Refusal(code=AssemblyRefusal.UNKNOWN_ASSEMBLY, data={"reference": ""})])
    return row


def draft_of(row: Assembly) -> MeetingDraft:
    """Return what is written of an assembly that is held here."""
    assert row.starts_at is not None  # the constraint assemblies_brought_in_or_held_here
    return MeetingDraft(
        title=row.title,
        starts_at=row.starts_at,
        place=row.place,
        link=row.link,
        introduction=row.introduction,
        items_until=row.items_until,
    )


def _choose(log: Log, *, actor: Actor, answers: Mapping[str, Any]) -> None:
    """Put into the rulebook what it leaves open about assemblies; refuse while anything is missing."""
    rulebook = current_rulebook(association_id=log.association_id).rulebook
    open_keys = {value.key for value in missing(rulebook) if value.needed_for is NeededFor.FIRST_ASSEMBLY}
    if not open_keys:
        return
    if not open_keys <= set(answers):
        raise Refused([Refusal(code=AssemblyRefusal.RULES_NOT_CHOSEN, article=Article.ASSEMBLY)])
    complete = with_answers(rulebook, {key: answers[key] for key in sorted(open_keys)})
    associations.record_rulebook(log=log, rulebook=complete, actor_id=actor.member_id)


def _prepare(log: Log, *, draft: MeetingDraft, actor_id: UUID | None, second_of: Assembly | None) -> Assembly:
    rows = Assembly.objects.filter(association_id=log.association_id)
    row = Assembly(
        id=uuid4(),
        association_id=log.association_id,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        prepared_at=log.at,
        prepared_by_id=actor_id,
        second_of=second_of,
    )
    _write(row, draft)
    row.save(force_insert=True)
    data = {"assembly": str(row.id), "number": row.number}
    more = {"second_of": str(second_of.id)} if second_of else {}
    log.append(kind=AssemblyEvent.PREPARED, actor_id=actor_id, data=data | more)
    return row


def _write(row: Assembly, draft: MeetingDraft) -> None:
    row.title, row.starts_at, row.items_until = draft.title.strip(), draft.starts_at, draft.items_until
    row.place, row.link, row.introduction = draft.place.strip(), draft.link.strip(), draft.introduction.strip()


def _require(row: Assembly, stage: Stage) -> None:
    if meeting_row(row).stage is not stage:
        codes = {Stage.PREPARED: AssemblyRefusal.NOT_IN_PREPARATION, Stage.CONVENED: AssemblyRefusal.NOT_CONVENED}
        raise Refused([Refusal(code=codes.get(stage, AssemblyRefusal.NOT_CONVENED))])
