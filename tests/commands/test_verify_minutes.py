"""The verifier holds every text that is kept for good of assemblies: any letter of one, or who approved it, changed is found."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import models, transaction

from tests.journeys.access_scenes.convening import PAST
from tests.support.voting import Chamber, chamber
from toutdoux.assemblies.commands import import_assembly
from toutdoux.assemblies.minutes import commands
from toutdoux.assemblies.minutes.models import Addendum, Approval, Record, Task
from toutdoux.assemblies.minutes.queries import composed, fingerprint
from toutdoux.assemblies.minutes.queries.replay import minutes_difference
from toutdoux.assemblies.models import Assembly
from toutdoux.decisions.logic.replay_facts import Difference, Fact, Sort
from toutdoux.ledger.commands import writing
from toutdoux.operations.verify import verify
from toutdoux.wording.verification import difference_sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Chamber:
    """Hold an assembly whose minutes are frozen and corrected twice, one whose approval is under way, and bring one in."""
    found = chamber("alice", "bob", council=4)
    here = found.world
    take(found, owner=here.bob.member_id)
    done = take(found, owner=None)
    approve(found, "alice", "bob")
    commands.finish_task(actor=here.bob, assembly_id=found.id, task_id=done, now=here.later(days=1))
    for text in ("It rained.", "It did not rain."):
        found.world.later(days=1)
        commands.add_correction(actor=found.world.bob, assembly_id=found.id, text=text, now=found.world.now)
    import_assembly(association_id=found.world.association_id, actor_id=None, source=PAST, now=found.world.now)
    return found


def take(held: Chamber, *, owner: UUID | None) -> UUID:
    return commands.take_task(
        actor=held.world.alice,
        assembly_id=held.id,
        item_id=None,
        what="Sweep",
        owner_id=owner,
        owner_name="",
        due_on=None,
        now=held.world.now,
    )


def approve(held: Chamber, *names: str) -> None:
    held.world.later(hours=1)
    held.sit("close_assembly")
    for named in (names[:1], names):
        ids = [held.world.people[name].member_id for name in named]
        commands.name_approvers(actor=held.world.alice, assembly_id=held.id, member_ids=ids, now=held.world.now)
    for name in names:
        held.world.later(minutes=1)
        seen = fingerprint(composed(assembly_id=held.id, now=held.world.now))
        actor = held.world.people[name]
        commands.approve_minutes(actor=actor, assembly_id=held.id, seen=seen, now=held.world.now)


def difference(held: Chamber) -> Difference | None:
    return minutes_difference(association_id=held.world.association_id)


def test_it_works(held: Chamber) -> None:
    assert Record.objects.count() == 1
    assert verify(association_id=held.world.association_id, now=held.world.now).sound


def test_an_approval_under_way_is_sound_and_one_nobody_gave_is_not() -> None:
    held = chamber("alice", "bob", council=4)
    held.world.later(hours=1)
    held.sit("close_assembly")
    ids = [held.world.alice.member_id, held.world.bob.member_id]
    commands.name_approvers(actor=held.world.alice, assembly_id=held.id, member_ids=ids, now=held.world.now)
    seen = fingerprint(composed(assembly_id=held.id, now=held.world.now))
    commands.approve_minutes(actor=held.world.bob, assembly_id=held.id, seen=seen, now=held.world.now)
    assert difference(held) is None
    Approval.objects.filter(member_id=held.world.alice.member_id).update(approved_at=held.world.now, fingerprint=seen)
    assert difference(held).sort is Sort.KEPT


def other(value: Any) -> Any:
    """Return another value, as little different as can be: one letter, one number, one instant."""
    if isinstance(value, str):
        return value[:-1] + chr(ord(value[-1]) ^ 1)
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    return value + (7 if isinstance(value, int) else timedelta(microseconds=1))


HELD: dict[type[models.Model], list[str]] = {
    Record: ["source", "salt", "digest", "frozen_at"],
    Addendum: ["number", "text", "salt", "digest", "added_at"],
    Approval: ["named_at", "approved_at", "fingerprint"],
    Task: ["taken_at", "done_at"],
    Assembly: ["number", "title", "source", "salt", "digest", "imported_at"],
}


@pytest.mark.parametrize(("model", "column"), [(model, column) for model in HELD for column in HELD[model]])
def test_one_letter_changed_is_found(held: Chamber, model: type[models.Model], column: str) -> None:
    rows = model._default_manager.order_by("pk")
    of = {Assembly: {"held_at__isnull": False}, Task: {"done_at__isnull": False}}
    row = rows.filter(**of.get(model, {})).last()
    model._default_manager.filter(pk=row.pk).update(**{column: other(getattr(row, column))})
    found = verify(association_id=held.world.association_id, now=held.world.now).difference
    assert found is not None
    assert found.fact is (Fact.TASK if model is Task else Fact.MINUTES)
    assert difference_sentence(found).endswith(".")


def moved(held: Chamber) -> object:
    return Assembly.objects.filter(held_at__isnull=False).update(held_at=held.world.now)


def begun_again(held: Chamber) -> object:
    return Addendum.objects.create(
        assembly_id=held.id,
        number=3,
        text="It snowed.",
        author_id=held.world.bob.member_id,
        added_at=held.world.now,
        salt="",
        digest="",
    )


@pytest.mark.parametrize(
    ("forge", "sort"),
    [
        (moved, Sort.KEPT),
        (begun_again, Sort.UNKNOWN),
        (lambda held: Addendum.objects.update(author_id=held.world.alice.member_id), Sort.KEPT),
        (lambda held: Approval.objects.filter(member_id=held.world.bob.member_id).delete(), Sort.ABSENT),
        (lambda held: Approval.objects.create(assembly_id=held.id, member_id=held.world.dana.member_id, named_at=held.world.now), Sort.UNKNOWN),
        (lambda held: Task.objects.filter(done_at=None).update(owner_id=held.world.dana.member_id), Sort.KEPT),
        (lambda held: Task.objects.filter(done_at=None).update(done_at=held.world.now, done_by_id=held.world.bob.member_id), Sort.KEPT),
        (lambda _: Task.objects.filter(done_at=None).delete(), Sort.ABSENT),
        (lambda held: Task.objects.create(assembly_id=held.id, number=3, what="Cook", taken_at=held.world.now, taken_by_id=held.world.bob.member_id), Sort.UNKNOWN),
        (lambda _: Addendum.objects.all().delete(), Sort.ABSENT),
        (lambda _: Record.objects.all().delete(), Sort.ABSENT),
        (lambda _: Assembly.objects.filter(held_at__isnull=False).delete(), Sort.ABSENT),
    ],
)  # fmt: skip
def test_a_row_that_was_moved_added_or_removed_is_found(
    held: Chamber, forge: Callable[[Chamber], object], sort: Sort
) -> None:
    forge(held)
    found = difference(held)
    assert found is not None
    assert found.sort is sort


def test_what_no_command_would_write_is_found_in_the_ledger(held: Chamber) -> None:
    here, text = held.world, {"assembly": str(held.id), "digest": "d"}
    past = str(Assembly.objects.get(held_at__isnull=False).id)
    alice, bob = str(here.alice.member_id), str(here.bob.member_id)
    fresh, task = str(uuid4()), str(Task.objects.get(done_at__isnull=False).id)
    for kind, data, sort in (
        # Frozen once; nobody is named or approves any more; corrections follow one another.
        ("minutes.frozen", text, Sort.NOT_ALLOWED),
        ("minutes.approvers-named", {"assembly": str(held.id), "members": [alice]}, Sort.NOT_ALLOWED),
        ("minutes.approved", {"assembly": str(held.id), "member": alice}, Sort.NOT_ALLOWED),
        ("minutes.corrected", text | {"number": 2}, Sort.NOT_ALLOWED),
        ("minutes.corrected", text | {"number": 4}, Sort.NOT_ALLOWED),
        ("minutes.corrected", text | {"number": 0}, Sort.NOT_ALLOWED),
        ("minutes.corrected", text | {"number": 3}, Sort.ABSENT),
        # Nothing is frozen that nobody approved, or that was brought in; nobody approves for another.
        ("minutes.frozen", {"assembly": fresh, "digest": "d"}, Sort.NOT_ALLOWED),
        ("minutes.approved", {"assembly": fresh, "member": bob}, Sort.NOT_ALLOWED),
        ("assembly.imported", {"assembly": past, "number": 2, "digest": "d"}, Sort.NOT_ALLOWED),
        # A task is taken on once, before the minutes are frozen, and ticked once.
        ("task.taken", {"assembly": str(held.id), "task": fresh, "owner": None}, Sort.NOT_ALLOWED),
        ("task.taken", {"assembly": past, "task": task, "owner": None}, Sort.NOT_ALLOWED),
        ("task.done", {"assembly": str(held.id), "task": task}, Sort.NOT_ALLOWED),
        ("task.done", {"assembly": str(held.id), "task": fresh}, Sort.UNREADABLE),
        ("minutes.corrected", text, Sort.UNREADABLE),
    ):
        with transaction.atomic():
            with writing(association_id=here.association_id, now=here.now) as log:
                log.append(kind=kind, actor_id=here.alice.member_id, data=data)
            found = difference(held)
            transaction.set_rollback(True)
        assert found is not None, kind
        assert found.sort is sort, kind


def test_nobody_approves_for_another() -> None:
    held = chamber("alice", "bob", council=4)
    ids = [held.world.bob.member_id]
    commands.name_approvers(actor=held.world.alice, assembly_id=held.id, member_ids=ids, now=held.world.now)
    with writing(association_id=held.world.association_id, now=held.world.now) as log:
        data = {"assembly": str(held.id), "member": str(held.world.bob.member_id)}
        log.append(kind="minutes.approved", actor_id=held.world.alice.member_id, data=data)
    assert difference(held).sort is Sort.NOT_ALLOWED
