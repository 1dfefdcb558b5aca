"""Objections: raised by an Against with its reason, talked about, lifted or kept; what they do under each reading."""

from tests.support.people import World, tout_doux, world
from toutdoux.decisions import commands
from toutdoux.decisions.models import Objection
from toutdoux.rules.facts import Branch, Status


def test_it_works(scene: World) -> None:
    action = scene.open()
    scene.vote(action, "against", "bob", reason="Too loud for the neighbours")
    objection = scene.page(action, by="bob").objections[0]
    assert (objection.reason, objection.mine, objection.lifted_at) == ("Too loud for the neighbours", True, None)
    commands.post_on_objection(
        actor=scene.alice, objection_id=objection.id, sort="answer", text="Before 20 h?", now=scene.later(hours=1)
    )
    commands.lift_objection(actor=scene.bob, objection_id=objection.id, now=scene.later(hours=1))
    lifted = scene.page(action).objections[0]
    assert (lifted.lifted_at, [post.text for post in lifted.posts]) == (scene.now, ["Before 20 h?"])
    assert scene.page(action).row.tally.against == 1


def test_an_against_without_reason_is_a_ballot_only(scene: World) -> None:
    action = scene.open()
    scene.vote(action, "against", "bob")
    assert scene.page(action).objections == ()


def test_changing_ones_mind_lifts_it(scene: World) -> None:
    action = scene.open()
    scene.vote(action, "against", "bob", reason="No")
    scene.later(minutes=1)
    scene.vote(action, "for", "bob")
    assert scene.page(action).objections[0].lifted_at == scene.now


def test_another_reason_goes_on_with_the_same_objection(scene: World) -> None:
    action = scene.open()
    scene.vote(action, "against", "bob", reason="No")
    raised = scene.now
    scene.later(minutes=1)
    scene.vote(action, "against", "bob", reason="No, because of the noise")
    found = scene.page(action).objections
    assert [(o.reason, o.raised_at) for o in found] == [("No, because of the noise", raised)]


def test_by_default_it_does_not_stop_silence(scene: World) -> None:
    action = scene.open()
    scene.vote(action, "against", "bob", reason="No")
    scene.now = action.deadline
    scene.settle()
    assert scene.status(action) is Status.TACIT


def test_under_consent_one_standing_objection_blocks_at_the_deadline(db: None) -> None:
    scene = world(rulebook=tout_doux("consent"))
    blocked, lifted, kept = scene.open(), scene.open(), scene.open()
    for action in (blocked, lifted, kept):
        scene.vote(action, "for", "alice", "dana", "eli")
        scene.vote(action, "against", "bob", reason="No")
        assert scene.status(action) is Status.OPEN
    scene.later(days=1)
    commands.lift_objection(actor=scene.bob, objection_id=_objection(lifted), now=scene.now)
    commands.keep_objection(actor=scene.bob, objection_id=_objection(kept), now=scene.now)
    scene.now = blocked.deadline
    assert scene.settle() == 3
    assert [scene.status(a) for a in (blocked, lifted, kept)] == [Status.BLOCKED, Status.ACCEPTED, Status.BLOCKED]
    assert scene.page(kept).row.outcome.branch is Branch.OBJECTION_STANDS


def test_only_the_objector_lifts_and_only_while_it_matters(scene: World, refused) -> None:
    action = scene.open()
    scene.vote(action, "against", "bob", reason="No")
    objection_id = _objection(action)
    other = world()
    arguments = {"objection_id": objection_id, "now": scene.now}
    assert refused(commands.lift_objection, actor=scene.dana, **arguments) == ["not-the-objector"]
    assert refused(commands.lift_objection, actor=other.alice, **arguments) == ["unknown-objection"]
    commands.amend_action(actor=scene.alice, action_id=action.id, title="New", text="", now=scene.now)
    assert refused(commands.keep_objection, actor=scene.bob, **arguments) == ["objection-over"]
    assert scene.page(action).objections[0].earlier


def test_a_message_needs_words_and_a_known_sort(scene: World, refused) -> None:
    action = scene.open()
    scene.vote(action, "against", "bob", reason="No")
    arguments = {"actor": scene.dana, "objection_id": _objection(action), "now": scene.now}
    assert refused(commands.post_on_objection, sort="shout", text=" ", **arguments) == ["text-missing", "kind-unknown"]
    assert refused(commands.post_on_objection, sort="remark", text="x" * 5001, **arguments) == ["too-long"]


def _objection(action) -> int:
    return Objection.objects.get(version__action=action).id
