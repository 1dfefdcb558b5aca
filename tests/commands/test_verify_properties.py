"""Whatever was done through the commands verifies; whatever is changed behind their back afterwards is found."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import event, given
from hypothesis import strategies as st

from tests.support.people import World, tout_doux, world
from toutdoux.decisions import commands
from toutdoux.decisions.commands.importing import import_rows
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.decisions.logic.tables import HistoricalRow
from toutdoux.decisions.models import (
    Action,
    Lead,
    Objection,
)
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refused
from toutdoux.members.commands import NewPerson, add_member, record_departure
from toutdoux.operations.verify import verify
from toutdoux.rules.label import Label
from toutdoux.rules.rulebook import Kind
from toutdoux.rules.shipped import SHIPPED

PEOPLE = ["alice", "bob", "dana", "eli", "charlie"]
#: Stands for whoever carries the action at hand.
LEAD = "lead"
person = st.sampled_from(PEOPLE)
carrier = st.sampled_from([LEAD, LEAD, LEAD, "bob", "charlie"])
index = st.integers(0, 6)

STEP = st.one_of(
    st.tuples(st.just("open"), person, st.sampled_from(["ordinary", "extraordinary"])),
    st.tuples(st.just("grant"), person, st.booleans()),
    st.tuples(st.just("vote"), index, person, st.sampled_from(["for", "against", "blank"]), st.booleans()),
    st.tuples(st.just("vote"), index, person, st.just("for"), st.just(False)),
    st.tuples(st.just("crowd"), index, st.sampled_from(["for", "against"]), st.integers(1, 4)),
    st.tuples(st.just("counter"), index, person),
    st.tuples(st.just("withdraw"), index, carrier),
    st.tuples(st.just("amend"), index, carrier),
    st.tuples(st.just("urgency"), index, carrier),
    st.tuples(st.just("start"), index, carrier),
    st.tuples(st.just("finish"), index, carrier),
    st.tuples(st.just("abandon"), index, carrier),
    st.tuples(st.just("lift"), index, st.booleans()),
    st.tuples(st.just("post"), index, person),
    st.tuples(st.just("footnote"), index, carrier),
    st.tuples(st.just("link"), index, index, person),
    st.tuples(st.just("want"), index, carrier),
    st.tuples(st.just("take"), index, person),
    st.tuples(st.just("join"), person),
    st.tuples(st.just("leave"), st.sampled_from(["eli", "charlie"])),
    st.tuples(st.just("history"), st.integers(1, 4)),
    st.tuples(st.just("settle")),
    st.tuples(st.just("later"), st.sampled_from([0, 1, 60, 60 * 24, 60 * 24 * 5, 60 * 24 * 10, 60 * 24 * 80])),
)
STEPS = st.lists(STEP, min_size=5, max_size=40)


class NothingYetError(Exception):
    """There is nothing yet that the step could be about."""


class Scene:
    """Plays steps through the real commands; what they refuse is simply not done."""

    def __init__(self, name: str) -> None:
        self.world: World = world(rulebook=tout_doux(name))
        self.count = 0

    def play(self, steps: list[tuple[Any, ...]]) -> None:
        self.do_open("alice", "extraordinary")
        self.do_open("bob", "ordinary")
        for name, *arguments in steps:
            try:
                with transaction.atomic():
                    getattr(self, f"do_{name}")(*arguments)
            except NothingYetError:
                event(f"{name}: nothing yet")
            except Refused as refused:
                event(f"{name}: {refused.refusals[0].code}")

    def action(self, index: int) -> Action:
        rows = list(Action.objects.filter(association_id=self.world.association_id, opened_at__isnull=False))
        if not rows:
            raise NothingYetError
        return sorted(rows, key=lambda row: (row.opened_at, row.title, row.suffix or 0))[index % len(rows)]

    def act(self, command: Callable[..., object], index: int, person: str, **more: object) -> None:
        action = self.action(index)
        if person == LEAD:
            lead = Lead.objects.get(action=action, first=True)
            actor = Actor(association_id=action.association_id, member_id=lead.member_id)
        else:
            actor = self.world.people[person]
        command(actor=actor, action_id=action.id, now=self.world.now, **more)

    def do_open(self, by: str, kind: str) -> None:
        self.count += 1
        self.world.open(by=by, kind=kind, title=f"Action {self.count}")

    def do_grant(self, by: str, both: bool) -> None:
        effects = tuple(
            EffectDraft(kind="grant-voting-right", params={"member": str(self.world.people[name].member_id)})
            for name in (["charlie", "eli"] if both else ["charlie"])
        )
        self.count += 1
        self.world.open(by=by, effects=effects, effects_only=not both, title=f"Grant {self.count}")

    def do_vote(self, index: int, person: str, choice: str, reasoned: bool) -> None:
        self.world.vote(self.action(index), choice, person, reason="I see it otherwise" if reasoned else "")

    def do_crowd(self, index: int, choice: str, number: int) -> None:
        self.world.vote(self.action(index), choice, *PEOPLE[:number])

    def do_counter(self, index: int, person: str) -> None:
        self.act(commands.call_counter_vote, index, person, reason="Let us think again")

    def do_withdraw(self, index: int, person: str) -> None:
        self.act(commands.withdraw_action, index, person, reason="A better idea came")

    def do_amend(self, index: int, person: str) -> None:
        self.count += 1
        self.act(commands.amend_action, index, person, title=f"Amended {self.count}", text="Reworded")

    def do_urgency(self, index: int, person: str) -> None:
        self.act(commands.declare_urgency, index, person, reason="Tonight")

    def do_start(self, index: int, person: str) -> None:
        self.act(commands.start_action, index, person)

    def do_finish(self, index: int, person: str) -> None:
        self.act(commands.finish_action, index, person, note="Done well")

    def do_abandon(self, index: int, person: str) -> None:
        self.act(commands.abandon_action, index, person, reason="No time")

    def _objection(self, index: int) -> Objection:
        rows = list(Objection.objects.filter(version__action__association_id=self.world.association_id).order_by("id"))
        if not rows:
            raise NothingYetError
        return rows[index % len(rows)]

    def do_lift(self, index: int, lift: bool) -> None:
        objection = self._objection(index)
        actor = next(a for a in self.world.people.values() if a.member_id == objection.member_id)
        command = commands.lift_objection if lift else commands.keep_objection
        command(actor=actor, objection_id=objection.id, now=self.world.now)

    def do_post(self, index: int, person: str) -> None:
        commands.post_on_objection(
            actor=self.world.people[person],
            objection_id=self._objection(index).id,
            sort="remark",
            text="And if…",
            now=self.world.now,
        )

    def do_footnote(self, index: int, person: str) -> None:
        self.act(commands.add_footnote, index, person, text="For the record")

    def do_link(self, index: int, other: int, person: str) -> None:
        target = self.world.page(self.action(other)).row.reference
        self.act(commands.link_actions, index, person, other=str(target), sort="relates")

    def do_want(self, index: int, person: str) -> None:
        self.act(commands.want_leads, index, person, lead=True, co_lead=False)

    def do_take(self, index: int, person: str) -> None:
        self.act(commands.take_lead, index, person)

    def do_join(self, by: str) -> None:
        self.count += 1
        add_member(actor=self.world.people[by], person=NewPerson(name=f"N{self.count}"), now=self.world.now)

    def do_leave(self, who: str) -> None:
        actor = self.world.people[who]
        record_departure(actor=actor, member_id=actor.member_id, now=self.world.now)

    def do_history(self, number: int) -> None:
        row = HistoricalRow(
            number=number,
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
            association_id=self.world.association_id,
            actor_id=None,
            period="P19",
            kind=Kind.EXTRAORDINARY,
            rows=[row],
            now=self.world.now,
        )

    def do_settle(self) -> None:
        self.world.settle()

    def do_later(self, minutes: int) -> None:
        self.world.later(minutes=minutes)


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is written inside, so that each example starts from nothing."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@given(name=st.sampled_from(SHIPPED), steps=STEPS)
def test_whatever_the_commands_wrote_verifies(name: str, steps: list[tuple[Any, ...]]) -> None:
    with undone():
        scene = Scene(name)
        scene.play(steps)
        for later in (timedelta(0), timedelta(days=400)):
            found = verify(association_id=scene.world.association_id, now=scene.world.now + later)
            assert found.flaw is None
            assert found.replayed is not None
            assert found.replayed.difference is None
