"""What an action changes by itself: once, in order, from the instant it passes, to the state it meets; and taken back once."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.support.people import World, tout_doux, world
from toutdoux.accesses.commands import declare_resource
from toutdoux.accesses.logic.ledger import State
from toutdoux.accesses.queries import accesses
from toutdoux.associations.queries import current_rulebook
from toutdoux.decisions import commands
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.decisions.models import Action, EffectRecord
from toutdoux.decisions.queries.replay import replayed
from toutdoux.mandates.queries import holders
from toutdoux.members.commands import record_departure
from toutdoux.members.queries import council_at, member
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
