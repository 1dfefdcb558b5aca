"""An organisation votes through any of those who represent it, by every door: one vote, the last ballot, said for whom."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine

from tests.support.chatting import Talk, talking
from tests.support.mailbox import Mailbox, path
from tests.support.pages import Pages, words
from tests.support.people import World, world
from tests.support.visitors import stranger
from toutdoux.decisions.models import Action, Ballot
from toutdoux.integrations import delivering
from toutdoux.kernel.people import Actor
from toutdoux.ledger.logic.chain import read_data
from toutdoux.ledger.queries import entries
from toutdoux.members.commands import NewPerson, add_member, name_representative
from toutdoux.operations.verify import verify

pytestmark = pytest.mark.django_db


def organisation(scene: World, name: str, *representatives: str) -> None:
    """Enter an organisation that votes, represented by some of the cast."""
    member_id = add_member(actor=scene.alice, person=NewPerson(name=name, organisation=True), now=scene.now)
    scene.people[name] = Actor(association_id=scene.association_id, member_id=member_id)
    for one in representatives:
        name_representative(
            actor=scene.alice, organisation_id=member_id, person_id=scene.people[one].member_id, now=scene.now
        )
    granted = scene.grant(to=name)
    scene.vote(granted, "for", "alice", "bob", "dana")
    scene.later(minutes=1)


@pytest.fixture
def scene(db: None) -> World:
    found = world()
    organisation(found, "The Bees", "bob", "charlie")
    return found


def cast(scene: World, action: Action, name: str = "The Bees") -> list[tuple[str, bool]]:
    rows = Ballot.objects.filter(seat__version__action=action, seat__member_id=scene.people[name].member_id)
    return [(row.choice, row.counting) for row in rows.order_by("id")]


def asked(box: Mailbox, name: str) -> EmailMessage:
    return next(mail for mail in box.to(name) if "E2" in mail["Subject"])


def by_whom(scene: World) -> Any:
    told = [entry for entry in entries(association_id=scene.association_id) if entry.kind == "ballot.cast"]
    return read_data(told[-1].data).get("by")


def test_it_works(scene: World) -> None:
    """From the page of the action: Bob for himself and for the Bees, then Charlie, who has no seat, for the Bees."""
    action, pages = scene.open(), Pages(scene)
    reference = "P26-E2"
    shown = pages.words("bob", f"actions/{reference}/")
    assert "The vote of The Bees" in shown
    address = f"members/{scene.people['The Bees'].member_id}/votes/{reference}/"
    form = {"choice": "for", "version": "1", "idempotency_key": "one", "next": f"/a/{scene.slug}/actions/{reference}/"}
    answer = pages.post("bob", address, form)
    assert answer["Location"].endswith(f"/actions/{reference}/")
    after = pages.words("bob", f"actions/{reference}/")
    assert "The vote of The Bees is recorded: For." in after
    assert "The Bees voted For" in after
    assert by_whom(scene) == str(scene.bob.member_id)
    pages.post("charlie", address, form | {"choice": "against", "idempotency_key": "two"})
    assert cast(scene, action) == [("for", False), ("against", True)]
    assert by_whom(scene) == str(scene.charlie.member_id)
    assert "The vote of The Bees" not in pages.words("dana", f"actions/{reference}/")
    assert verify(association_id=scene.association_id, now=scene.now).sound


def test_by_mail_each_representative_is_told_and_the_page_says_for_whom(scene: World, box: Mailbox) -> None:
    action = scene.open(text="A shed.")
    delivering.tell(now=scene.now)
    link, browser = path(asked(box, "bob"), "mail-vote"), stranger()
    with time_machine.travel(scene.now, tick=False):
        assert "The vote of The Bees" in words(browser.get(link))
        theirs = f"{link}?for={scene.people['The Bees'].member_id}"
        browser.post(theirs, {"choice": "blank", "idempotency_key": "k"})
        browser.post(link, {"choice": "for", "idempotency_key": "k"})
        after = words(browser.get(link))
    assert "The Bees voted Blank" in after
    assert "You voted For" in after
    assert cast(scene, action) == [("blank", True)]
    assert cast(scene, action, "bob") == [("for", True)]
    with time_machine.travel(scene.now, tick=False):
        # Nobody votes for those whom they do not represent, nor for themselves by mistake.
        mine = path(asked(box, "dana"), "mail-vote")
        for whose in (scene.people["The Bees"].member_id, "nobody"):
            refused = browser.post(f"{mine}?for={whose}", {"choice": "for", "idempotency_key": "x"})
            assert refused.status_code == 422
    assert cast(scene, action) == [("blank", True)]
    assert cast(scene, action, "dana") == []


def test_who_voted_for_themselves_alone_is_still_reminded_of_the_other_vote(scene: World, box: Mailbox) -> None:
    action = scene.open()
    delivering.tell(now=scene.now)
    scene.vote(action, "blank", "bob", "dana")
    delivering.tell(now=scene.later(days=8, hours=1))
    reminded = {mail["To"] for mail in box.mails if "ends soon" in mail["Subject"]}
    assert "bob@example.org" in reminded
    assert "dana@example.org" not in reminded


@pytest.fixture
def talk() -> Iterator[Talk]:
    with talking(linked=False) as found:
        # What is called by the chat happens now: what is told here lies a little before it.
        found.here.now -= timedelta(minutes=10)
        found.link(*found.here.people)
        organisation(found.here, "The Bees", "bob", "charlie")
        yield found


def no_seat(talk: Talk, name: str) -> None:
    """Let a member enter who has no seat of their own yet, and represents the Bees."""
    talk.newcomer(name)
    name_representative(
        actor=talk.here.alice,
        organisation_id=talk.here.people["The Bees"].member_id,
        person_id=talk.here.people[name].member_id,
        now=talk.here.now,
    )


def test_a_button_is_ones_own_vote_and_says_how_to_vote_for_the_other(talk: Talk) -> None:
    action = talk.here.open()
    said = talk.pressed("bob", action, "for")
    assert "Your vote is recorded: For." in said
    assert "You vote for The Bees as well: type `/toutdoux voice P26-E2 for The Bees`." in said
    assert "The vote of The Bees is recorded: Against." in talk.typed("bob", "voix E2 contre the bees trop cher")
    assert talk.said(action) == {"bob": "for", "The Bees": "against"}
    assert (
        Ballot.objects.get(seat__member_id=talk.here.people["The Bees"].member_id, counting=True).reason == "trop cher"
    )
    assert "is changed: it was Against, it is now For" in talk.typed("charlie", "voice E2 for")
    assert talk.said(action)["The Bees"] == "for"


def test_without_a_seat_of_ones_own_a_button_is_the_vote_of_the_one_organisation(talk: Talk) -> None:
    no_seat(talk, "gael")
    action = talk.here.open()
    assert "The vote of The Bees is recorded: For." in talk.pressed("gael", action, "for")
    assert talk.said(action) == {"The Bees": "for"}
    talk.pressed("gael", action, "against")
    talk.send("gael", {"reason": "Too dear"})
    assert talk.said(action) == {"The Bees": "against"}


def test_for_several_organisations_one_says_for_which(talk: Talk) -> None:
    no_seat(talk, "gael")
    organisation(talk.here, "The Bees of the valley", "gael")
    action = talk.here.open()
    assert "you may vote here for several organisations" in talk.pressed("gael", action, "for")
    assert "several organisations" in talk.typed("gael", "voice E3 for")
    assert talk.said(action) == {}
    assert "The vote of The Bees of the valley" in talk.typed("gael", "voice E3 for the bees of the valley")
    assert talk.said(action) == {"The Bees of the valley": "for"}
    assert "you represent no organisation" in talk.typed("dana", "voice E3 for The Bees")
