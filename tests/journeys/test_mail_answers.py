"""Answering a mail, on a real SMTP server and a real IMAP server: the words join the discussion, as their author's, once."""

from email.message import EmailMessage
from typing import Any

import pytest
import time_machine

from tests.support.imap_server import ADDRESS, DOVECOT, WHY_NOT, ImapServer, imap_server
from tests.support.mailbox import Mailbox, plain
from tests.support.pages import words
from tests.support.people import World, world
from tests.support.visitors import visitor
from toutdoux.integrations import delivering
from toutdoux.integrations.mail import listening
from toutdoux.integrations.mail.listening import look
from toutdoux.integrations.mail.receiving import Received, receive
from toutdoux.integrations.models import Delivery
from toutdoux.ledger.queries import head
from toutdoux.members.commands import record_departure

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> World:
    return world()


@pytest.fixture(autouse=True)
def mailbox_named(settings: Any) -> None:
    """Name a mailbox; the tests that read it start its server."""
    settings.TOUTDOUX_IMAP = {"host": "127.0.0.1"}
    settings.TOUTDOUX_IMAP_ADDRESS = ADDRESS


def told(scene: World, box: Mailbox, name: str = "bob") -> EmailMessage:
    """Send what is due; return the last mail to someone."""
    delivering.tell(now=scene.now)
    return box.to(name)[-1]


def answer(mail: EmailMessage, text: str, *, sender: str = "Bob <bob@example.org>", **headers: str) -> EmailMessage:
    """Write what a mail program sends when its person answers: their words above what they answer."""
    written = EmailMessage()
    written["From"], written["To"] = sender, mail["Reply-To"]
    written["Subject"] = f"Re: {mail['Subject']}"
    written["Message-ID"] = "<answer-1@mail.example.org>"
    written["In-Reply-To"] = mail["Message-ID"].strip()
    written["References"] = mail["Message-ID"].strip()
    for name, value in headers.items():
        written[name.replace("_", "-")] = value
    quoted = "\n".join(f"> {line}" for line in plain(mail).splitlines())
    written.set_content(f"{text}\n\nOn Tuesday, The Fireflies wrote:\n{quoted}\n\n-- \nBob\n")
    return written


def returned(mail: EmailMessage, *, action: str = "failed", status: str = "5.1.1", headers_only: bool = False) -> bytes:
    """Write what a mail server sends back (RFC 3464)."""
    given_back = f"Message-ID: {mail['Message-ID'].strip()}\nSubject: A vote opens\n"
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@example.org\nTo: {ADDRESS}\nAuto-Submitted: auto-replied\n"
        "Subject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nI am sorry to have to inform you...\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; example.org\n\n"
        f"Final-Recipient: rfc822; {mail['To']}\nAction: {action}\nStatus: {status}\n\n"
        f"--b\nContent-Type: {kind}\n\n{given_back}\nA shed.\n--b--\n"
    ).encode()


def said(scene: World, action: Any) -> list[tuple[str, str, str]]:
    return [(row.name, row.text, row.source) for row in scene.page(action).discussion]


@pytest.mark.skipif(DOVECOT is None, reason=WHY_NOT)
def test_it_works(scene: World, box: Mailbox) -> None:
    with imap_server() as imap:
        action = scene.open(title="Open a tool library")
        mail = told(scene, box)
        assert mail["Reply-To"] == ADDRESS
        assert "your words join the discussion" in " ".join(plain(mail).split())
        imap.deliver(answer(mail, "The door is narrow.\n\nShall we measure it?").as_bytes())
        scene.later(minutes=5)
        assert look(now=scene.now) == {Received.POSTED: 1}
        assert said(scene, action) == [("Bob", "The door is narrow.\n\nShall we measure it?", "mail")]
        assert imap.flags() == [("\\Seen",)]
        assert not look(now=scene.now)
        # The same mail, delivered twice by servers that do so, is one remark.
        imap.deliver(answer(mail, "The door is narrow.\n\nShall we measure it?").as_bytes())
        look(now=scene.now)
        assert len(said(scene, action)) == 1
        # And what comes back is seen where deliveries are.
        imap.deliver(returned(mail))
        assert look(now=scene.now) == {Received.BOUNCED: 1}
        assert Delivery.objects.get(member_id=scene.bob.member_id, about="opened").error == "bounce-5.1.1"


@pytest.mark.skipif(DOVECOT is None, reason=WHY_NOT)
def test_a_mail_that_makes_us_fail_stays_flagged_and_holds_up_no_other(
    scene: World, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with imap_server() as imap:
        action = scene.open()
        mail = told(scene, box)
        imap.deliver(b"Subject: poison\r\n\r\nx")
        imap.deliver(answer(mail, "And me").as_bytes())

        def fragile(*, raw: bytes, now: Any) -> Received:
            if b"poison" in raw:
                raise ValueError("poison")
            return receive(raw=raw, now=now)

        monkeypatch.setattr(listening, "receive", fragile)
        look(now=scene.now)
        assert imap.flags() == [("\\Flagged", "\\Seen"), ("\\Seen",)]
        assert [text for _, text, _ in said(scene, action)] == ["And me"]


@pytest.mark.skipif(DOVECOT is None, reason=WHY_NOT)
def test_what_is_too_large_is_not_even_fetched(scene: World, box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    with imap_server() as imap:
        action = scene.open()
        mail = told(scene, box)
        monkeypatch.setattr(listening, "MOST_BYTES", 200)
        imap.deliver(answer(mail, "x" * 300).as_bytes())
        assert look(now=scene.now) == {Received.TOO_LARGE: 1}
        assert said(scene, action) == []


def test_an_answer_to_a_digest_of_several_actions_is_sent_back_with_why(scene: World, box: Mailbox) -> None:
    first, second = scene.open(kind="ordinary"), scene.open(kind="ordinary")
    delivering.tell(now=scene.now)
    scene.later(hours=8)
    mail = told(scene, box)
    assert receive(raw=answer(mail, "I agree").as_bytes(), now=scene.now) is Received.NOT_POSTED
    assert said(scene, first) == said(scene, second) == []
    back = box.to("bob")[-1]
    assert back["Subject"] == "Your answer was not posted"
    assert "we cannot tell which one you mean" in " ".join(back.get_content().split())


def test_an_answer_without_words_is_sent_back_with_why(scene: World, box: Mailbox) -> None:
    action = scene.open()
    mail = told(scene, box)
    assert receive(raw=answer(mail, "").as_bytes(), now=scene.now) is Received.NOT_POSTED
    assert said(scene, action) == []
    assert "There is nothing written yet" in " ".join(box.to("bob")[-1].get_content().split())


def test_files_are_left_out_and_it_is_said(scene: World, box: Mailbox) -> None:
    action = scene.open()
    written = answer(told(scene, box), "Here is the plan.")
    written.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan.pdf")
    written.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="door.png")
    assert receive(raw=written.as_bytes(), now=scene.now) is Received.POSTED
    assert said(scene, action) == [
        ("Bob", "Here is the plan.\n\n*(2 files joined to this mail were left out.)*", "mail")
    ]


def test_a_mail_in_html_alone_is_read_and_nothing_of_it_runs(scene: World, box: Mailbox) -> None:
    action = scene.open()
    written = answer(told(scene, box), "x")
    written.set_content(
        "<head><style>p {color: red}</style></head><p>I <b>agree</b></p><script>alert(1)</script>"
        "<p>&lt;img src=x onerror=alert(1)&gt;</p><div>On Tuesday, The Fireflies wrote:</div>"
        "<blockquote><p>A shed</p></blockquote>",
        subtype="html",
    )
    receive(raw=written.as_bytes(), now=scene.now)
    [(_, text, _)] = said(scene, action)
    assert text == "I agree\n<img src=x onerror=alert(1)>"
    browser = visitor(scene, "alice")
    with time_machine.travel(scene.now, tick=False):
        page = browser.get(f"/a/{scene.slug}/actions/P26-E1/").content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (vacation)"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<list.example.org>"},
        {"Return_Path": "<>"},
    ],
    ids=str,
)
def test_what_machines_send_is_left_alone_and_never_answered(
    scene: World, box: Mailbox, headers: dict[str, str]
) -> None:
    action = scene.open()
    mail = told(scene, box)
    sent = len(box.mails)
    assert receive(raw=answer(mail, "I am away", **headers).as_bytes(), now=scene.now) is Received.AUTOMATIC
    assert said(scene, action) == []
    assert len(box.mails) == sent


def test_nobody_speaks_for_another(scene: World, box: Mailbox) -> None:
    """A forwarded mail carries its name along: whoever answers it is not the member it was sent to."""
    action = scene.open()
    mail = told(scene, box)
    before = head(association_id=scene.association_id)
    for sender in ("eve@example.org", "Bob <dana@example.org>", "", "bob@example.org.evil.example"):
        assert receive(raw=answer(mail, "I am Bob", sender=sender).as_bytes(), now=scene.now) is Received.STRANGER
    assert said(scene, action) == []
    assert head(association_id=scene.association_id) == before


def test_a_name_that_was_not_given_opens_nothing(scene: World, box: Mailbox) -> None:
    action = scene.open()
    mail = told(scene, box)
    number, seal = mail["Message-ID"].strip("<> \n").split("@")[0].split(".")
    others = Delivery.objects.exclude(id=int(number)).first()
    for forged in (f"<{others.id}.{seal}@votes.example.org>", f"<{number}.{'0' * 32}@votes.example.org>", "<x@y>", ""):
        written = answer(mail, "Forged")
        for name in ("In-Reply-To", "References"):
            del written[name]
            written[name] = forged
        assert receive(raw=written.as_bytes(), now=scene.now) is Received.UNKNOWN
    assert said(scene, action) == []


def test_who_has_left_is_told_that_it_was_not_posted(scene: World, box: Mailbox) -> None:
    action = scene.open()
    mail = told(scene, box)
    record_departure(actor=scene.bob, member_id=scene.bob.member_id, now=scene.now)
    assert receive(raw=answer(mail, "Still here").as_bytes(), now=scene.now) is Received.NOT_POSTED
    assert said(scene, action) == []


def test_an_answer_after_the_decision_joins_it_too_and_votes_for_nobody(scene: World, box: Mailbox) -> None:
    action = scene.open()
    mail = told(scene, box, "dana")
    scene.vote(action, "for", "alice", "bob")
    tally = scene.page(action).row.tally
    receive(raw=answer(mail, "For! I vote for.", sender="dana@example.org").as_bytes(), now=scene.later(days=1))
    assert [name for name, _, _ in said(scene, action)] == ["Dana"]
    assert scene.page(action).row.tally == tally


@pytest.mark.parametrize("headers_only", [False, True])
def test_a_mail_that_came_back_is_shown_to_those_who_see_deliveries_and_to_its_member(
    scene: World, box: Mailbox, headers_only: bool
) -> None:
    scene.open()
    mail = told(scene, box)
    raw = returned(mail, headers_only=headers_only)
    assert receive(raw=raw, now=scene.now) is Received.BOUNCED
    receive(raw=raw, now=scene.now)
    assert Delivery.objects.filter(state="failed", error="bounce-5.1.1").count() == 1
    browsers = {name: visitor(scene, name) for name in ("alice", "bob")}
    with time_machine.travel(scene.now, tick=False):
        deliveries = words(browsers["alice"].get(f"/a/{scene.slug}/deliveries/"))
        mine = words(browsers["bob"].get(f"/a/{scene.slug}/preferences/"))
    assert "The mail came back (5.1.1)." in deliveries
    assert "The mail came back (5.1.1)." in mine


def test_a_mail_that_is_only_late_has_not_come_back(scene: World, box: Mailbox) -> None:
    scene.open()
    mail = told(scene, box)
    receive(raw=returned(mail, action="delayed", status="4.4.1"), now=scene.now)
    assert not Delivery.objects.filter(state="failed").exists()


def test_a_forged_failure_stops_nothing(scene: World, box: Mailbox) -> None:
    scene.open()
    mail = told(scene, box)
    del mail["Message-ID"]
    mail["Message-ID"] = f"<{Delivery.objects.first().id}.{'0' * 32}@votes.example.org>"
    assert receive(raw=returned(mail), now=scene.now) is Received.UNKNOWN
    assert not Delivery.objects.filter(state="failed").exists()


def test_the_envelope_says_where_failures_go_and_the_mail_who_writes(scene: World, box: Mailbox) -> None:
    scene.open()
    mail = told(scene, box)
    assert box.senders[-1] == ADDRESS
    assert mail["From"] == "The Fireflies <toutdoux@127.0.0.1>"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff",
        b"From: \r\nMessage-ID: <\r\n\r\n",
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain; charset=nothing\r\n\r\n\xff\r\n",
        b'Content-Type: text/plain; charset="utf-8\r\nFrom: =?x?y?z?=\r\nReferences: '
        + b"<a@b> " * 5000
        + b"\r\n\r\nx",
    ],
)
def test_a_malformed_mail_is_nobodys(db: None, raw: bytes) -> None:
    assert receive(raw=raw, now=world().now) in {Received.UNKNOWN, Received.AUTOMATIC}


def test_a_mail_that_is_too_large_is_not_read(db: None) -> None:
    assert receive(raw=b"x" * (10 * 1024 * 1024 + 1), now=world().now) is Received.TOO_LARGE


def test_a_mailbox_that_is_away_is_no_more_than_a_line_in_the_log(settings: Any) -> None:
    settings.TOUTDOUX_IMAP = ImapServer(port=9).settings()
    with pytest.raises(OSError, match="refused"):
        look(now=world().now)


def test_without_a_mailbox_mails_ask_for_no_answer(scene: World, box: Mailbox, settings: Any) -> None:
    settings.TOUTDOUX_IMAP, settings.TOUTDOUX_IMAP_ADDRESS = {}, ""
    scene.open()
    mail = told(scene, box)
    assert mail["Reply-To"] is None
    assert "join the discussion" not in " ".join(plain(mail).split())
