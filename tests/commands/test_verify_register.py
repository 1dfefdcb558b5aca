"""The verifier follows people who come back, are let in by an action, or gave a decision nothing to do; and names forgeries."""

from uuid import UUID

import pytest

from tests.support.people import START, World, world
from tests.support.visitors import account, link
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.decisions.logic.replay_facts import Difference, Fact, Sort
from toutdoux.decisions.models import EffectRecord
from toutdoux.ledger.commands import writing
from toutdoux.members import commands
from toutdoux.members.commands import record_departure
from toutdoux.members.models import JoinRequest, Member
from toutdoux.operations.verify import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> World:
    return world()


def sound(scene: World) -> None:
    found = verify(association_id=scene.association_id, now=scene.now)
    assert found.sound, found


def difference(scene: World) -> Difference:
    found = verify(association_id=scene.association_id, now=scene.now)
    assert found.replayed is not None
    assert found.replayed.difference is not None
    return found.replayed.difference


def leaves(scene: World, name: str) -> None:
    record_departure(actor=scene.alice, member_id=scene.people[name].member_id, now=scene.later(minutes=1))


def asks(scene: World, name: str, *, admission: str) -> UUID:
    """Let someone who was a member, signed in, ask to be let in again."""
    commands.set_welcome(actor=scene.alice, open_=True, words="Welcome", admission=admission, now=scene.now)
    commands.ask_to_join(
        association_id=scene.association_id,
        name=name.capitalize(),
        email=f"{name}@example.org",
        words="Hello again",
        account_id=Member.objects.get(id=scene.people[name].member_id).account_id,
        source="one",
        now=scene.later(minutes=1),
    )
    return JoinRequest.objects.get().person_id


def passes(scene: World, effect: EffectDraft) -> None:
    action = scene.open(title="About somebody", effects=(effect,), effects_only=True)
    scene.vote(action, "for", "alice", "bob")


def test_it_works(scene: World) -> None:
    leaves(scene, "dana")
    sound(scene)


def test_a_decision_that_finds_somebody_gone_has_nothing_to_do_and_says_so(scene: World) -> None:
    who = str(scene.dana.member_id)
    action = scene.open(
        title="Part with Dana",
        effects=(EffectDraft(kind="exclude", params={"member": who, "scope": "association"}),),
        effects_only=True,
    )
    leaves(scene, "dana")
    scene.vote(action, "for", "alice", "bob")
    assert EffectRecord.objects.get().what == "without-object"
    sound(scene)


def test_somebody_who_left_is_let_in_again_by_a_member(scene: World) -> None:
    link(scene, "dana", account_id=account(name="dana", now=START))
    leaves(scene, "dana")
    person_id = asks(scene, "dana", admission="member")
    assert person_id == scene.dana.member_id
    commands.accept_request(actor=scene.alice, person_id=person_id, now=scene.later(minutes=1))
    assert Member.objects.get(id=scene.dana.member_id).left_at is None
    sound(scene)


def test_somebody_whose_request_was_declined_stays_outside(scene: World) -> None:
    link(scene, "dana", account_id=account(name="dana", now=START))
    leaves(scene, "dana")
    person_id = asks(scene, "dana", admission="member")
    commands.decline_request(actor=scene.alice, person_id=person_id, now=scene.later(minutes=1))
    assert Member.objects.get(id=scene.dana.member_id).left_at is not None
    sound(scene)


def test_somebody_who_left_is_let_in_again_by_an_action(scene: World) -> None:
    link(scene, "dana", account_id=account(name="dana", now=START))
    leaves(scene, "dana")
    person_id = asks(scene, "dana", admission="action")
    passes(scene, EffectDraft(kind="admit", params={"member": str(person_id)}))
    assert EffectRecord.objects.get().what == "applied"
    assert Member.objects.get(id=scene.dana.member_id).left_at is None
    sound(scene)


def test_a_departure_written_twice_is_named(scene: World) -> None:
    leaves(scene, "dana")
    with writing(association_id=scene.association_id, now=scene.later(minutes=1)) as log:
        log.append(kind="member.left", actor_id=None, data={"member": str(scene.dana.member_id)})
    found = difference(scene)
    assert found.fact is Fact.MEMBER


def test_somebody_let_in_who_is_in_no_register_is_named(scene: World) -> None:
    effect = EffectDraft(kind="grant-voting-right", params={"member": str(scene.charlie.member_id)})
    action = scene.open(title="About somebody", effects=(effect,), effects_only=True)
    scene.vote(action, "for", "alice", "bob")
    with writing(association_id=scene.association_id, now=scene.later(minutes=1)) as log:
        data = {"member": str(UUID(int=7)), "action": str(action.id)}
        log.append(kind="member.admitted", actor_id=None, data=data)
    found = difference(scene)
    assert (found.sort, found.fact) == (Sort.ABSENT, Fact.MEMBER)
