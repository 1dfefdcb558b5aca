"""Decisions that found nothing to do: the verifier works out why by itself, and believes no other reason."""

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.support.people import World, world
from tests.support.records import Records
from tests.support.visitors import account, link
from toutdoux.accesses import commands as accesses
from toutdoux.accesses.logic.events import AccessRefusal
from toutdoux.associations.queries import current_rulebook
from toutdoux.decisions.logic import replay_reasons
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.decisions.logic.effects import EffectOutcome
from toutdoux.decisions.logic.replay_facts import EffectFacts, Fact, Sort
from toutdoux.decisions.queries.replay import tables
from toutdoux.ledger.logic.chain import read_data
from toutdoux.ledger.queries import entries
from toutdoux.mandates.commands import record_election
from toutdoux.mandates.logic.events import MandateRefusal
from toutdoux.members import commands as members
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.models import JoinRequest, Member
from toutdoux.rules.reading import rulebook_to_toml

pytestmark = pytest.mark.django_db

#: What each decision below finds when it passes, by its name.
FOUND: dict[str, StrEnum] = {
    "granted twice": AccessRefusal.ALREADY_HOLDS,
    "granted, closed": AccessRefusal.CLOSED,
    "granted, gone": AccessRefusal.HAS_LEFT,
    "granted, over": AccessRefusal.ENDS_BEFORE_IT_BEGINS,
    "extended, none": AccessRefusal.DOES_NOT_HOLD,
    "extended, endless": AccessRefusal.LATER_ALREADY,
    "revoked, none": AccessRefusal.DOES_NOT_HOLD,
    "given twice": MandateRefusal.ALREADY_HOLDS,
    "given, gone": MandateRefusal.HAS_LEFT,
    "given, over": MandateRefusal.ENDS_BEFORE_IT_BEGINS,
    "ended, none": MandateRefusal.DOES_NOT_HOLD,
    "same rules": EffectOutcome.RULES_THE_SAME,
    "other rules": EffectOutcome.RULES_CONFLICT,
    "votes already": MemberRefusal.ALREADY_VOTES,
    "no right": MemberRefusal.NO_RIGHT_TO_WITHDRAW,
    "excluded, gone": MemberRefusal.HAS_LEFT,
    "reinstated, there": MemberRefusal.NOT_EXCLUDED,
    "admitted already": MemberRefusal.ALREADY_A_MEMBER,
    "admitted, back": MemberRefusal.ALREADY_A_MEMBER,
}


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Records:
    """Give the records of an association whose decisions all come too late, made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        scene = world(council=6)
        ids = decide_too_late(scene)
        made = Records(
            entries=tuple(entries(association_id=scene.association_id)),
            tables=tables(association_id=scene.association_id),
            now=scene.now,
            ids=ids,
        )
        transaction.set_rollback(True)
    return made


def declare(scene: World, name: str, **more: Any) -> UUID:
    return accesses.declare_resource(
        actor=scene.alice, sort="machine", level="everyday", name=name, review_months=6, now=scene.now, **more
    )


def decide_too_late(scene: World) -> dict[str, UUID]:
    """Open each decision, let the world move on, then let every one of them pass."""
    one, two, shut = declare(scene, "one"), declare(scene, "two"), declare(scene, "shut")
    soon = (scene.now + timedelta(days=3)).date().isoformat()
    late = (scene.now + timedelta(days=300)).date().isoformat()
    link(scene, "f6", account_id=account(name=f"f6.{scene.slug}", now=scene.now))
    back = str(scene.f6.member_id)
    members.record_departure(actor=scene.f6, member_id=scene.f6.member_id, now=scene.now)
    members.set_welcome(actor=scene.alice, open_=True, words="", admission="member", now=scene.now)
    who = Member.objects.get(id=scene.f6.member_id)
    for name, account_id in (("Fay", None), ("F6", who.account_id)):
        members.ask_to_join(
            association_id=scene.association_id,
            name=name,
            email=f"{name.lower()}@example.org",
            words="",
            account_id=account_id,
            source=name,
            now=scene.now,
        )
    fay = JoinRequest.objects.get(association_id=scene.association_id, name="Fay").person_id
    bob, dana, eli, faye = (str(scene.people[name].member_id) for name in ("bob", "dana", "eli", "f5"))
    current = current_rulebook(association_id=scene.association_id)
    toml = rulebook_to_toml(current.rulebook)
    changed = {"toml": toml.replace("months = 3", "months = 2", 1), "base": current.number}
    until_late = {"until": late}
    effects: dict[str, tuple[str, dict[str, Any]]] = {
        "granted twice": ("grant-access", {"member": bob, "resource": str(one), "purpose": "x", **until_late}),
        "granted, closed": ("grant-access", {"member": bob, "resource": str(shut), "purpose": "x", **until_late}),
        "granted, gone": ("grant-access", {"member": eli, "resource": str(one), "purpose": "x", **until_late}),
        "granted, over": ("grant-access", {"member": bob, "resource": str(two), "purpose": "x", "until": soon}),
        "extended, none": ("extend-access", {"member": dana, "resource": str(one), **until_late}),
        "extended, endless": ("extend-access", {"member": bob, "resource": str(one), **until_late}),
        "revoked, none": ("revoke-access", {"member": dana, "resource": str(one)}),
        "given twice": ("give-mandate", {"member": bob, "mandate": "technical", **until_late}),
        "given, gone": ("give-mandate", {"member": eli, "mandate": "technical", **until_late}),
        "given, over": ("give-mandate", {"member": dana, "mandate": "technical", "until": soon}),
        "ended, none": ("end-mandate", {"member": dana, "mandate": "financial"}),
        "rules": ("adopt-rulebook", changed),
        "same rules": ("adopt-rulebook", changed),
        "other rules": ("adopt-rulebook", changed | {"toml": toml.replace("months = 3", "months = 4", 1)}),
        "votes already": ("grant-voting-right", {"member": bob}),
        "withdrawn": ("withdraw-voting-right", {"member": faye}),
        "no right": ("withdraw-voting-right", {"member": faye}),
        "excluded, gone": ("exclude", {"member": eli, "scope": "association"}),
        "reinstated, there": ("reinstate", {"member": bob}),
        "admitted already": ("admit", {"member": str(fay)}),
        "brought back": ("reinstate", {"member": back}),
        "admitted, back": ("admit", {"member": back}),
    }
    opened = {
        name: scene.open(title=name, effects=(EffectDraft(kind=kind, params=params),), effects_only=True)
        for name, (kind, params) in effects.items()
    }
    scene.later(days=5)
    accesses.declare_access(actor=scene.alice, resource_id=one, member_id=UUID(bob), purpose="Upgrades", now=scene.now)
    accesses.close_resource(actor=scene.alice, resource_id=shut, now=scene.now)
    record_election(
        actor=scene.alice,
        member_id=UUID(bob),
        code="technical",
        starts_at=scene.now,
        ends_at=scene.now + timedelta(days=900),
        now=scene.now,
    )
    members.accept_request(actor=scene.alice, person_id=fay, now=scene.now)
    members.record_departure(actor=scene.eli, member_id=UUID(eli), now=scene.now)
    for action in opened.values():
        scene.vote(action, "for", "alice", "bob", "dana")
    return {name: action.id for name, action in opened.items()}


def recorded(story: Records, name: str) -> int:
    return story.find("effect.recorded", action=str(story.ids[name]))


def test_it_works(story: Records) -> None:
    assert story.difference is None


@pytest.mark.parametrize("name", FOUND)
def test_the_reason_that_was_given_is_the_one_the_verifier_finds(story: Records, name: str) -> None:
    seq = recorded(story, name)
    assert read_data(story.entries[seq - 1].data)["because"] == FOUND[name]


@pytest.mark.parametrize("name", FOUND)
def test_another_reason_is_not_believed_even_where_the_tables_agree(story: Records, name: str) -> None:
    key = (story.ids[name], 1, 1, "without-object")
    for lie in {"", "applied", AccessRefusal.CLOSED, MemberRefusal.ALREADY_VOTES} - {FOUND[name]}:
        forged = story.with_entry(recorded(story, name), because=lie).with_row("effects", key, because=lie)
        found = forged.difference
        assert found is not None
        assert (found.sort, found.fact) == (Sort.RECOMPUTED, Fact.EFFECT), (lie, found)
        assert FOUND[name] in found.found


def test_a_decision_that_had_something_to_do_cannot_say_it_had_not(story: Records) -> None:
    """The access that stood in the way is taken out of the ledger and of its table: then there was one to grant."""
    granted = story.find("access.granted", cause="declared")
    row = next(iter(story.tables.accesses))
    ticked = story.find("access.ticked")
    forged = story.without_entry(granted).without_entry(ticked)
    kept = {key: facts for key, facts in story.tables.accesses.items() if key != row}
    found = replace(forged, tables=replace(forged.tables, accesses=kept)).difference
    assert found is not None
    assert (found.fact, found.seq) == (Fact.EFFECT, recorded(story, "granted twice"))


def test_somebody_who_asks_and_is_not_there_yet_could_have_been_admitted(story: Records) -> None:
    version = story.tables.versions[story.ids["admitted already"], 1]
    fay = version.effects[1].params["member"]
    forged = story.without_entry(story.find("member.joined", member=fay))
    found = forged.without_entry(story.find("right.began", member=fay)).difference
    assert found is not None
    assert (found.fact, found.seq) == (Fact.EFFECT, recorded(story, "admitted already"))
    assert "applied" in found.found


def test_nobody_is_brought_back_who_never_was_there(story: Records) -> None:
    key = (story.ids["reinstated, there"], 1)
    stranger = EffectFacts(kind="reinstate", params={"member": str(uuid4())})
    found = story.with_row("versions", key, effects={1: stranger}).difference
    assert found is not None
    assert MemberRefusal.UNKNOWN_MEMBER in found.found


def test_a_kind_that_no_rule_of_ours_is_about_keeps_the_reason_it_gave(
    story: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay_reasons, "_OF_THE_REGISTER", frozenset())
    assert story.difference is None
