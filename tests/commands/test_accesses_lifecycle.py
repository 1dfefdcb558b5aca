"""Accesses by hand: declared, reviewed, given back, ticked; and any history of them against an independent model."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.support.people import World, world
from toutdoux.accesses import commands
from toutdoux.accesses.logic.ledger import State, Tick
from toutdoux.accesses.queries import AccessRow, accesses, accesses_page, questions, to_do_by_hand
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.decisions.queries.replay import replayed
from toutdoux.kernel.refusal import Refused
from toutdoux.mandates.commands import record_election
from toutdoux.members.commands import record_departure


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert [str(refusal.code) for refusal in caught.value.refusals] == [code]


@pytest.fixture
def scene(db: None) -> World:
    return world()


def thing(scene: World, **more: object) -> UUID:
    values = {"sort": "machine", "level": "critical", "name": "The server", "review_months": 6, **more}
    return commands.declare_resource(actor=scene.alice, now=scene.now, **values)


def declared(scene: World, resource_id: UUID, name: str = "dana") -> UUID:
    return commands.declare_access(
        actor=scene.alice,
        resource_id=resource_id,
        member_id=scene.people[name].member_id,
        purpose="Upgrades",
        now=scene.now,
    )


def test_it_works(scene: World) -> None:
    server = thing(scene)
    access_id = declared(scene, server)
    page = accesses_page(actor=scene.bob, at=scene.now)
    ((resource, rows),) = page.resources
    assert resource.name == "The server"
    assert [(row.member_name, row.state, row.opened_by) for row in rows] == [("Dana", State.HELD, "Alice")]
    with refused("access-not-yours"):
        commands.answer_review(actor=scene.bob, access_id=access_id, kept=True, now=scene.now)
    commands.answer_review(actor=scene.dana, access_id=access_id, kept=False, now=scene.later(days=1))
    page = accesses_page(actor=scene.bob, at=scene.now)
    assert [row.id for row in page.to_undo] == [access_id]
    commands.tick_by_hand(actor=scene.bob, access_id=access_id, what=Tick.UNDONE, now=scene.later(days=1))
    assert accesses_page(actor=scene.bob, at=scene.now).to_undo == ()
    # What one could do on an earlier day does not change with what was done since.
    ((_resource, before),) = accesses_page(actor=scene.bob, at=scene.now - timedelta(hours=1)).resources
    assert [row.state for row in before] == [State.TO_UNDO]
    assert replayed(association_id=scene.association_id, now=scene.now).difference is None


def test_its_holder_is_asked_when_the_months_have_passed_and_not_again_before_as_many(scene: World) -> None:
    access_id = declared(scene, thing(scene, review_months=2))
    assert questions(actor=scene.dana, at=scene.now + timedelta(days=58)) == ()
    scene.later(days=62)
    assert [row.id for row in questions(actor=scene.dana, at=scene.now)] == [access_id]
    assert questions(actor=scene.bob, at=scene.now) == ()
    commands.answer_review(actor=scene.dana, access_id=access_id, kept=True, now=scene.now)
    assert questions(actor=scene.dana, at=scene.now + timedelta(days=58)) == ()
    assert questions(actor=scene.dana, at=scene.now + timedelta(days=62)) != ()


def test_the_technical_representative_sees_what_is_to_be_done_and_ticks_it_without_a_vote(scene: World) -> None:
    access_id = declared(scene, thing(scene))
    commands.end_declared_access(actor=scene.bob, access_id=access_id, now=scene.now)
    with refused("no-voting-right"):
        commands.tick_by_hand(actor=scene.charlie, access_id=access_id, what=Tick.UNDONE, now=scene.now)
    record_election(
        actor=scene.alice,
        member_id=scene.charlie.member_id,
        code="technical",
        starts_at=scene.now,
        ends_at=scene.now + timedelta(days=90),
        now=scene.now,
    )
    assert to_do_by_hand(actor=scene.charlie, at=scene.now) == 1
    assert to_do_by_hand(actor=scene.bob, at=scene.now) == 0
    commands.tick_by_hand(actor=scene.charlie, access_id=access_id, what=Tick.UNDONE, now=scene.now)
    with refused("access-already-ticked"):
        commands.tick_by_hand(actor=scene.alice, access_id=access_id, what=Tick.UNDONE, now=scene.now)


def test_what_a_decision_gave_only_a_decision_takes_back(scene: World) -> None:
    server = thing(scene)
    params = {"member": str(scene.dana.member_id), "resource": str(server), "purpose": "Upgrades", "until": ""}
    action = scene.open(effects=(EffectDraft(kind="grant-access", params=params),))
    scene.vote(action, "for", "alice", "bob")
    (row,) = accesses(association_id=scene.association_id, at=scene.now)
    with refused("access-by-decision"):
        commands.end_declared_access(actor=scene.alice, access_id=row.id, now=scene.now)
    assert row.to_open
    commands.tick_by_hand(actor=scene.alice, access_id=row.id, what=Tick.OPENED, now=scene.now)


def test_closing_a_thing_ends_every_access_to_it(scene: World) -> None:
    server = thing(scene)
    declared(scene, server)
    commands.close_resource(actor=scene.alice, resource_id=server, now=scene.later(days=1))
    assert [row.state for row in accesses(association_id=scene.association_id, at=scene.now)] == [State.TO_UNDO]
    with refused("resource-closed"):
        declared(scene, server, "bob")
    with refused("resource-closed"):
        commands.close_resource(actor=scene.alice, resource_id=server, now=scene.now)


def test_nothing_is_declared_without_the_vote_nor_by_people_or_things_of_elsewhere(scene: World) -> None:
    server, there = thing(scene), world()
    with refused("no-voting-right"):
        commands.declare_resource(
            actor=scene.charlie, sort="machine", level="everyday", name="x", review_months=6, now=scene.now
        )
    with refused("unknown-resource"):
        commands.declare_access(
            actor=there.alice,
            resource_id=server,
            member_id=there.bob.member_id,
            purpose="Upgrades",
            now=scene.now,
        )
    with refused("unknown-member"):
        commands.declare_access(
            actor=scene.alice, resource_id=server, member_id=there.bob.member_id, purpose="Upgrades", now=scene.now
        )
    with refused("resource-owner-unknown"):
        thing(scene, owner_id=there.bob.member_id)
    with refused("looks-secret"):
        thing(scene, note="root password: hunter2")
    with refused("unknown-access"):
        commands.answer_review(actor=scene.alice, access_id=uuid4(), kept=True, now=scene.now)


@dataclass
class Modelled:
    """One access as someone with a notebook would keep it."""

    who: str
    thing: UUID
    begins: datetime
    until: datetime | None = None
    ended: datetime | None = None
    shut: datetime | None = None

    def over(self, at: datetime) -> bool:
        return any(end is not None and end <= at for end in (self.until, self.ended))


@dataclass
class Notebook:
    """All of it."""

    rows: dict[UUID, Modelled] = field(default_factory=dict)

    def held(self, who: str, resource: UUID, at: datetime) -> list[Modelled]:
        return [row for row in self.rows.values() if (row.who, row.thing) == (who, resource) and not row.over(at)]


WHO = st.sampled_from(["bob", "dana", "eli"])
PLACE = st.integers(min_value=0, max_value=1)


class Accesses(RuleBasedStateMachine):
    """Grants, extensions, revocations, reviews, departures and ticks in any order, with time passing between them."""

    def __init__(self) -> None:
        super().__init__()
        self.scene = world(council=5)
        self.things = [thing(self.scene, name=name) for name in ("One", "Two")]
        self.notebook = Notebook()
        self.gone: set[str] = set()

    @rule(days=st.integers(min_value=1, max_value=40))
    def wait(self, days: int) -> None:
        self.scene.later(days=days)

    def decide(self, kind: str, who: str, place: int, **more: str) -> None:
        params = {"member": str(self.scene.people[who].member_id), "resource": str(self.things[place]), **more}
        action = self.scene.open(effects=(EffectDraft(kind=kind, params=params),), effects_only=True)
        # Those whose presence this tells about may have left: Alice and F5 never do, and silence does the rest.
        self.scene.later(days=10)
        self.scene.settle()
        assert self.scene.row(action).status == "tacit"

    @rule(who=WHO, place=PLACE, days=st.none() | st.integers(min_value=12, max_value=60))
    def grant(self, who: str, place: int, days: int | None) -> None:
        last = (self.scene.now + timedelta(days=days)).date().isoformat() if days else ""
        passes = self.scene.now + timedelta(days=10)
        held, known = self.notebook.held(who, self.things[place], passes), set(self.notebook.rows)
        self.decide("grant-access", who, place, purpose="Writing", until=last)
        new = self._new(known)
        assert bool(new) == (not held and who not in self.gone)
        for row in new:
            self.notebook.rows[row.id] = Modelled(
                who=who, thing=self.things[place], begins=row.facts.starts_at, until=row.facts.until
            )

    @rule(who=WHO, place=PLACE)
    def revoke(self, who: str, place: int) -> None:
        passes = self.scene.now + timedelta(days=10)
        held = self.notebook.held(who, self.things[place], passes)
        self.decide("revoke-access", who, place)
        for row in held:
            row.ended = passes

    @rule(who=WHO, place=PLACE)
    def extend(self, who: str, place: int) -> None:
        passes = self.scene.now + timedelta(days=10)
        held = self.notebook.held(who, self.things[place], passes)
        self.decide("extend-access", who, place, until="")
        for row in held:
            row.until = None

    @rule(who=WHO)
    def leave(self, who: str) -> None:
        if who in self.gone:
            return
        actor = self.scene.people[who]
        record_departure(actor=actor, member_id=actor.member_id, now=self.scene.now)
        self.gone.add(who)
        for row in self.notebook.rows.values():
            if row.who == who and not row.over(self.scene.now):
                row.ended = self.scene.now

    @precondition(lambda self: self.notebook.rows)
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        access_id = data.draw(st.sampled_from(sorted(self.notebook.rows, key=str)))
        row = self.notebook.rows[access_id]
        actor = self.scene.people[row.who]
        if row.over(self.scene.now):
            with refused("access-not-held"):
                commands.answer_review(actor=actor, access_id=access_id, kept=False, now=self.scene.now)
        else:
            commands.answer_review(actor=actor, access_id=access_id, kept=False, now=self.scene.now)
            row.ended = self.scene.now

    @precondition(lambda self: self.notebook.rows)
    @rule(data=st.data())
    def shut(self, data: st.DataObject) -> None:
        access_id = data.draw(st.sampled_from(sorted(self.notebook.rows, key=str)))
        row, now = self.notebook.rows[access_id], self.scene.now
        if row.shut is None and row.over(now):
            commands.tick_by_hand(actor=self.scene.alice, access_id=access_id, what=Tick.UNDONE, now=now)
            row.shut = now
        else:
            with refused("access-already-ticked" if row.shut else "access-nothing-to-tick"):
                commands.tick_by_hand(actor=self.scene.alice, access_id=access_id, what=Tick.UNDONE, now=now)

    @invariant()
    def the_ledger_says_what_the_notebook_says(self) -> None:
        for at in (self.scene.now, self.scene.now - timedelta(days=15)):
            found = {row.id: row.state for row in accesses(association_id=self.scene.association_id, at=at)}
            assert found == {access_id: self._state(row, at) for access_id, row in self.notebook.rows.items()}

    def teardown(self) -> None:
        assert replayed(association_id=self.scene.association_id, now=self.scene.now).difference is None

    @staticmethod
    def _state(row: Modelled, at: datetime) -> State:
        if at < row.begins:
            return State.NOT_YET
        if not row.over(at):
            return State.HELD
        return State.OVER if row.shut is not None and row.shut <= at else State.TO_UNDO

    def _new(self, known: set[UUID]) -> list[AccessRow]:
        rows = accesses(association_id=self.scene.association_id, at=self.scene.now)
        return [row for row in rows if row.id not in known]


class TestAccesses(TestCase):
    def test_any_history(self) -> None:
        class Undone(Accesses):
            """Each run in a transaction that is thrown away."""

            def __init__(self) -> None:
                self._atomic = transaction.atomic()
                self._atomic.__enter__()
                super().__init__()

            def teardown(self) -> None:
                super().teardown()
                transaction.set_rollback(True)
                self._atomic.__exit__(None, None, None)

        run_state_machine_as_test(
            Undone,
            settings=settings(
                max_examples=10, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
