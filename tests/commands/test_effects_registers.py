"""What decisions do to the registers by themselves, how an annulment takes it back, and the verifier, who believes nobody."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import cast
from uuid import UUID, uuid4

import pytest

from tests.support.people import World, world
from toutdoux.decisions.logic.drafts import EffectDraft, EffectKind
from toutdoux.decisions.logic.replay_facts import Difference
from toutdoux.decisions.logic.replay_reasons import DOABLE, reason
from toutdoux.decisions.logic.replay_story import Story
from toutdoux.decisions.queries.replay import replayed
from toutdoux.finance.queries import ExpenseRow, by_action
from toutdoux.kernel.refusal import Refused
from toutdoux.procedures import registering
from toutdoux.registers.logic.drafts import EntryDraft
from toutdoux.registers.models import Entry
from toutdoux.registers.queries import access_entry

DAY = date(2026, 3, 10)


@pytest.fixture
def scene(db: None) -> World:
    return world()


def note(scene: World, kind: str, **facts: object) -> UUID:
    draft = EntryDraft(**{"title": "Pads", "day": DAY, **facts})
    return registering.record_entry(actor=scene.alice, kind=kind, draft=draft, now=scene.now)


def commit(amount: int = 12_000, purpose: str = "An oven") -> EffectDraft:
    return EffectDraft(kind="commit-amount", params={"amount": amount, "purpose": purpose, "heading": "Kitchen"})


def serve(service: UUID, state: str) -> EffectDraft:
    return EffectDraft(kind="change-service", params={"service": str(service), "state": state})


def verified(scene: World) -> Difference | None:
    return replayed(association_id=scene.association_id, now=scene.now).difference


def amounts_of(scene: World, action_id: UUID) -> list[ExpenseRow]:
    """Return the amounts an action allowed, by title: all of them have one instant."""
    found = by_action(association_id=scene.association_id, action_id=action_id)
    return sorted(found, key=lambda one: one.row.title)


def test_it_works(scene: World) -> None:
    """Two amounts and an open service by one action; then annulled, with what was paid still there."""
    service = note(scene, "service")
    action = scene.open(effects=(commit(), commit(purpose="A hood"), serve(service, "open")))
    scene.vote(action, "for", "alice", "bob")
    _hood, oven = amounts_of(scene, action.id)
    assert (oven.row.title, oven.allowed, oven.row.state, oven.row.decided) == ("An oven", 12_000, "committed", True)
    row = access_entry(association_id=scene.association_id, entry_id=service)
    assert (row.state, row.steps[-1].action_id) == ("open", action.id)
    note(scene, "payment", amount=5_000, about_id=oven.row.id)
    assert verified(scene) is None
    scene.later(days=1)
    counter = scene.counter(action)
    scene.vote(counter, "for", "alice", "bob")
    hood, oven = amounts_of(scene, action.id)
    assert (oven.row.state, oven.allowed, oven.paid, hood.row.state) == ("given-up", None, 5_000, "given-up")
    assert access_entry(association_id=scene.association_id, entry_id=service).state == "planned"
    assert verified(scene) is None


def test_what_stands_there_already_is_said_and_verified(scene: World) -> None:
    service = note(scene, "service", state="open")
    gone = note(scene, "service", title="Forum")
    action = scene.open(effects=(serve(service, "open"), serve(gone, "closed")))
    scene.later(hours=1)
    registering.withdraw_entry(actor=scene.alice, entry_id=gone, reason="Never began", now=scene.now)
    scene.vote(action, "for", "alice", "bob")
    records = [effect.records[0].because for effect in scene.page(action).effects]
    assert records == ["service-stands-there", "unknown-service"]
    assert verified(scene) is None
    counter = scene.counter(action)
    scene.vote(counter, "for", "alice", "bob")
    assert access_entry(association_id=scene.association_id, entry_id=service).state == "open"
    assert verified(scene) is None


def test_a_service_that_was_moved_since_stays_where_it_is(scene: World) -> None:
    service = note(scene, "service")
    action = scene.open(effects=(serve(service, "open"),))
    scene.vote(action, "for", "alice", "bob")
    scene.later(days=1)
    moved_on = DAY + timedelta(days=1)
    registering.move_entry(actor=scene.bob, entry_id=service, state="read-only", day=moved_on, now=scene.now)
    scene.vote(scene.counter(action), "for", "alice", "bob")
    assert access_entry(association_id=scene.association_id, entry_id=service).state == "read-only"
    assert verified(scene) is None


def test_what_was_allowed_by_hand_is_verified_too(scene: World) -> None:
    action = scene.open()
    scene.vote(action, "for", "alice", "bob")
    expense = registering.commit_amount(
        actor=scene.alice, action_id=action.id, amount=900, purpose="A hood", day=DAY, now=scene.now
    )
    event = note(scene, "event", title="Fair", people=("Bob",))
    changed = EntryDraft(title="A hood", day=DAY, amount=900, action_id=action.id, values={"heading": "Kitchen"})
    registering.change_entry(actor=scene.bob, entry_id=expense, revision=1, draft=changed, now=scene.now)
    moved = EntryDraft(title="Fair", day=DAY - timedelta(days=1))
    registering.change_entry(actor=scene.bob, entry_id=event, revision=1, draft=moved, now=scene.now)
    registering.withdraw_entry(actor=scene.bob, entry_id=event, reason="Noted twice", now=scene.now)
    assert verified(scene) is None
    with pytest.raises(Refused):
        registering.withdraw_entry(actor=scene.bob, entry_id=event, reason="Again", now=scene.now)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda rows: rows.update(amount=99_999),
        lambda rows: rows.update(state="paid"),
        lambda rows: rows.update(decided=False),
        lambda rows: rows.update(day=DAY - timedelta(days=1)),
        lambda rows: rows.update(withdrawn_at=None, withdrawn_reason=""),
    ],
    ids=["amount", "state", "decided", "day", "withdrawn"],
)
def test_a_register_that_was_changed_by_hand_is_found(scene: World, tamper: Callable[[object], object]) -> None:
    action = scene.open(effects=(commit(),))
    scene.vote(action, "for", "alice", "bob")
    expense = Entry.objects.get(kind="expense")
    registering.withdraw_entry(actor=scene.bob, entry_id=expense.id, reason="Bought elsewhere", now=scene.now)
    assert verified(scene) is None
    tamper(Entry.objects.filter(id=expense.id))
    assert verified(scene).fact == "register"


def test_no_reason_is_good_enough_for_an_amount_that_was_not_noted() -> None:
    params = {"amount": 1, "purpose": "An oven", "heading": ""}
    story, decision = cast("Story", None), uuid4()
    at = datetime(2026, 3, 10, tzinfo=UTC)
    assert reason(story, decision, EffectKind.COMMIT_AMOUNT, params, at=at) == DOABLE
