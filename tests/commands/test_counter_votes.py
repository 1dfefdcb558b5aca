"""Counter-votes: who may call one, what success annuls and takes back, when one lapses."""

from dataclasses import replace

from tests.support.people import TEN_DAYS, World, tout_doux, world
from toutdoux.decisions import commands
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.decisions.models import EffectRecord
from toutdoux.members.commands import NewPerson, add_member
from toutdoux.members.queries import council_at, member
from toutdoux.rules.facts import Branch, Status
from toutdoux.rules.label import Label


def test_it_works(scene: World) -> None:
    action = scene.open(kind="ordinary")
    scene.later(hours=1)
    counter = scene.counter(action)
    page = scene.page(counter)
    assert (str(page.row.reference), page.row.deadline) == ("P26-O1-C1", scene.now + TEN_DAYS)
    scene.later(hours=1)
    scene.vote(counter, "for", "bob", "dana")
    assert (scene.status(counter), scene.status(action)) == (Status.ACCEPTED, Status.ANNULLED)
    assert scene.row(action).decided_at == scene.now
    assert scene.page(action).row.label is Label.REJECTED


def test_annulment_takes_back_a_right_that_is_still_in_force(scene: World) -> None:
    grant = scene.open(title="Let Charlie vote, and welcome them", effects=_effect(scene))
    scene.vote(grant, "for", "alice", "bob")
    assert member(actor=scene.alice, member_id=scene.charlie.member_id, now=scene.now).right.votes
    scene.later(hours=2)
    frozen_with_charlie = scene.open(title="Something else")
    counter = scene.counter(grant)
    scene.later(hours=1)
    scene.vote(counter, "for", "bob", "dana", "eli")
    assert scene.status(grant) is Status.ANNULLED
    assert not member(actor=scene.alice, member_id=scene.charlie.member_id, now=scene.now).right.votes
    assert [r.what for r in EffectRecord.objects.order_by("id")] == ["applied", "reversed"]
    # Frozen councils never change: Charlie keeps the seat they had.
    scene.vote(frozen_with_charlie, "for", "charlie")
    assert scene.page(frozen_with_charlie).row.tally.council == 5


def test_each_of_several_rights_is_taken_back_by_its_own_effect(scene: World) -> None:
    gwen = add_member(actor=scene.alice, person=NewPerson(name="Gwen"), now=scene.now)
    effects = tuple(
        EffectDraft(kind="grant-voting-right", params={"member": str(m)}) for m in (scene.charlie.member_id, gwen)
    )
    grant = scene.open(title="Let both vote, and welcome them", effects=effects)
    scene.vote(grant, "for", "alice", "bob")
    counter = scene.counter(grant)
    scene.vote(counter, "for", "bob", "dana", "eli")
    records = EffectRecord.objects.order_by("id").values_list("effect__position", "what")
    assert list(records) == [(1, "applied"), (2, "applied"), (2, "reversed"), (1, "reversed")]
    council = council_at(association_id=scene.association_id, at=scene.now)
    assert not {scene.charlie.member_id, gwen} & set(council)


def test_an_open_action_can_be_annulled_and_closes(scene: World, refused) -> None:
    action = scene.open()
    counter = scene.counter(action)
    scene.vote(counter, "for", "bob", "dana")
    assert scene.status(action) is Status.ANNULLED
    codes = refused(
        commands.cast_ballot,
        actor=scene.eli,
        action_id=action.id,
        version=1,
        choice="for",
        idempotency_key="k",
        door="web",
        now=scene.later(seconds=1),
    )
    assert codes == ["ballots-closed"]


def test_an_effect_that_never_applied_is_not_taken_back(scene: World) -> None:
    action = scene.open(title="Let Charlie vote", effects=_effect(scene))
    counter = scene.counter(action)
    scene.vote(counter, "for", "bob", "dana")
    assert scene.status(action) is Status.ANNULLED
    assert not EffectRecord.objects.exists()


def test_it_lapses_at_its_deadline_and_another_may_be_called(scene: World) -> None:
    action = scene.open(kind="ordinary")
    counter = scene.counter(action)
    scene.vote(counter, "for", "bob")
    scene.now = counter.deadline
    assert scene.settle() == 1
    assert (scene.status(counter), scene.status(action)) == (Status.LAPSED, Status.ANNOUNCED)
    assert scene.page(counter).row.label is Label.REJECTED
    assert str(scene.page(scene.counter(action)).row.reference) == "P26-O1-C2"


def test_it_lapses_when_its_target_is_gone(scene: World) -> None:
    action = scene.open()
    counter = scene.counter(action)
    commands.withdraw_action(actor=scene.alice, action_id=action.id, reason="A better way", now=scene.later(hours=1))
    assert scene.status(counter) is Status.LAPSED
    assert scene.page(counter).row.outcome.branch is Branch.TARGET_GONE


def test_against_never_blocks_it(scene: World) -> None:
    counter = scene.counter(scene.open())
    scene.vote(counter, "against", "alice", "bob", "dana", "eli")
    assert scene.status(counter) is Status.OPEN


def test_it_does_not_suspend_its_target(scene: World) -> None:
    action = scene.open()
    scene.later(days=1)
    scene.counter(action)
    scene.now = action.deadline
    scene.settle()
    assert scene.status(action) is Status.TACIT


def test_who_may_not_call_one(scene: World, refused) -> None:
    action = scene.open(kind="ordinary")
    assert _refused(scene, refused, action, by="charlie") == ["not-a-voter"]
    assert refused(commands.call_counter_vote, actor=scene.bob, action_id=action.id, reason="  ", now=scene.now) == [
        "reason-missing"
    ]
    counter = scene.counter(action)
    assert _refused(scene, refused, action) == ["counter-vote-running"]
    assert _refused(scene, refused, counter) == ["counter-vote-of-counter-vote"]
    done = scene.open(kind="ordinary")
    commands.finish_action(actor=scene.alice, action_id=done.id, now=scene.now)
    assert _refused(scene, refused, done) == ["target-over"]


def test_an_action_that_has_only_effects_is_done_when_it_passes(scene: World, refused) -> None:
    grant = scene.grant()
    scene.vote(grant, "for", "alice", "bob")
    assert (scene.row(grant).execution, scene.row(grant).ended_at) == ("done", scene.now)
    assert _refused(scene, refused, grant) == ["target-over"]


def test_a_rulebook_may_forbid_them(db: None, refused) -> None:
    rules = tout_doux()
    scene = world(rulebook=replace(rules, counter_vote=replace(rules.counter_vote, allowed=False)))
    assert _refused(scene, refused, scene.open()) == ["counter-votes-not-allowed"]


def test_it_is_not_counted_among_the_actions(scene: World) -> None:
    from toutdoux.decisions.queries import RegisterFilter, register

    action = scene.open()
    scene.counter(action)
    found = register(association_id=scene.association_id, actor=scene.alice, asked=RegisterFilter(), now=scene.now)
    assert (found.totals.all, found.found, len(found.rows)) == (1, 1, 1)
    assert scene.open().number == 2


def test_the_newcomer_votes_on_what_opens_after_the_grant(scene: World) -> None:
    scene.vote(scene.grant(), "for", "alice", "bob")
    council = council_at(association_id=scene.association_id, at=scene.now)
    assert scene.charlie.member_id in council
    scene.vote(scene.open(), "for", "charlie")


def _effect(scene: World):
    return (EffectDraft(kind="grant-voting-right", params={"member": str(scene.charlie.member_id)}),)


def _refused(scene: World, refused, action, *, by: str = "bob") -> list[str]:
    return refused(commands.call_counter_vote, actor=scene.people[by], action_id=action.id, reason="No", now=scene.now)
