"""The minutes as facts: everything an assembly left, put together from where each thing is recorded."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from toutdoux.assemblies.elections.queries import (
    OptionRow,
    RoundRow,
    ballots_cast,
    election_at,
    options_of,
    rounds_of,
)
from toutdoux.assemblies.logic.effect_files import Effect
from toutdoux.assemblies.logic.election_facts import Cast, Election, ElectionRound, Option
from toutdoux.assemblies.logic.facts import AssemblyFacts, Attendee, Item, ItemKind, Speech, Task, Vote
from toutdoux.assemblies.logic.reading import kept_assembly
from toutdoux.assemblies.logic.writing import assembly_to_toml
from toutdoux.assemblies.minutes.logic.attendance import attendees, told_apart
from toutdoux.assemblies.minutes.queries.effects import effects_of_votes
from toutdoux.assemblies.minutes.queries.rows import NoteRow, TaskRow, notes, record, tasks
from toutdoux.assemblies.queries import ItemRow, MeetingRow, assemblies_of, items, meeting, rulebook_of
from toutdoux.assemblies.sitting.logic.quorum import share_of
from toutdoux.assemblies.sitting.queries import movements, roll_at
from toutdoux.assemblies.voting.logic.amending import Edit, text_voted
from toutdoux.assemblies.voting.queries import VoteRow, edits_of, votes_of
from toutdoux.associations.queries import association, current_period
from toutdoux.decisions.queries.articles import references
from toutdoux.mandates.queries import kinds
from toutdoux.members.queries import council_at, names
from toutdoux.rules.rulebook import ElectionMethod, OnLeave


def assembly_facts(*, assembly_id: UUID, now: datetime) -> AssemblyFacts:
    """Return the facts of an assembly held here: those that were frozen, else as they stand at ``now``."""
    frozen = record(assembly_id=assembly_id)
    return kept_assembly(frozen.source) if frozen else live_facts(assembly_id=assembly_id, now=now)


def composed(*, assembly_id: UUID, now: datetime) -> str:
    """Return the facts as they stand, as the file that approval freezes."""
    return assembly_to_toml(live_facts(assembly_id=assembly_id, now=now))


def fingerprint(source: str) -> str:
    """Return what tells one text from another: it names the version that somebody has read and approves."""
    return hashlib.sha256(source.encode()).hexdigest()


def live_facts(*, assembly_id: UUID, now: datetime) -> AssemblyFacts:
    """Return the facts of an assembly that is open or closed, from its own records. Nothing of them can be typed here."""
    found = meeting(assembly_id=assembly_id)
    home = association(association_id=found.association_id)
    begun = found.opened_at or found.at
    rules = rulebook_of(found).rulebook.assembly
    roll = roll_at(assembly_id=assembly_id, at=begun)
    given, stays = movements(assembly_id=assembly_id)
    moved = {one.member_id for one in stays} | {one.giver_id for one in given} | {one.holder_id for one in given}
    people = told_apart(names=names(association_id=found.association_id), sheet=moved.intersection(roll))
    period = current_period(association_id=found.association_id, day=begun.astimezone(home.zone).date())
    clock = _Clock(home.zone)
    return AssemblyFacts(
        title=found.title,
        held_at=clock.local(begun),
        place=found.place or found.link,
        period=period.code if period else "",
        roll=len(roll),
        on_leave=_on_leave(found, begun),
        quorum_share=share_of(rules=rules, second=found.second_of is not None),
        quorum_missing=rules.quorum_missing,
        majority_base=rules.majority_base,
        proxies_per_holder=rules.proxies_per_holder,
        attendees=tuple(
            clock.of(one)
            for one in attendees(
                names=people,
                roll=roll,
                proxies=given,
                stays=stays,
                agenda=[item.id for item in items(assembly_id=assembly_id)],
                opened_at=begun,
                # Still open: whoever arrives at this very instant is there.
                closed_at=found.closed_at or now + timedelta(microseconds=1),
            )
        ),
        items=_items(found, clock),
        discussion=_said(notes(assembly_id=assembly_id), None),
        tasks=_tasks(tasks(assembly_id=assembly_id), None),
    )


class _Clock:
    """The clock of the place: what the minutes say, and the file they are kept in, is local time without a zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self._zone).replace(tzinfo=None)

    def of(self, one: Attendee) -> Attendee:
        return replace(
            one,
            since=self.local(one.since) if one.since else None,
            until=self.local(one.until) if one.until else None,
        )


def _on_leave(found: MeetingRow, at: datetime) -> int:
    """Return how many members of the council are on leave, whether they count or not."""
    kept, suspended = (
        council_at(association_id=found.association_id, at=at, leave=leave)
        for leave in (OnLeave.KEPT, OnLeave.SUSPENDED)
    )
    return len(set(kept) - set(suspended))


def _items(found: MeetingRow, clock: _Clock) -> tuple[Item, ...]:
    agenda = items(assembly_id=found.id)
    written, taken = notes(assembly_id=found.id), tasks(assembly_id=found.id)
    voted = [row for row in votes_of(assembly_id=found.id) if row.stands]
    edits = edits_of(assembly_id=found.id)
    changed = effects_of_votes(association_id=found.association_id, votes=voted)
    put_off = references(
        association_id=found.association_id,
        ids={item.deferred_action_id for item in agenda if item.deferred_action_id is not None},
    )
    put_later = assemblies_of(items=[item.later_id for item in agenda if item.later_id])
    return tuple(
        Item(
            kind=item.kind,
            title=item.title,
            text=item.text,
            discussion=_said(written, item.id),
            votes=tuple(
                _vote(
                    row,
                    item,
                    clock,
                    edits.get(row.amendment_id) if row.amendment_id else None,
                    effects=changed.get(row.id, ()),
                )
                for row in voted
                if row.item_id == item.id
            ),
            elections=_elections(found, item),
            deferred=put_later.get(item.later_id, "") if item.later_id else "",
            deferred_to=str(put_off[item.deferred_action_id]) if item.deferred_action_id in put_off else "",
            tasks=_tasks(taken, item.id),
        )
        for item in agenda
    )


def _vote(row: VoteRow, item: ItemRow, clock: _Clock, edit: Edit | None, *, effects: tuple[Effect, ...]) -> Vote:
    """Return a vote that stands. Its room is the one it opened with, proxies for that item counted.

    Of an amendment, what it changes is told; of the item, the text that was voted where that is not the text of the agenda.
    """
    assert row.count is not None  # it stands, so it was closed
    amended = edit is None and row.text != text_voted(title=item.title, text=item.text)
    return Vote(
        question=row.text.removeprefix(item.title).strip() if amended else "",
        change=edit.change if edit else None,
        passage=edit.passage if edit else "",
        words=edit.words if edit else "",
        for_=row.count.for_,
        against=row.count.against,
        blank=row.count.blank,
        at=clock.local(row.opened_at),
        way=row.way,
        amendment=row.amendment is not None,
        base=row.base,
        present=row.presence.present,
        represented=row.presence.represented,
        effects=effects,
    )


def _elections(found: MeetingRow, item: ItemRow) -> tuple[Election, ...]:
    """Return the election of an item with every round that stands; short keys stand for its options."""
    row = election_at(item_id=item.id) if item.kind is ItemKind.ELECTION else None
    rounds = [one for one in rounds_of(election_id=row.id) if one.stands] if row else []
    if row is None or not rounds:
        return ()
    options = {str(option.id): option for option in options_of(election_id=row.id)}
    stood = [one for round_ in rounds for one in round_.question.options]
    keys = {option: f"o{number}" for number, option in enumerate(dict.fromkeys([*options, *stood]), start=1)}
    kind = next((one for one in kinds(association_id=found.association_id) if one.code == row.code), None)
    return (
        Election(
            mandate=(kind.name if kind else "") or row.code or item.title,
            method=row.method,
            tie=row.tie,
            options=tuple(_option(keys[option], options.get(option), row.method) for option in keys),
            rounds=tuple(_round(one, keys) for one in rounds),
        ),
    )


def _option(key: str, option: OptionRow | None, method: ElectionMethod) -> Option:
    """Return an option by its key; of one that withdrew nothing but the key is left."""
    if option is None:
        return Option(key=key, name="—")
    listed = method in {ElectionMethod.LIST, ElectionMethod.PROPORTIONAL}
    people = tuple(one.name for one in option.standing)
    return Option(key=key, name=option.name or ", ".join(people) or "—", people=people if listed else ())


def _round(row: RoundRow, keys: Mapping[str, str]) -> ElectionRound:
    lengths = row.question.length_of
    return ElectionRound(
        way=row.way,
        present=row.presence.present,
        represented=row.presence.represented,
        seats=row.question.seats,
        last=row.question.last,
        standing=tuple((keys[option], lengths[option]) for option in row.question.options),
        ballots=tuple(
            Cast(marks=tuple((keys[option], mark) for option, mark in marks), number=number)
            for marks, number in sorted(ballots_cast(row).items())
            if number
        ),
        orders=tuple(tuple(keys[option] for option in order if option in keys) for order in row.orders),
    )


def _said(rows: Sequence[NoteRow], item_id: UUID | None) -> tuple[Speech, ...]:
    return tuple(Speech(who=row.speaker, said=row.text) for row in rows if row.item_id == item_id and row.text)


def _tasks(rows: Sequence[TaskRow], item_id: UUID | None) -> tuple[Task, ...]:
    return tuple(Task(what=row.what, who=row.owner, due_on=row.due_on) for row in rows if row.item_id == item_id)
