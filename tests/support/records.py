"""A ledger with everything in it, and the tables it led to, as plain facts that a test may change as it likes."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tests.support.people import World, world
from toutdoux.decisions import commands
from toutdoux.decisions.commands.importing import import_rows
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.decisions.logic.replay import Difference, Replayed, replay
from toutdoux.decisions.logic.replay_facts import Tables
from toutdoux.decisions.logic.tables import HistoricalRow
from toutdoux.decisions.models import Action
from toutdoux.decisions.queries.replay import tables
from toutdoux.ledger.logic.chain import EntryFacts, data_text
from toutdoux.ledger.queries import entries
from toutdoux.members.commands import NewPerson, add_member, record_departure
from toutdoux.rules.label import Label
from toutdoux.rules.rulebook import Kind


@dataclass(frozen=True)
class Records:
    """What one association wrote."""

    entries: tuple[EntryFacts, ...]
    tables: Tables
    now: datetime
    ids: dict[str, UUID]

    def replay(self) -> Replayed:
        return replay(entries=self.entries, tables=self.tables, now=self.now)

    @property
    def difference(self) -> Difference | None:
        return self.replay().difference

    def find(self, kind: str, **data: Any) -> int:
        """Return the number of the first entry of a kind that says ``data``."""
        for entry in self.entries:
            said = json.loads(entry.data)
            if entry.kind == kind and all(said.get(key) == value for key, value in data.items()):
                return entry.seq
        raise LookupError(kind)

    def with_entry(self, seq: int, *, dated: datetime | None = None, actor: Any = ..., **data: Any) -> "Records":
        """Forge one entry."""
        entry = self.entries[seq - 1]
        said = {**json.loads(entry.data), **data}
        forged = replace(
            entry,
            data=data_text(said),
            at=dated or entry.at,
            actor_id=entry.actor_id if actor is ... else actor,
        )
        return replace(self, entries=(*self.entries[: seq - 1], forged, *self.entries[seq:]))

    def without_entry(self, seq: int) -> "Records":
        """Take one entry out; those after it keep their numbers."""
        return replace(self, entries=tuple(entry for entry in self.entries if entry.seq != seq))

    def inserting(self, after: int, kind: str, *, actor: UUID | None, **data: Any) -> "Records":
        """Slip an entry in after another; it bears the same number, which only the chain would mind."""
        before = self.entries[after - 1]
        slipped = replace(before, kind=kind, actor_id=actor, data=data_text(data))
        return replace(self, entries=(*self.entries[:after], slipped, *self.entries[after:]))

    def with_row(self, table: str, key: Any, **changes: Any) -> "Records":
        """Change one row of a table."""
        rows = dict(getattr(self.tables, table))
        rows[key] = replace(rows[key], **changes)
        return replace(self, tables=replace(self.tables, **{table: rows}))

    def without_row(self, table: str, key: Any) -> "Records":
        """Take one row out of a table."""
        rows = getattr(self.tables, table)
        kept = rows - {key} if isinstance(rows, frozenset) else {k: row for k, row in rows.items() if k != key}
        return replace(self, tables=replace(self.tables, **{table: kept}))

    def with_new_row(self, table: str, key: Any, like: Any = None) -> "Records":
        """Add a row to a table, like another one."""
        rows = getattr(self.tables, table)
        if isinstance(rows, frozenset):
            more: Any = rows | {key}
        else:
            more = {**rows, key: rows[like]}
        return replace(self, tables=replace(self.tables, **{table: more}))


def everything(scene: World) -> dict[str, UUID]:
    """Play a scene with every kind of entry in it; return the ids of its people and actions by name."""
    ids = {name: actor.member_id for name, actor in scene.people.items()}
    _history(scene)
    return ids | {name: row.id for name, row in _story(scene).items()}


def records() -> Records:
    """Return what a scene with everything in it wrote; needs a database."""
    scene = world()
    ids = everything(scene)
    return Records(
        entries=tuple(entries(association_id=scene.association_id)),
        tables=tables(association_id=scene.association_id),
        now=scene.now,
        ids=ids,
    )


def _history(scene: World) -> None:
    row = HistoricalRow(
        number=3,
        title="An old one",
        opened_on=date(2020, 3, 17),
        lead="Someone",
        for_=3,
        against=1,
        council=9,
        label=Label.WAITING,
        status_text="En attente",
    )
    import_rows(
        association_id=scene.association_id,
        actor_id=None,
        period="P19",
        kind=Kind.EXTRAORDINARY,
        rows=[row],
        now=scene.now,
    )


def _story(scene: World) -> dict[str, Action]:
    told: dict[str, Action] = {}
    act = scene.people
    told["granted"] = scene.open(
        title="Charlie carries the keys",
        effects=(EffectDraft(kind="grant-voting-right", params={"member": str(act["charlie"].member_id)}),),
    )
    scene.later(hours=1)
    scene.vote(told["granted"], "for", "alice", "bob")
    told["again"] = scene.grant(by="bob")
    scene.vote(told["again"], "for", "bob", "dana", "eli")
    told["announced"] = scene.open(by="dana", kind="ordinary", title="Sort the cables")
    scene.vote(told["announced"], "against", "bob", reason="Not now")
    objection = scene.page(told["announced"]).objections[0]
    commands.post_on_objection(
        actor=act["dana"], objection_id=objection.id, sort="answer", text="Next week?", now=scene.later(minutes=5)
    )
    commands.keep_objection(actor=act["bob"], objection_id=objection.id, now=scene.later(minutes=5))
    commands.lift_objection(actor=act["bob"], objection_id=objection.id, now=scene.later(minutes=5))
    scene.vote(told["announced"], "against", "eli", reason="Nor me")
    commands.start_action(actor=act["dana"], action_id=told["announced"].id, note="Begun", now=scene.now)
    commands.finish_action(actor=act["dana"], action_id=told["announced"].id, now=scene.later(hours=1))
    told["counter"] = scene.counter(told["granted"])
    scene.vote(told["counter"], "for", "bob", "dana", "eli")
    told["urgent"] = scene.open(by="eli", title="Mend the roof", co_lead_wanted=True)
    commands.declare_urgency(actor=act["eli"], action_id=told["urgent"].id, reason="It rains", now=scene.now)
    commands.take_lead(actor=act["bob"], action_id=told["urgent"].id, now=scene.now)
    commands.want_leads(actor=act["eli"], action_id=told["urgent"].id, lead=True, co_lead=False, now=scene.now)
    commands.link_actions(
        actor=act["eli"], action_id=told["urgent"].id, other="E1", sort="relates", now=scene.later(minutes=1)
    )
    commands.finish_action(actor=act["eli"], action_id=told["urgent"].id, now=scene.now)
    told["blocked"] = scene.open(title="Paint it red")
    told["moot"] = scene.counter(told["blocked"])
    scene.vote(told["blocked"], "for", "eli")
    commands.amend_action(
        actor=act["alice"], action_id=told["blocked"].id, title="Paint it blue", text="", now=scene.later(hours=2)
    )
    scene.vote(told["blocked"], "for", "eli")
    scene.vote(told["blocked"], "against", "eli", "dana")
    told["withdrawn"] = scene.open(title="Buy a boat")
    commands.withdraw_action(actor=act["alice"], action_id=told["withdrawn"].id, reason="No water", now=scene.now)
    add_member(actor=act["alice"], person=NewPerson(name="Gil"), now=scene.later(minutes=1))
    told["silent"] = scene.open(title="Silent one")
    scene.vote(told["silent"], "against", "dana", reason="I wonder")
    scene.vote(told["silent"], "against", "dana", reason="I wonder about the price")
    scene.vote(told["silent"], "blank", "dana")
    told["reworded"] = scene.open(title="Plant a tree")
    told["lapsed"] = scene.counter(told["reworded"])
    record_departure(actor=act["eli"], member_id=act["eli"].member_id, now=scene.later(hours=1))
    scene.later(days=9)
    commands.amend_action(
        actor=act["alice"], action_id=told["reworded"].id, title="Plant two trees", text="", now=scene.now
    )
    scene.later(days=1)
    scene.settle()
    commands.withdraw_action(actor=act["alice"], action_id=told["reworded"].id, reason="In autumn", now=scene.now)
    told["open"] = scene.open(title="Still open")
    told["running"] = scene.counter(told["silent"], by="dana")
    scene.vote(told["open"], "blank", "dana")
    commands.record_remark(
        actor=act["dana"], action_id=told["open"].id, text="Who comes?", source="chat", external_id="p1", now=scene.now
    )
    scene.later(minutes=1)
    return told
