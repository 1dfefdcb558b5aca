"""One page of preferences per person, by session or by the link of a mail; and what was sent, shown to whom it may be."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.support.mailbox import Mailbox, path
from tests.support.people import World, world
from tests.support.visitors import stranger, visitor
from toutdoux.associations.queries import access_association
from toutdoux.integrations import delivering
from toutdoux.integrations.logic.words import Moment, Way
from toutdoux.integrations.models import Preference
from toutdoux.integrations.queries import preference, preference_token
from toutdoux.ledger.queries import head
from toutdoux.mandates.commands import record_election
from toutdoux.members.commands import record_departure

pytestmark = pytest.mark.django_db

WISH = {
    "way": "mail",
    "moment": "weekly",
    "hour": "7",
    "weekday": "2",
    "quiet_from": "22",
    "quiet_to": "6",
    "zone": "America/Montreal",
    "reminders": "on",
}


@pytest.fixture
def scene(db: None) -> World:
    return world()


def ask(scene: World, browser: Client, method: str, address: str, data: dict[str, str] | None = None) -> Any:
    url = address if address.startswith("/") else f"/a/{scene.slug}/{address}"
    with time_machine.travel(scene.now, tick=False):
        return getattr(browser, method)(url, data or {})


def wanted(scene: World, name: str) -> Any:
    return preference(
        association=access_association(slug=scene.slug), member_id=scene.people[name].member_id, now=scene.now
    )


def token(scene: World, name: str = "bob") -> str:
    return preference_token(member_id=scene.people[name].member_id)


def test_it_works(scene: World) -> None:
    bob = visitor(scene, "bob")
    assert b"What is sent to me" in ask(scene, bob, "get", "preferences/").content
    assert ask(scene, bob, "post", "preferences/", WISH).status_code == 302
    found = wanted(scene, "bob")
    assert (found.moment, found.hour, found.weekday, found.quiet_from) == (Moment.WEEKLY, 7, 2, 22)
    assert found.zone.key == "America/Montreal"
    assert wanted(scene, "dana").moment is Moment.AT_ONCE


@pytest.mark.parametrize(
    "wrong",
    [{"way": "pigeon"}, {"hour": "24"}, {"moment": ""}, {"weekday": "7"}, {"zone": "Moon/Tycho"}, {"quiet_to": "-1"}],
)
def test_what_is_not_a_choice_is_refused_and_nothing_changes(scene: World, wrong: dict[str, str]) -> None:
    bob = visitor(scene, "bob")
    assert ask(scene, bob, "post", "preferences/", WISH | wrong).status_code == 422
    assert not Preference.objects.exists()


def test_the_chat_is_offered_only_where_there_is_one(scene: World) -> None:
    bob = visitor(scene, "bob")
    assert ask(scene, bob, "post", "preferences/", WISH | {"way": "chat"}).status_code == 422


def test_what_was_sent_is_shown_with_its_reason_to_its_reader_alone(scene: World, box: Mailbox) -> None:
    scene.open()
    delivering.tell(now=scene.now)
    shown = ask(scene, visitor(scene, "bob"), "get", "preferences/").content.decode()
    assert "A vote opens" in shown
    assert "P26-E1" in shown
    assert "Sent to every seat of the council that decides on this action." in shown
    assert "A vote opens" not in ask(scene, visitor(scene, "alice"), "get", "preferences/").content.decode()


def test_the_link_in_a_mail_opens_the_form_and_nothing_else(scene: World, box: Mailbox) -> None:
    scene.open()
    delivering.tell(now=scene.now)
    link = path(box.to("bob")[0], "preferences")
    browser = stranger()
    shown = ask(scene, browser, "get", link).content.decode()
    assert "For Bob, at bob@example.org." in shown
    assert "P26-E1" not in shown
    assert ask(scene, browser, "post", link, WISH).status_code == 302
    assert wanted(scene, "bob").moment is Moment.WEEKLY
    assert ask(scene, browser, "get", "preferences/")["Location"].startswith("/sign-in/")


def test_one_click_stops_mails_and_changes_nothing_else(scene: World, box: Mailbox) -> None:
    scene.open()
    delivering.tell(now=scene.now)
    before = head(association_id=scene.association_id)
    url = box.to("bob")[0]["List-Unsubscribe"].strip(" <>").removeprefix("https://votes.example.org")
    program = Client(enforce_csrf_checks=True)
    assert ask(scene, program, "post", url, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert wanted(scene, "bob").way is Way.NONE
    assert wanted(scene, "bob").reminders
    assert head(association_id=scene.association_id) == before
    scene.open(title="Another")
    delivering.tell(now=scene.later(minutes=1))
    assert len(box.to("bob")) == 1


def test_looking_ahead_at_the_link_unsubscribes_nobody(scene: World) -> None:
    for method in ("get", "head"):
        assert ask(scene, Client(), method, f"unsubscribe/{token(scene)}/").status_code == 302
    assert ask(scene, Client(), "post", f"unsubscribe/{token(scene)}/", {"x": "y"}).status_code == 302
    assert not Preference.objects.exists()


def test_the_token_opens_no_vote_and_a_vote_no_preferences(scene: World, box: Mailbox) -> None:
    scene.open()
    delivering.tell(now=scene.now)
    vote = path(box.to("bob")[0], "mail-vote").rstrip("/").rsplit("/", 1)[1]
    assert ask(scene, stranger(), "post", f"mail-vote/{token(scene)}/", {"choice": "for"}).status_code == 404
    assert ask(scene, stranger(), "post", f"preferences/{vote}/", WISH).status_code == 404
    assert ask(scene, stranger(), "post", f"unsubscribe/{vote}/", {"List-Unsubscribe": "One-Click"}).status_code == 404


def test_a_token_of_another_association_or_a_forged_one_opens_nothing(scene: World) -> None:
    other = world()
    good = token(other)
    for bad in (good, token(scene)[:-2] + "xx", "nothing"):
        assert ask(scene, stranger(), "get", f"preferences/{bad}/").status_code == 404
        assert ask(scene, stranger(), "post", f"preferences/{bad}/", WISH).status_code == 404
    assert not Preference.objects.exists()


def test_the_token_of_who_left_no_longer_works(scene: World) -> None:
    record_departure(actor=scene.bob, member_id=scene.bob.member_id, now=scene.now)
    assert ask(scene, stranger(), "post", f"preferences/{token(scene)}/", WISH).status_code == 422
    assert not Preference.objects.exists()


def test_what_did_not_arrive_is_shown_with_its_reason_to_those_who_vote_where_nobody_holds_the_mandate(
    scene: World, box: Mailbox
) -> None:
    box.answers["bob@example.org"] = "550 no such mailbox"
    scene.open()
    delivering.tell(now=scene.now)
    shown = ask(scene, visitor(scene, "alice"), "get", "deliveries/").content.decode()
    assert "The mail server answered 550. Trying again would not help: is the address right?" in shown
    assert "Bob" in shown
    assert "bob@example.org" not in shown
    assert ask(scene, visitor(scene, "charlie"), "get", "deliveries/").status_code == 422


def mandate(scene: World, name: str) -> None:
    record_election(
        actor=scene.alice,
        member_id=scene.people[name].member_id,
        code="administrative",
        starts_at=scene.now - timedelta(days=1),
        ends_at=scene.now + timedelta(days=200),
        now=scene.now,
    )


def test_the_administrative_representative_alone_is_shown_what_did_not_arrive_and_each_what_was_for_them(
    scene: World, box: Mailbox
) -> None:
    mandate(scene, "charlie")
    box.answers["bob@example.org"] = "550 no such mailbox"
    scene.open()
    delivering.tell(now=scene.now)
    charlie = visitor(scene, "charlie")
    assert "The mail server answered 550." in ask(scene, charlie, "get", "deliveries/").content.decode()
    assert "1 message of these last days did not arrive." in ask(scene, charlie, "get", "").content.decode()
    assert "deliveries/" in ask(scene, charlie, "get", "preferences/").content.decode()
    for name in ("alice", "bob", "dana"):
        browser = visitor(scene, name)
        refused = ask(scene, browser, "get", "deliveries/")
        assert refused.status_code == 422
        assert "administrative mandate" in refused.content.decode()
        assert "550" not in ask(scene, browser, "get", "").content.decode()
        mine = ask(scene, browser, "get", "preferences/").content.decode()
        assert ("The mail server answered 550." in mine) is (name == "bob")
        assert "deliveries/" not in mine
    scene.later(days=8)
    assert "did not arrive" not in ask(scene, charlie, "get", "").content.decode()


def test_an_installation_without_mail_server_says_so(scene: World) -> None:
    shown = ask(scene, visitor(scene, "alice"), "get", "deliveries/").content.decode()
    assert "Nothing leaves: this installation names no mail server." in shown
