"""What an action changes by itself: once, in order, from the instant it passes, to the state it meets; and taken back once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from tests.support.people import World, tout_doux, world
from toutdoux.accesses.commands import close_resource, declare_resource
from toutdoux.accesses.logic.ledger import State
from toutdoux.accesses.models import Access
from toutdoux.accesses.queries import accesses
from toutdoux.associations.queries import current_rulebook
from toutdoux.decisions import commands
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.decisions.models import Action, EffectRecord
from toutdoux.decisions.queries.replay import replayed
from toutdoux.mandates.models import Mandate
from toutdoux.mandates.queries import holders
from toutdoux.members.commands import record_departure
from toutdoux.members.models import JoinRequest
from toutdoux.members.queries import council_at, member, names
from toutdoux.rules.reading import rulebook_to_toml

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> World:
    return world()


def effect(kind: str, who: UUID, **params: object) -> EffectDraft:
    return EffectDraft(kind=kind, params={"member": str(who), **params})


def thing(scene: World, name: str = "The server") -> UUID:
    return declare_resource(actor=scene.alice, sort="root", level="critical", name=name, review_months=6, now=scene.now)


def decide(scene: World, *effects: EffectDraft, voters: tuple[str, ...] = ("alice", "bob")) -> Action:
    """Open an action with some effects, and pass it."""
    action = scene.open(effects=effects, effects_only=True, title="Change something")
    scene.vote(action, "for", *voters)
    return scene.row(action)


def annul(scene: World, action: Action) -> Action:
    """Pass a counter-vote against an action that is not done: its effects are not all it has."""
    counter = scene.counter(action)
    scene.vote(counter, "for", "bob", "dana", "alice", "eli")
    return counter


def passing(scene: World, *effects: EffectDraft) -> Action:
    """The same with something else to carry out, so that it can still be annulled."""
    action = scene.open(effects=effects, title="Change something, and more")
    scene.vote(action, "for", "alice", "bob")
    return scene.row(action)


def became(action: Action) -> list[tuple[str, str]]:
    rows = EffectRecord.objects.filter(effect__version__action=action).order_by("id")
    return [(row.what, row.because) for row in rows]


def states(scene: World, name: str) -> list[State]:
    rows = accesses(association_id=scene.association_id, member_id=scene.people[name].member_id, at=scene.now)
    return [row.state for row in rows]


def verified(scene: World) -> None:
    found = replayed(association_id=scene.association_id, now=scene.now)
    assert found.difference is None, found.difference


def in_council(scene: World, name: str, at: datetime | None = None) -> bool:
    return scene.people[name].member_id in council_at(association_id=scene.association_id, at=at or scene.now)


def test_it_works(scene: World) -> None:
    server = thing(scene)
    charlie = scene.charlie.member_id
    action = decide(
        scene,
        effect("grant-voting-right", charlie),
        effect("grant-access", charlie, resource=str(server), purpose="Upgrades", until="2026-12-31"),
        effect("give-mandate", charlie, mandate="technical", until="2026-12-31"),
    )
    assert became(action) == [("applied", "")] * 3
    assert in_council(scene, "charlie")
    assert states(scene, "charlie") == [State.HELD]
    assert holders(association_id=scene.association_id, kind="technical", at=scene.now) == (charlie,)
    verified(scene)


def test_a_mandate_gives_no_heavier_vote_and_no_vote_at_all(scene: World) -> None:
    decide(scene, effect("give-mandate", scene.charlie.member_id, mandate="technical", until="2026-12-31"))
    decide(scene, effect("give-mandate", scene.alice.member_id, mandate="financial", until="2026-12-31"))
    assert not in_council(scene, "charlie")
    action = scene.open(title="Buy a lathe")
    scene.vote(action, "for", "alice")
    page = scene.page(action)
    assert page.row.outcome is not None
    assert (page.row.outcome.tally.council, page.row.outcome.tally.for_) == (4, 1)


def test_silence_dates_effects_from_the_deadline_whenever_it_is_noticed(scene: World) -> None:
    server = thing(scene)
    granted = effect("grant-access", scene.charlie.member_id, resource=str(server), purpose="Upgrades", until="")
    action = scene.open(effects=(granted,))
    scene.later(days=25)
    scene.settle()
    (row,) = accesses(association_id=scene.association_id, at=scene.now)
    assert row.facts.starts_at == scene.row(action).deadline
    verified(scene)


@pytest.mark.parametrize("scope", ["council", "association"])
def test_an_exclusion_ends_the_vote_and_every_access_and_its_annulment_gives_them_back(
    scene: World, scope: str
) -> None:
    first, second = thing(scene, "One"), thing(scene, "Two")
    eli = scene.eli.member_id
    decide(
        scene,
        effect("grant-access", eli, resource=str(first), purpose="Writing", until=""),
        effect("grant-access", eli, resource=str(second), purpose="Reading", until=""),
    )
    scene.later(days=1)
    action = passing(scene, effect("exclude", eli, scope=scope))
    assert not in_council(scene, "eli")
    assert states(scene, "eli") == [State.TO_UNDO] * 2
    scene.later(days=1)
    counter = scene.counter(action)
    scene.vote(counter, "for", "bob", "dana")
    scene.now += timedelta(minutes=1)
    assert in_council(scene, "eli")
    assert sorted(states(scene, "eli")) == [State.HELD] * 2 + [State.TO_UNDO] * 2
    assert became(action) == [("applied", ""), ("reversed", "")]
    verified(scene)


def test_someone_reinstated_votes_at_once_and_gets_no_access_by_it(scene: World) -> None:
    server = thing(scene)
    eli = scene.eli.member_id
    decide(scene, effect("grant-access", eli, resource=str(server), purpose="Writing", until=""))
    decide(scene, effect("exclude", eli, scope="council"))
    scene.later(days=1)
    decide(scene, effect("reinstate", eli))
    assert in_council(scene, "eli")
    assert states(scene, "eli") == [State.TO_UNDO]
    verified(scene)


def test_leaving_ends_mandates_and_accesses_for_good(scene: World) -> None:
    server = thing(scene)
    eli = scene.eli.member_id
    decide(
        scene,
        effect("grant-access", eli, resource=str(server), purpose="Writing", until=""),
        effect("give-mandate", eli, mandate="technical", until="2026-12-31"),
    )
    scene.later(days=1)
    record_departure(actor=scene.eli, member_id=eli, now=scene.now)
    assert states(scene, "eli") == [State.TO_UNDO]
    assert holders(association_id=scene.association_id, kind="technical", at=scene.now) == ()
    scene.later(days=1)
    decide(scene, effect("reinstate", eli))
    assert member(actor=scene.alice, member_id=eli, now=scene.now).left_at is None
    assert states(scene, "eli") == [State.TO_UNDO]
    assert holders(association_id=scene.association_id, kind="technical", at=scene.now) == ()
    verified(scene)


def test_of_two_actions_that_meet_the_second_finds_what_the_first_left(scene: World) -> None:
    server = thing(scene)
    dana = scene.dana.member_id
    granted = effect("grant-access", dana, resource=str(server), purpose="Writing", until="")
    revoked = effect("revoke-access", dana, resource=str(server))
    first, second, third = (scene.open(effects=(one,)) for one in (revoked, granted, granted))
    for action in (first, second, third):
        scene.vote(action, "for", "alice", "bob")
    assert became(first) == [("without-object", "access-not-held")]
    assert became(second) == [("applied", "")]
    assert became(third) == [("without-object", "access-already-held")]
    verified(scene)


def test_effects_of_one_action_are_applied_in_their_order(scene: World) -> None:
    eli = scene.eli.member_id
    action = decide(scene, effect("exclude", eli, scope="association"), effect("withdraw-voting-right", eli))
    assert became(action) == [("applied", ""), ("without-object", "already-excluded")]
    other = decide(
        scene,
        effect("withdraw-voting-right", scene.dana.member_id),
        effect("exclude", scene.dana.member_id, scope="council"),
    )
    assert became(other) == [("applied", ""), ("applied", "")]
    verified(scene)


def test_an_extension_is_taken_back_to_the_day_before_unless_moved_since(scene: World) -> None:
    server = thing(scene)
    eli = scene.eli.member_id
    decide(scene, effect("grant-access", eli, resource=str(server), purpose="Writing", until="2026-06-30"))
    action = passing(scene, effect("extend-access", eli, resource=str(server), until="2026-12-31"))
    assert _until(scene) == datetime(2026, 12, 31, 23, tzinfo=UTC)
    annul(scene, action)
    assert _until(scene) == datetime(2026, 6, 30, 22, tzinfo=UTC)
    again = passing(scene, effect("extend-access", eli, resource=str(server), until="2026-12-31"))
    decide(scene, effect("extend-access", eli, resource=str(server), until=""))
    annul(scene, again)
    assert _until(scene) is None
    assert ("reversed", "") not in became(again)
    verified(scene)


def _until(scene: World) -> datetime | None:
    (row,) = accesses(association_id=scene.association_id, at=scene.now)
    return row.facts.until


def test_a_grant_and_a_revocation_are_each_taken_back(scene: World) -> None:
    server = thing(scene)
    eli = scene.eli.member_id
    granted = passing(scene, effect("grant-access", eli, resource=str(server), purpose="Writing", until=""))
    annul(scene, granted)
    scene.later(minutes=1)
    assert states(scene, "eli") == [State.TO_UNDO]
    decide(scene, effect("grant-access", eli, resource=str(server), purpose="Writing", until=""))
    scene.later(minutes=1)
    revoked = passing(scene, effect("revoke-access", eli, resource=str(server)))
    scene.later(minutes=1)
    assert State.HELD not in states(scene, "eli")
    annul(scene, revoked)
    scene.later(minutes=1)
    assert State.HELD in states(scene, "eli")
    verified(scene)


def test_a_mandate_given_or_ended_is_taken_back(scene: World) -> None:
    eli = scene.eli.member_id
    given = passing(scene, effect("give-mandate", eli, mandate="technical", until="2026-12-31"))
    annul(scene, given)
    assert holders(association_id=scene.association_id, kind="technical", at=scene.now) == ()
    decide(scene, effect("give-mandate", eli, mandate="technical", until="2026-12-31"))
    ended = passing(scene, effect("end-mandate", eli, mandate="technical"))
    assert holders(association_id=scene.association_id, kind="technical", at=scene.now) == ()
    annul(scene, ended)
    assert holders(association_id=scene.association_id, kind="technical", at=scene.now) == (eli,)
    again = decide(scene, effect("end-mandate", scene.bob.member_id, mandate="technical"))
    assert became(again) == [("without-object", "mandate-not-held")]
    verified(scene)


def rules(scene: World, before: str, after: str) -> EffectDraft:
    current = current_rulebook(association_id=scene.association_id)
    toml = rulebook_to_toml(current.rulebook)
    assert before in toml
    return EffectDraft(kind="adopt-rulebook", params={"toml": toml.replace(before, after, 1), "base": current.number})


def test_new_rules_hold_for_what_is_opened_afterwards_alone(scene: World) -> None:
    running = scene.open(title="Opened before")
    action = decide(scene, rules(scene, "urgency = true", "urgency = false"))
    current = current_rulebook(association_id=scene.association_id)
    assert (current.number, current.rulebook.urgency, current.action_id) == (2, False, action.id)
    assert current.adopted_at == action.decided_at
    commands.declare_urgency(actor=scene.alice, action_id=running.id, reason="It burns", now=scene.now)
    after = scene.open(title="Opened after")
    assert after.rulebook_id == current.id
    verified(scene)


def test_two_changes_of_the_rules_both_hold_where_they_do_not_meet_and_the_second_is_refused_where_they_do(
    scene: World,
) -> None:
    urgency = rules(scene, "urgency = true", "urgency = false")
    amendments = rules(scene, "amendments = true", "amendments = false")
    first, second = scene.open(effects=(urgency,)), scene.open(effects=(amendments,))
    slower = scene.open(effects=(rules(scene, "days = 10", "days = 12"),))
    faster = scene.open(effects=(rules(scene, "days = 10", "days = 9"),))
    for action in (first, second, slower, faster):
        scene.vote(action, "for", "alice", "bob")
    current = current_rulebook(association_id=scene.association_id).rulebook
    assert (current.urgency, current.amendments) == (False, False)
    assert became(first) == became(second) == became(slower) == [("applied", "")]
    assert became(faster) == [("without-object", "rules-conflict")]
    verified(scene)


def test_annulling_new_rules_takes_out_what_they_changed_and_keeps_what_came_after(scene: World) -> None:
    first = passing(scene, rules(scene, "urgency = true", "urgency = false"))
    decide(scene, rules(scene, "amendments = true", "amendments = false"))
    annul(scene, first)
    current = current_rulebook(association_id=scene.association_id)
    assert (current.number, current.rulebook.urgency, current.rulebook.amendments) == (4, True, False)
    assert became(first) == [("applied", ""), ("reversed", "")]
    verified(scene)


def test_rules_that_say_so_already_change_nothing(scene: World) -> None:
    first, second = (rules(scene, "urgency = true", "urgency = false") for _ in range(2))
    decide(scene, first)
    assert became(decide(scene, second)) == [("without-object", "rules-the-same")]
    assert current_rulebook(association_id=scene.association_id).number == 2
    assert tout_doux().urgency
    verified(scene)


def test_what_is_taken_away_or_brought_back_is_so_until_it_is_annulled(scene: World) -> None:
    eli = scene.eli.member_id
    withdrawn = passing(scene, effect("withdraw-voting-right", eli))
    assert not in_council(scene, "eli")
    annul_by_others(scene, withdrawn)
    assert in_council(scene, "eli")
    decide(scene, effect("exclude", eli, scope="council"))
    back = passing(scene, effect("reinstate", eli))
    scene.later(minutes=1)
    assert in_council(scene, "eli")
    annul_by_others(scene, back)
    assert not in_council(scene, "eli")
    assert became(decide(scene, effect("reinstate", scene.bob.member_id))) == [("without-object", "not-excluded")]
    verified(scene)


def annul_by_others(scene: World, action: Action) -> None:
    counter = scene.counter(action)
    scene.vote(counter, "for", "alice", "bob")
    scene.later(minutes=1)


def test_someone_who_asks_is_admitted_and_no_longer_when_it_is_annulled(scene: World) -> None:
    person = uuid4()
    JoinRequest.objects.create(association_id=scene.association_id, person_id=person, name="Gwen", asked_at=scene.now)
    action = passing(scene, effect("admit", person))
    assert "Gwen" in names(association_id=scene.association_id).values()
    again = decide(scene, effect("admit", person))
    assert became(again) == [("without-object", "already-a-member")]
    annul(scene, action)
    scene.later(minutes=1)
    assert member(actor=scene.alice, member_id=person, now=scene.now).left_at is not None
    verified(scene)


def test_whoever_has_left_meanwhile_is_entrusted_nothing_and_a_day_that_is_over_gives_nothing(scene: World) -> None:
    server = thing(scene)
    eli, dana = scene.eli.member_id, scene.dana.member_id
    soon = (scene.now + timedelta(days=3)).date().isoformat()
    action = scene.open(
        effects=(
            effect("grant-access", eli, resource=str(server), purpose="Writing", until=""),
            effect("give-mandate", eli, mandate="technical", until="2026-12-31"),
            effect("grant-access", dana, resource=str(server), purpose="Writing", until=soon),
            effect("give-mandate", dana, mandate="technical", until=soon),
            effect("extend-access", scene.bob.member_id, resource=str(server), until="2026-12-31"),
        )
    )
    record_departure(actor=scene.eli, member_id=eli, now=scene.later(days=1))
    scene.later(days=10)
    scene.settle()
    assert [because for _what, because in became(action)] == [
        "access-has-left",
        "mandate-has-left",
        "access-ends-before-it-begins",
        "mandate-ends-before-it-begins",
        "access-not-held",
    ]
    verified(scene)


def test_what_is_closed_meanwhile_is_granted_to_nobody_and_what_lasts_as_long_is_not_extended(scene: World) -> None:
    server, other = thing(scene), thing(scene, "Another")
    dana = scene.dana.member_id
    granted = scene.open(effects=(effect("grant-access", dana, resource=str(server), purpose="Writing", until=""),))
    close_resource(actor=scene.alice, resource_id=server, now=scene.now)
    scene.vote(granted, "for", "alice", "bob")
    assert became(granted) == [("without-object", "resource-closed")]
    decide(scene, effect("grant-access", dana, resource=str(other), purpose="Writing", until="2026-12-31"))
    extended = decide(scene, effect("extend-access", dana, resource=str(other), until="2026-11-30"))
    assert became(extended) == [("without-object", "access-later-already")]
    renewed = decide(scene, effect("give-mandate", dana, mandate="technical", until="2026-12-31"))
    again = decide(scene, effect("give-mandate", dana, mandate="technical", until="2026-11-30"))
    assert became(renewed) == [("applied", "")]
    assert became(again) == [("without-object", "mandate-already-held")]
    verified(scene)


@pytest.mark.parametrize("table", [Access, Mandate])
def test_the_verifier_sees_what_was_entrusted_behind_its_back(
    scene: World, table: type[Access] | type[Mandate]
) -> None:
    server = thing(scene)
    decide(
        scene,
        effect("grant-access", scene.dana.member_id, resource=str(server), purpose="Writing", until=""),
        effect("give-mandate", scene.dana.member_id, mandate="technical", until="2026-12-31"),
    )
    verified(scene)
    row = table.objects.get()
    fact = {Access: "access", Mandate: "mandate"}[table]
    for tamper, sort in (
        (lambda: table.objects.filter(id=row.id).update(member_id=scene.bob.member_id), "kept"),
        (lambda: table.objects.filter(id=row.id).delete(), "absent"),
        (lambda: table.objects.create(**{**_columns(row), "id": uuid4()}), "unknown"),
    ):
        with transaction.atomic():
            tamper()
            found = replayed(association_id=scene.association_id, now=scene.now).difference
            assert found is not None
            assert (found.fact, found.sort) == (fact, sort)
            transaction.set_rollback(True)


def _columns(row: Access | Mandate) -> dict[str, Any]:
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}
