"""An invitation by mail: asked for now, sent by the worker, tried again, given up where all can see; one link, whatever happens."""

import re
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine

from tests.support.mailbox import Mailbox, mail_server, path, plain, pointing_at
from tests.support.pages import Pages
from tests.support.people import world
from tests.support.visitors import stranger
from toutdoux.integrations import delivering
from toutdoux.integrations.commands import mail_invitation, want_nothing
from toutdoux.integrations.models import Delivery
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.queries import head
from toutdoux.members.commands import record_departure
from toutdoux.members.models import Invitation, Member
from toutdoux.operations.verify import verify

pytestmark = pytest.mark.django_db

PASSWORD = "quiet fireflies at dusk"


@pytest.fixture
def pages(db: None) -> Pages:
    return Pages(world())


def invite(pages: Pages, name: str = "bob") -> str:
    """Have the invitation of someone mailed, by Alice; return what their page says then."""
    address = f"members/{pages.scene.people[name].member_id}/"
    assert pages.post("alice", f"{address}invitation/", {"by": "mail"}).status_code == 302
    return pages.words("alice", address)


def page_of(pages: Pages, name: str = "bob") -> str:
    return pages.words("alice", f"members/{pages.scene.people[name].member_id}/")


def link(mail: EmailMessage) -> str:
    [found] = re.findall(r"^https?://[^/]+(/join/\S+)$", plain(mail), re.MULTILINE)
    return str(found)


def follow(pages: Pages, address: str, data: dict[str, str] | None = None) -> Any:
    """Open a link as its reader, or send the form behind it."""
    browser = stranger()
    with time_machine.travel(pages.scene.now, tick=False):
        return browser.post(address, data) if data else browser.get(address)


def test_it_works(pages: Pages, box: Mailbox) -> None:
    scene = pages.scene
    assert "Mail a link to bob@example.org" in page_of(pages)
    shown = invite(pages)
    assert "The invitation is on its way." in shown
    assert "The invitation leaves by mail" in shown
    assert box.mails == [], "nothing is sent while the one who invites waits"
    delivering.tell(now=scene.now)
    [mail] = box.to("bob")
    assert mail["Subject"] == "The Fireflies: your invitation"
    assert "Alice invites you to the pages where The Fireflies decides together." in plain(mail)
    assert mail.get_content_type() == "multipart/alternative"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert path(mail, "preferences")
    assert "The invitation left by mail" in page_of(pages)
    assert "Welcome, Bob" in follow(pages, link(mail)).content.decode()
    answers = {"email": "bob@example.org", "password": PASSWORD, "name": ""}
    assert follow(pages, link(mail), answers).status_code == 302
    assert Member.objects.get(id=scene.bob.member_id).account_id is not None
    assert "by mail" not in page_of(pages)


def test_its_secret_is_kept_nowhere(pages: Pages, box: Mailbox) -> None:
    invite(pages)
    delivering.tell(now=pages.scene.now)
    token = link(box.to("bob")[0]).split("/")[2]
    assert len(token) == 64
    kept = [*Delivery.objects.values_list(), *Invitation.objects.values_list()]
    assert token not in str(kept)


def test_a_server_that_is_away_is_tried_again_with_the_same_link_and_one_line_in_the_ledger(pages: Pages) -> None:
    scene = pages.scene
    with mail_server() as gone:
        port = gone.port
    with pointing_at(port):
        invite(pages)
        before = head(association_id=scene.association_id)
        delivering.tell(now=scene.now)
        assert "The server does not answer. It will be tried again." in page_of(pages)
    with mail_server() as box:
        delivering.tell(now=scene.later(minutes=2))
        Delivery.objects.update(state="claimed", claimed_until=scene.now, sent_at=None)
        delivering.tell(now=scene.later(minutes=1))
        first, second = box.to("bob")
        assert first["Message-ID"] == second["Message-ID"], "a mailbox that keeps one copy keeps one that works"
        assert link(first) == link(second)
        assert follow(pages, link(second)).status_code == 200
    assert head(association_id=scene.association_id) == before
    assert verify(association_id=scene.association_id, now=scene.now).sound


def test_what_was_tried_for_a_day_is_given_up_visibly(pages: Pages) -> None:
    with mail_server() as gone:
        port = gone.port
    with pointing_at(port):
        invite(pages)
        for _ in range(40):
            delivering.tell(now=pages.scene.now)
            pages.scene.later(hours=1)
        assert Delivery.objects.get().state == "given-up"
        assert "It was tried for a day, then given up." in page_of(pages)
        assert "Invitation" in pages.words("alice", "deliveries/")
        assert "Make a link to copy" in page_of(pages)


def test_an_address_that_is_refused_is_said(pages: Pages, box: Mailbox) -> None:
    box.answers["bob@example.org"] = "550 no such mailbox"
    invite(pages)
    delivering.tell(now=pages.scene.now)
    assert "The mail server answered 550. Trying again would not help: is the address right?" in page_of(pages)


def test_at_night_it_waits_for_the_morning(pages: Pages, box: Mailbox) -> None:
    pages.scene.later(hours=12)  # 22 h 30 in Paris
    assert "The invitation leaves by mail" in invite(pages)
    delivering.tell(now=pages.scene.now)
    assert box.mails == []
    delivering.tell(now=pages.scene.later(hours=10))
    assert len(box.to("bob")) == 1


def test_a_link_made_meanwhile_a_coming_or_a_leaving_leave_nothing_to_send(pages: Pages, box: Mailbox) -> None:
    scene = pages.scene
    for name in ("bob", "dana", "eli"):
        invite(pages, name)
    invite(pages, "dana")
    pages.post("alice", f"members/{scene.bob.member_id}/invitation/", {"by": "hand"})
    record_departure(actor=scene.alice, member_id=scene.eli.member_id, now=scene.now)
    delivering.tell(now=scene.now)
    assert [mail["To"] for mail in box.mails] == ["dana@example.org"]
    assert follow(pages, link(box.mails[0])).status_code == 200
    skipped = Delivery.objects.filter(state="skipped").values_list("member_id", "reason")
    assert sorted(skipped) == sorted((scene.people[name].member_id, "nothing-left") for name in ("bob", "dana", "eli"))


def test_who_asked_for_no_mail_gets_none(pages: Pages, box: Mailbox) -> None:
    invite(pages)
    want_nothing(member_id=pages.scene.bob.member_id, now=pages.scene.now)
    delivering.tell(now=pages.scene.now)
    assert box.mails == []
    assert "The invitation by mail has not arrived. No longer wanted." in page_of(pages)


@pytest.mark.parametrize(
    ("by", "to", "code"),
    [("charlie", "bob", "no-voting-right"), ("alice", "charlie", "mail-no-address"), ("alice", "", "unknown-member")],
)
def test_where_it_is_refused_no_link_is_made_that_nobody_would_be_sent(
    pages: Pages, by: str, to: str, code: str
) -> None:
    scene = pages.scene
    member_id = scene.people[to].member_id if to else world().bob.member_id
    with pytest.raises(Refused) as caught:
        mail_invitation(actor=scene.people[by], member_id=member_id, now=scene.now)
    assert [refusal.code for refusal in caught.value.refusals] == [code]
    assert not Delivery.objects.exists()
    assert not Invitation.objects.exists()
