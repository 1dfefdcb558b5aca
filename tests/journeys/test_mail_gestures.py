"""From mail alone: proposing, objecting, answering, rewording, voting, passing, carrying out; each link once."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from tests.support.mailbox import Mailbox, path, plain
from tests.support.people import World, world
from tests.support.visitors import stranger
from toutdoux.decisions.models import Action, Ballot, Objection, ObjectionPost, Version
from toutdoux.integrations import delivering
from toutdoux.integrations.commands import gesture_link
from toutdoux.integrations.logic.words import Gesture
from toutdoux.integrations.models import GestureLink
from toutdoux.ledger.queries import head
from toutdoux.members.commands import record_departure

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> World:
    return world()


def at(scene: World, call: Any, *arguments: Any, **more: Any) -> Any:
    with time_machine.travel(scene.now, tick=False):
        return call(*arguments, **more)


def told(scene: World, box: Mailbox, name: str, subject: str) -> EmailMessage:
    """Return the latest mail to somebody whose subject holds some words, after whatever is due has left."""
    delivering.tell(now=scene.now)
    return [mail for mail in box.to(name) if subject in mail["Subject"]][-1]


def link_after(mail: EmailMessage, words: str) -> str:
    """Return the path of the address that follows ``words`` in the plain text."""
    rest = plain(mail).split(words, 1)[1]
    address = next(line for line in rest.splitlines() if line.startswith("https://"))
    return address.removeprefix("https://votes.example.org")


def proposing(scene: World, name: str = "bob") -> str:
    token = gesture_link(
        gesture=Gesture.PROPOSE,
        member_id=scene.people[name].member_id,
        expires_at=scene.now + timedelta(days=180),
        now=scene.now,
    )
    return f"/a/{scene.slug}/mail/{token}/"


OVEN = {"kind": "extraordinary", "title": "Buy an oven", "text": "A small one."}


def test_it_works(scene: World, box: Mailbox) -> None:
    """The whole life of an action: nobody signs in, nobody opens another page than those the mails lead to."""
    reader = stranger()
    # Bob finds in his digest the way to propose, and does.
    other = scene.open(kind="ordinary", title="Tell the neighbours")
    delivering.tell(now=scene.now)
    scene.later(hours=8)
    digest = told(scene, box, "bob", "in short")
    page = link_after(digest, "Propose an action")
    assert b"Which kind is it?" in at(scene, reader.get, page).content
    published = at(scene, reader.post, page, OVEN)
    assert "Published: it is P26-E1." in published.content.decode()
    action = Action.objects.exclude(id=other.id).get()
    assert (action.title, action.created_by_id) == ("Buy an oven", scene.bob.member_id)
    # Dana objects from the mail that told her.
    scene.later(hours=14)
    vote = path(told(scene, box, "dana", "Buy an oven"), "mail-vote")
    at(scene, reader.post, vote, {"choice": "against", "reason": "It is too small", "idempotency_key": "d"})
    # Bob, who leads, is told; answers; rewords.
    objected = told(scene, box, "bob", "an objection on")
    at(scene, reader.post, link_after(objected, "Answer"), {"reason": "Then a larger one?"})
    [post] = ObjectionPost.objects.all()
    assert (post.sort, post.text, post.member_id) == ("answer", "Then a larger one?", scene.bob.member_id)
    reworded = {"title": "Buy a large oven", "text": "One for all of us."}
    at(scene, reader.post, link_after(objected, "Change the text of the action"), reworded)
    assert Version.objects.filter(action=action).count() == 2
    # The new text is voted on: half of the four.
    scene.later(minutes=1)
    for name in ("alice", "dana"):
        vote = path(told(scene, box, name, "has a new text"), "mail-vote")
        at(scene, reader.post, vote, {"choice": "for", "idempotency_key": name})
    # Bob is told that it passed, and says one day that it is done.
    passed = told(scene, box, "bob", "Accepted")
    scene.later(days=3)
    day = scene.now.date().isoformat()
    at(scene, reader.post, link_after(passed, "Say that it is done"), {"on": day, "reason": "It bakes well"})
    action.refresh_from_db()
    assert (action.status, action.execution) == ("accepted", "done")
    assert {ballot.door for ballot in Ballot.objects.all()} == {"mail"}
    assert settings.SESSION_COOKIE_NAME not in reader.cookies


def test_opening_a_link_changes_nothing_however_often(scene: World) -> None:
    page = proposing(scene)
    before = head(association_id=scene.association_id)
    for _ in range(3):
        for method in ("get", "head", "options"):
            at(scene, getattr(Client(), method), page)
    assert head(association_id=scene.association_id) == before
    assert GestureLink.objects.get().used_at is None


def test_a_link_works_once(scene: World) -> None:
    page = proposing(scene)
    assert at(scene, stranger().post, page, OVEN).status_code == 200
    for answer in (at(scene, stranger().post, page, OVEN), at(scene, stranger().get, page)):
        assert answer.status_code == 422
        assert "it works once" in answer.content.decode()
    assert Action.objects.count() == 1


def test_what_is_refused_leaves_the_link_and_what_was_typed(scene: World) -> None:
    page = proposing(scene)
    wrong = at(scene, stranger().post, page, OVEN | {"title": "", "text": "Kept as typed"})
    assert wrong.status_code == 422
    assert "Kept as typed" in wrong.content.decode()
    assert not Action.objects.exists()
    assert at(scene, stranger().post, page, OVEN).status_code == 200


def test_a_text_changed_since_is_not_changed_again_by_an_old_link(scene: World, box: Mailbox) -> None:
    scene.open(title="Dig a well")
    scene.vote(Action.objects.get(), "against", "bob", reason="Too deep")
    page = link_after(told(scene, box, "alice", "an objection on"), "Change the text of the action")
    at(scene, stranger().post, page, {"title": "Dig a pond", "text": ""})
    scene.vote(Action.objects.get(), "against", "dana", reason="Too wide")
    scene.later(minutes=1)
    later = link_after(told(scene, box, "alice", "an objection on"), "Change the text of the action")
    at(scene, stranger().post, later, {"title": "Dig a hole", "text": ""})
    token = gesture_link(
        gesture=Gesture.AMEND,
        member_id=scene.alice.member_id,
        action_id=Action.objects.get().id,
        version=1,
        expires_at=scene.now + timedelta(days=1),
        now=scene.now,
    )
    old = f"/a/{scene.slug}/mail/{token}/"
    assert "changed since this mail" in at(scene, stranger().get, old).content.decode()
    assert at(scene, stranger().post, old, {"title": "Dig nothing", "text": ""}).status_code == 422
    assert Version.objects.count() == 3


def test_who_leads_withdraws_from_the_mail_that_told_of_the_objection(scene: World, box: Mailbox) -> None:
    scene.open(title="Dig a well")
    scene.vote(Action.objects.get(), "against", "bob", reason="Too deep")
    objected = told(scene, box, "alice", "an objection on")
    page = link_after(objected, "Withdraw the action")
    assert at(scene, stranger().post, page, {"reason": ""}).status_code == 422
    at(scene, stranger().post, page, {"reason": "You are right"})
    assert Action.objects.get().status == "withdrawn"
    # What the other links of the same mail were for is over: they say so, and do nothing.
    amend = link_after(objected, "Change the text of the action")
    assert at(scene, stranger().post, amend, {"title": "Dig on", "text": ""}).status_code == 422


def test_an_objection_lifted_since_is_not_answered(scene: World, box: Mailbox) -> None:
    scene.open(title="Dig a well")
    scene.vote(Action.objects.get(), "against", "bob", reason="Too deep")
    page = link_after(told(scene, box, "alice", "an objection on"), "Answer")
    Objection.objects.update(lifted_at=scene.now)
    assert "lifted since" in at(scene, stranger().get, page).content.decode()
    assert at(scene, stranger().post, page, {"reason": "Still"}).status_code == 422
    assert not ObjectionPost.objects.exists()


def test_a_link_ends_with_its_time_its_member_and_its_association(scene: World) -> None:
    page = proposing(scene)
    elsewhere = world(slug="elsewhere")
    assert at(scene, stranger().get, page.replace(scene.slug, elsewhere.slug)).status_code == 404
    assert at(scene, stranger().get, f"/a/{scene.slug}/mail/nothing/").status_code == 404
    gone = proposing(scene, "dana")
    at(scene, record_departure, actor=scene.alice, member_id=scene.dana.member_id, now=scene.now)
    assert at(scene, stranger().post, gone, OVEN).status_code == 422
    scene.later(days=180)
    late = at(scene, stranger().post, page, OVEN)
    assert late.status_code == 422
    assert "has had its time" in late.content.decode()
    assert not Action.objects.exists()


def test_only_those_who_lead_are_offered_their_gestures(scene: World, box: Mailbox) -> None:
    action = scene.open(title="Dig a well")
    scene.vote(action, "for", "alice", "bob")
    delivering.tell(now=scene.now)
    scene.later(hours=8)
    delivering.tell(now=scene.now)
    assert "Say that it is done" in plain([mail for mail in box.to("alice") if "Accepted" in mail["Subject"]][-1])
    assert all("Say that it is done" not in plain(mail) for name in ("bob", "dana") for mail in box.to(name))
