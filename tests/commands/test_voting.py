"""A ballot: taken once, replaced by a later one, refused with every reason, durable with its entry."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.support.people import TEN_DAYS, World
from toutdoux.decisions import commands
from toutdoux.decisions.models import Ballot, Seat
from toutdoux.ledger.models import Entry
from toutdoux.rules.facts import Choice, Status


def test_it_works(scene: World) -> None:
    action = scene.open()
    scene.later(hours=1)
    receipt = scene.vote(action, "for", "bob")
    assert (receipt.choice, receipt.at, receipt.replaced) == (Choice.FOR, scene.now, None)
    assert receipt.closes_at == action.opened_at + TEN_DAYS
    assert scene.page(action).row.tally.for_ == 1


def test_passes_at_the_moment_half_is_reached_and_stays_open(scene: World) -> None:
    action = scene.open()
    scene.vote(action, "for", "alice")
    assert scene.status(action) is Status.OPEN
    scene.later(minutes=5)
    passed_at = scene.now
    scene.vote(action, "for", "bob")
    assert (scene.status(action), scene.row(action).decided_at) == (Status.ACCEPTED, passed_at)
    scene.later(days=1)
    scene.vote(action, "against", "bob", "dana", "eli")
    page = scene.page(action)
    assert (page.status, page.row.outcome.decided_at) == (Status.ACCEPTED, passed_at)
    assert (page.row.tally.for_, page.row.tally.against) == (1, 3)
    assert (page.row.outcome.tally_then.for_, page.row.outcome.tally_then.against) == (2, 0)


def test_is_blocked_at_the_moment_half_is_against_and_closes(scene: World, refused) -> None:
    action = scene.open()
    scene.vote(action, "against", "bob", "dana")
    assert scene.status(action) is Status.BLOCKED
    scene.later(minutes=1)
    assert _refuse(scene, refused, action, by="eli") == ["ballots-closed"]


def test_a_revote_replaces_and_keeps_history(scene: World) -> None:
    action = scene.open()
    scene.vote(action, "for", "bob")
    scene.later(minutes=1)
    assert scene.vote(action, "blank", "bob").replaced is Choice.FOR
    page = scene.page(action)
    assert [(b.choice, b.counting) for b in page.ballots] == [(Choice.FOR, False), (Choice.BLANK, True)]
    assert (page.row.tally.for_, page.row.tally.blank, page.row.tally.took_no_part) == (0, 1, 3)


def test_the_same_key_gives_the_same_answer(scene: World) -> None:
    action = scene.open()
    first = scene.vote(action, "for", "bob", key="once")
    entries = Entry.objects.count()
    scene.later(days=30)
    again = scene.vote(action, "against", "bob", key="once")
    assert (again.choice, again.at) == (first.choice, first.at)
    assert Ballot.objects.count() == 1
    # The deadline that passed meanwhile is settled; no second ballot is.
    assert Entry.objects.filter(kind="ballot.cast").count() == 1
    assert Entry.objects.count() == entries + 1


def test_who_is_not_in_the_frozen_council_cannot_vote(scene: World, refused) -> None:
    action = scene.open()
    assert _refuse(scene, refused, action, by="charlie") == ["not-in-council"]


def test_the_deadline_itself_is_too_late_and_the_instant_before_is_not(scene: World, refused) -> None:
    action = scene.open()
    scene.now = action.deadline - timedelta(microseconds=1)
    scene.vote(action, "blank", "bob")
    scene.now = action.deadline
    assert _refuse(scene, refused, action, by="dana") == ["ballots-closed"]
    assert scene.page(action).status is Status.TACIT


def test_all_reasons_are_given_at_once(scene: World, refused) -> None:
    action = scene.open()
    scene.later(days=11)
    codes = _refuse(scene, refused, action, by="charlie", version=7, choice="maybe")
    assert codes == ["unknown-choice", "not-in-council", "ballots-closed", "old-version"]
    assert Ballot.objects.count() == 0


def test_who_has_left_keeps_the_ballot_and_casts_no_more(scene: World, refused) -> None:
    from toutdoux.members.commands import record_departure

    action = scene.open()
    scene.vote(action, "for", "bob")
    record_departure(actor=scene.bob, member_id=scene.bob.member_id, now=scene.later(hours=1))
    assert scene.page(action).row.tally.for_ == 1
    assert scene.page(action).row.tally.council == 4
    assert _refuse(scene, refused, action, by="bob") == ["has-left"]


def test_a_ballot_that_may_not_be_changed(db: None, refused) -> None:
    from dataclasses import replace

    from tests.support.people import tout_doux, world

    scene = world(rulebook=replace(tout_doux(), change_ballot=False))
    action = scene.open()
    scene.vote(action, "for", "bob")
    assert _refuse(scene, refused, action, by="bob") == ["ballot-unchangeable"]


def test_another_association_does_not_see_the_action(scene: World, refused) -> None:
    from tests.support.people import world

    action = scene.open()
    other = world()
    codes = refused(
        commands.cast_ballot,
        actor=other.alice,
        action_id=action.id,
        version=1,
        choice="for",
        idempotency_key="k",
        door="api",
        now=scene.now,
    )
    assert codes == ["unknown-action"]


def test_a_clock_a_little_behind_is_clamped_and_further_back_refuses(scene: World, refused) -> None:
    action = scene.open()
    scene.now -= timedelta(seconds=5)
    assert scene.vote(action, "for", "bob").at == action.opened_at
    scene.now -= timedelta(microseconds=1)
    assert _refuse(scene, refused, action, by="dana") == ["clock-behind"]


def test_the_database_itself_refuses_a_double_vote_and_a_rewritten_one(scene: World) -> None:
    action = scene.open()
    scene.vote(action, "for", "bob")
    ballot = Ballot.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(
            seat=ballot.seat, choice="against", at=scene.now, seq=ballot.seq, door="web", key=uuid4().hex
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.filter(id=ballot.id).update(choice="against")
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.filter(id=ballot.id).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(seq=1).update(kind="forged")


def test_the_number_of_queries_does_not_grow_with_the_council(db: None, django_assert_max_num_queries) -> None:
    from tests.support.people import world

    scene = world(council=40)
    action = scene.open()
    scene.vote(action, "for", *[name for name in scene.people if name.startswith("f")][:12])
    assert Seat.objects.filter(version_id=action.current_id).count() == 40
    with django_assert_max_num_queries(25):
        commands.cast_ballot(
            actor=scene.bob,
            action_id=action.id,
            version=1,
            choice="for",
            idempotency_key="budget",
            door="web",
            now=scene.now,
        )
    assert connection.in_atomic_block


def _refuse(scene: World, refused, action, *, by: str, version: int = 1, choice: str = "for") -> list[str]:
    return refused(
        commands.cast_ballot,
        actor=scene.people[by],
        action_id=action.id,
        version=version,
        choice=choice,
        idempotency_key=uuid4().hex,
        door="web",
        now=scene.now,
    )
