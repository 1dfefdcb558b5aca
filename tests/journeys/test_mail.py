"""From mail alone: told, voting by the link, told the outcome. On a real mail server, with mails read back."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.support.mailbox import Mailbox, path, plain, rich
from tests.support.people import World, world
from tests.support.visitors import stranger
from toutdoux.accounts.models import Session
from toutdoux.decisions import commands
from toutdoux.decisions.models import Ballot
from toutdoux.integrations import delivering
from toutdoux.ledger.queries import head
from toutdoux.members.commands import record_departure

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> World:
    return world()


def at(scene: World, call: Any, *arguments: Any, **more: Any) -> Any:
    with time_machine.travel(scene.now, tick=False):
        return call(*arguments, **more)


def press(scene: World, browser: Client, link: str, choice: str, **more: str) -> Any:
    return at(scene, browser.post, link, {"choice": choice, "idempotency_key": f"k-{choice}", **more})


def link_of(scene: World, box: Mailbox, name: str = "bob") -> str:
    delivering.tell(now=scene.now)
    return path([mail for mail in box.to(name) if scene.slug in plain(mail)][-1], "mail-vote")


def test_it_works(scene: World, box: Mailbox) -> None:
    scene.open(text="A shed, a list, a lock.")
    browser = stranger()
    link = link_of(scene, box)
    shown = at(scene, browser.get, link)
    assert b"A shed, a list, a lock." in shown.content
    assert press(scene, browser, link, "for").status_code == 302
    assert "You voted For" in at(scene, browser.get, link).content.decode()
    [ballot] = Ballot.objects.all()
    assert (ballot.seat.member_id, ballot.choice, ballot.door) == (scene.bob.member_id, "for", "mail")
    # Dana votes from her mail too: half of the council, and Alice, who leads, is told.
    press(scene, stranger(), path(box.to("dana")[0], "mail-vote"), "for")
    delivering.tell(now=scene.later(minutes=1))
    [outcome] = [mail for mail in box.to("alice") if "Accepted" in mail["Subject"]]
    assert "2 of the 4 council members voted for, half is enough (art. " in " ".join(plain(outcome).split())
    # At six in the evening the others find it in their digest.
    delivering.tell(now=scene.later(hours=8))
    assert "Accepted on 10 March at 10:30" in plain(box.to("bob")[-1])


def test_both_forms_of_a_mail_say_the_same_with_the_bar_and_what_silence_does(scene: World, box: Mailbox) -> None:
    scene.open(title="Open a <b>tool</b> library", text="A shed & a lock.")
    delivering.tell(now=scene.now)
    [mail] = box.to("bob")
    assert mail["Subject"] == "The Fireflies: P26-E1, Open a <b>tool</b> library"
    assert mail["From"] == '"The Fireflies" <toutdoux@127.0.0.1>' or "The Fireflies" in mail["From"]
    assert mail.get_content_type() == "multipart/alternative"
    for sentence in ("○○┃○○", "half: 2 of 4", "Without another vote, the action passes on Friday 20 March at 10:30."):
        assert sentence in plain(mail)
        assert sentence in rich(mail)
    assert "> A shed & a lock." in plain(mail)
    assert "A shed &amp; a lock." in rich(mail)
    assert "<b>tool" not in rich(mail)
    assert "<img" not in rich(mail)
    assert path(mail, "mail-vote") in rich(mail)


def test_the_headers_let_a_program_stop_mails_with_one_click(scene: World, box: Mailbox) -> None:
    scene.open()
    delivering.tell(now=scene.now)
    [mail] = box.to("bob")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip().startswith(f"<https://votes.example.org/a/{scene.slug}/unsubscribe/")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].strip().endswith("@votes.example.org>")


def test_an_association_that_speaks_french_is_written_to_in_french(scene: World, box: Mailbox) -> None:
    from toutdoux.associations.models import Association

    Association.objects.filter(id=scene.association_id).update(language="fr")
    scene.open()
    delivering.tell(now=scene.now)
    text = " ".join(plain(box.to("bob")[0]).split())
    assert "Sans autre vote, l’action passe vendredi 20 mars à 10 h 30." in text.replace("\u202f", " ").replace(
        "\xa0", " "
    )
    assert "Voter : Pour, Contre ou Blanc" in text.replace("\u202f", " ").replace("\xa0", " ")


def test_opening_the_link_changes_nothing_however_often(scene: World, box: Mailbox) -> None:
    scene.open()
    link = link_of(scene, box)
    before = head(association_id=scene.association_id)
    for _ in range(3):
        for method in ("get", "head", "options"):
            at(scene, getattr(Client(), method), link)
    assert head(association_id=scene.association_id) == before
    assert not Ballot.objects.exists()


def test_the_link_signs_nobody_in(scene: World, box: Mailbox) -> None:
    scene.open()
    link = link_of(scene, box)
    browser = stranger()
    at(scene, browser.get, link)
    press(scene, browser, link, "for")
    assert not Session.objects.exists()
    assert "toutdoux" not in browser.cookies
    for elsewhere in ("", "members/", "preferences/", "deliveries/", "actions/P26-E1/"):
        assert at(scene, browser.get, f"/a/{scene.slug}/{elsewhere}")["Location"].startswith("/sign-in/")


def test_a_vote_is_changed_by_the_same_link_and_one_counts(scene: World, box: Mailbox) -> None:
    action = scene.open()
    link = link_of(scene, box)
    press(scene, stranger(), link, "against", reason="Too loud")
    press(scene, stranger(), link, "for")
    press(scene, stranger(), link, "for")
    assert [b.choice for b in Ballot.objects.filter(counting=True)] == ["for"]
    assert Ballot.objects.count() == 2
    # Another door, the same vote: the last one counts.
    scene.vote(action, "blank", "bob")
    assert [b.choice for b in Ballot.objects.filter(counting=True)] == ["blank"]


def test_the_link_ends_with_the_vote(scene: World, box: Mailbox) -> None:
    scene.open()
    link = link_of(scene, box)
    scene.later(days=10)
    assert at(scene, stranger().get, link).status_code == 422
    answer = press(scene, stranger(), link, "for")
    assert "This vote is over" in answer.content.decode()
    assert not Ballot.objects.exists()


def test_the_link_of_who_leaves_is_revoked(scene: World, box: Mailbox) -> None:
    scene.open()
    link = link_of(scene, box)
    record_departure(actor=scene.bob, member_id=scene.bob.member_id, now=scene.now)
    for answer in (at(scene, stranger().get, link), press(scene, stranger(), link, "for")):
        assert "has left" in answer.content.decode()
    assert not Ballot.objects.exists()


def test_the_link_is_for_one_version_of_the_text(scene: World, box: Mailbox) -> None:
    action = scene.open()
    link = link_of(scene, box)
    commands.amend_action(
        actor=scene.alice, action_id=action.id, title="A smaller library", text="", now=scene.later(hours=1)
    )
    shown = at(scene, stranger().get, link).content.decode()
    assert "The text has changed since this mail" in shown
    assert 'name="choice"' not in shown
    assert press(scene, stranger(), link, "for", version="2").status_code == 422
    assert not Ballot.objects.exists()
    again = link_of(scene, box)
    assert again != link
    assert press(scene, stranger(), again, "for").status_code == 302


def test_a_link_is_for_its_association_alone(scene: World, box: Mailbox) -> None:
    other = world()
    scene.open()
    other.open()
    link = link_of(scene, box)
    moved = link.replace(scene.slug, other.slug)
    assert at(scene, stranger().get, moved).status_code == 404
    assert press(scene, stranger(), moved, "for").status_code == 404
    assert at(scene, stranger().get, link[:-6] + "wrong/").status_code == 404
    assert not Ballot.objects.exists()


def test_what_is_not_a_choice_is_refused_in_a_sentence(scene: World, box: Mailbox) -> None:
    scene.open()
    link = link_of(scene, box)
    answer = press(scene, stranger(), link, "perhaps")
    assert answer.status_code == 422
    assert "Your vote was not taken." in answer.content.decode()


def test_the_secret_of_a_link_is_not_kept(scene: World, box: Mailbox) -> None:
    from toutdoux.integrations.models import VoteLink

    scene.open()
    token = link_of(scene, box).rstrip("/").rsplit("/", 1)[1]
    assert not VoteLink.objects.filter(token_digest=token).exists()
    assert len(token) >= 43


def test_a_post_from_another_site_is_refused(scene: World, box: Mailbox) -> None:
    scene.open()
    link = link_of(scene, box)
    assert at(scene, Client(enforce_csrf_checks=True).post, link, {"choice": "for"}).status_code == 403
    assert not Ballot.objects.exists()


def test_an_objection_reaches_those_who_lead_with_its_words(scene: World, box: Mailbox) -> None:
    action = scene.open()
    scene.vote(action, "against", "bob", reason="The noise\nat night")
    delivering.tell(now=scene.now)
    [mail] = [mail for mail in box.to("alice") if "objection" in mail["Subject"]]
    assert "Bob voted Against and says why:" in plain(mail)
    assert "> The noise\n> at night" in plain(mail).replace("\r", "")


def test_a_reminder_says_what_silence_will_do(scene: World, box: Mailbox) -> None:
    scene.open()
    delivering.tell(now=scene.now)
    scene.now += timedelta(days=8, minutes=1)
    delivering.tell(now=scene.now)
    reminder = box.to("bob")[-1]
    assert reminder["Subject"].startswith("The Fireflies: P26-E1 ends soon")
    assert "Without another vote, the action passes on Friday 20 March at 10:30." in plain(reminder)
    assert press(scene, stranger(), path(reminder, "mail-vote"), "against").status_code == 302


def test_a_title_cannot_smuggle_a_header(scene: World, box: Mailbox) -> None:
    scene.open(title="A\nBcc: everyone@example.org")
    delivering.tell(now=scene.now)
    [mail] = box.to("bob")
    assert mail["Bcc"] is None


def test_a_counter_vote_says_what_for_means(scene: World, box: Mailbox) -> None:
    counter = scene.counter(scene.open(kind="ordinary"))
    delivering.tell(now=scene.now)
    [mail] = box.to("dana")
    assert str(scene.page(counter).row.reference) in mail["Subject"]
    assert "To vote for is to annul P26-O1." in plain(mail)
