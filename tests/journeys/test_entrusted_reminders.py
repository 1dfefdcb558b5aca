"""Elections to prepare and accesses to look at again, told once each, at the moment each person chose, with links that act."""

from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest
import time_machine

from tests.support.mailbox import Mailbox, path, plain
from tests.support.pages import words
from tests.support.people import World, world
from tests.support.visitors import stranger
from toutdoux.accesses.commands import answer_review, declare_access, declare_resource
from toutdoux.accesses.logic.ledger import State
from toutdoux.accesses.queries import accesses
from toutdoux.integrations import delivering
from toutdoux.integrations.commands import Wanted, change_preferences
from toutdoux.integrations.models import Delivery
from toutdoux.ledger.queries import head
from toutdoux.mandates.commands import lay_down, record_election
from toutdoux.members.commands import record_departure

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> World:
    return world()


def entrust(scene: World, name: str, code: str = "technical", *, days: int = 100) -> UUID:
    return record_election(
        actor=scene.alice,
        member_id=scene.people[name].member_id,
        code=code,
        starts_at=scene.now,
        ends_at=scene.now + timedelta(days=days),
        now=scene.now,
    )


def give_access(scene: World, name: str = "dana") -> UUID:
    resource_id = declare_resource(
        actor=scene.alice, sort="machine", level="critical", name="The server", review_months=6, now=scene.now
    )
    member_id = scene.people[name].member_id
    return declare_access(
        actor=scene.alice, resource_id=resource_id, member_id=member_id, purpose="Upgrades", now=scene.now
    )


def prefer(scene: World, name: str, **changed: object) -> None:
    wanted = {"way": "mail", "moment": "at-once", "hour": 18, "weekday": 4, "quiet_from": 21, "quiet_to": 8}
    chosen = Wanted(**(wanted | {"reminders": True} | changed))
    change_preferences(member_id=scene.people[name].member_id, wanted=chosen, now=scene.now)


def round_(scene: World) -> None:
    """Two rounds of the worker within a minute: what is told is told once."""
    delivering.tell(now=scene.now)
    delivering.tell(now=scene.later(minutes=1))


def about(box: Mailbox, name: str, word: str) -> list[EmailMessage]:
    return [mail for mail in box.to(name) if word in mail["Subject"]]


def test_it_works(scene: World, box: Mailbox) -> None:
    """The holder and the administrative representative are told 45 days before the end, once; nobody else is."""
    entrust(scene, "bob")
    entrust(scene, "dana", "administrative", days=300)
    scene.later(days=54)
    round_(scene)
    assert not box.mails
    scene.later(days=2)
    round_(scene)
    [mail], [other] = about(box, "bob", "an election to prepare"), about(box, "dana", "an election to prepare")
    assert "The mandate of Bob as technical representative ends in 43 days" in " ".join(plain(mail).split())
    assert "/mandates/election/?mandate=technical" in plain(other)
    scene.later(days=5)
    round_(scene)
    assert len(box.mails) == 2


def test_a_vacancy_is_told_to_everyone_who_votes_where_nobody_is_there_to_prepare(scene: World, box: Mailbox) -> None:
    mandate_id = entrust(scene, "bob")
    scene.later(days=1)
    lay_down(actor=scene.bob, mandate_id=mandate_id, now=scene.now)
    round_(scene)
    assert {mail["To"] for mail in box.mails} == {f"{name}@example.org" for name in ("alice", "bob", "dana", "eli")}
    assert "nobody is technical representative" in box.mails[0]["Subject"]


def test_who_was_elected_meanwhile_leaves_nothing_to_say(scene: World, box: Mailbox) -> None:
    prefer(scene, "bob", moment="daily")
    entrust(scene, "bob")
    scene.later(days=60)
    delivering.tell(now=scene.now)
    record_election(
        actor=scene.alice,
        member_id=scene.eli.member_id,
        code="technical",
        starts_at=scene.now + timedelta(days=40),
        ends_at=scene.now + timedelta(days=400),
        now=scene.now,
    )
    scene.later(hours=12)
    round_(scene)
    assert not about(box, "bob", "an election to prepare")
    assert Delivery.objects.filter(about="election", reason="nothing-left", member_id=scene.bob.member_id).exists()


def test_the_holder_of_an_access_answers_from_the_mail_and_the_link_opens_nothing_else(
    scene: World, box: Mailbox
) -> None:
    access_id = give_access(scene)
    scene.later(days=200)
    round_(scene)
    [mail] = about(box, "dana", "do you still need The server?")
    assert len(box.mails) == 1
    link, browser = path(mail, "access-review"), stranger()
    before = head(association_id=scene.association_id)
    with time_machine.travel(scene.now, tick=False):
        assert "I no longer need it" in words(browser.get(link))
        assert browser.post(link, {"answer": "perhaps"}).status_code == 200
        assert head(association_id=scene.association_id) == before
        assert browser.post(link, {"answer": "give-back"}).status_code == 302
        assert "This access is over." in words(browser.get(link))
        told = head(association_id=scene.association_id)
        browser.post(link, {"answer": "keep"})
        assert head(association_id=scene.association_id) == told
        assert browser.get(link.replace(scene.slug, world(slug="elsewhere").slug)).status_code == 404
    [row] = accesses(association_id=scene.association_id, at=scene.now)
    assert (row.id, row.state) == (access_id, State.TO_UNDO)


def test_it_is_asked_again_when_the_next_review_comes_and_not_before(scene: World, box: Mailbox) -> None:
    access_id = give_access(scene)
    for days, count in ((200, 1), (100, 1), (100, 2)):
        scene.later(days=days)
        round_(scene)
        assert len(about(box, "dana", "do you still need")) == count
        if days == 200:
            answer_review(actor=scene.dana, access_id=access_id, kept=True, now=scene.now)


def test_the_moment_is_the_one_each_chose_and_who_wants_none_gets_none(scene: World, box: Mailbox) -> None:
    for name in ("dana", "bob", "eli"):
        give_access(scene, name)
    scene.later(days=200)
    prefer(scene, "dana", moment="daily")
    prefer(scene, "bob", reminders=False)
    prefer(scene, "eli", way="none")
    round_(scene)
    assert not box.mails
    scene.later(hours=9)
    round_(scene)
    assert [mail["To"] for mail in box.mails] == ["dana@example.org"]


def test_who_left_is_asked_nothing(scene: World, box: Mailbox) -> None:
    give_access(scene)
    prefer(scene, "dana", moment="daily")
    scene.later(days=200)
    delivering.tell(now=scene.now)
    record_departure(actor=scene.dana, member_id=scene.dana.member_id, now=scene.later(minutes=1))
    scene.later(hours=12)
    round_(scene)
    assert not box.to("dana")


def test_who_has_no_address_is_shown_as_such(scene: World, box: Mailbox) -> None:
    give_access(scene, "charlie")
    scene.later(days=200)
    round_(scene)
    [row] = Delivery.objects.filter(about="review")
    assert (row.state, row.reason) == ("skipped", "no-address")
