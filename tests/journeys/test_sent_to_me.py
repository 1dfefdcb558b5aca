"""What was sent to me: word for word as it left, but for the secrets of its links, with its reason, to me alone."""

from typing import Any

import pytest
from django.urls import get_resolver, reverse
from django.urls.converters import StringConverter

from tests.support.mailbox import Mailbox, path, plain
from tests.support.mattermost import connected_world, mattermost
from tests.support.pages import Pages
from tests.support.people import World, world
from toutdoux.integrations import delivering
from toutdoux.integrations.chat.models import ChatIdentity
from toutdoux.integrations.commands import Wanted, change_preferences
from toutdoux.integrations.logic.leaving import HIDDEN, Left, without_secrets
from toutdoux.integrations.models import Delivery
from toutdoux.integrations.sent.models import SentWords
from toutdoux.members.commands import record_departure
from toutdoux.operations.retention import forget
from toutdoux.procedures.commands.erasing import leave_and_be_erased

pytestmark = pytest.mark.django_db

URL = "https://votes.example.org"


@pytest.fixture
def pages(db: None) -> Pages:
    return Pages(world())


def kept(scene: World, name: str) -> SentWords:
    return SentWords.objects.get(delivery__member_id=scene.people[name].member_id)


def test_it_works(pages: Pages, box: Mailbox) -> None:
    pages.scene.open(text="A shelf, a list, *two* keys.")
    delivering.tell(now=pages.scene.now)
    [mail] = box.to("bob")
    words = kept(pages.scene, "bob")
    assert words.subject == mail["Subject"]
    left = plain(mail)
    for secret in (path(mail, "mail-vote"), path(mail, "preferences")):
        assert secret.rstrip("/").rpartition("/")[2] not in words.text
        left = left.replace(secret, f"{secret.rstrip('/').rpartition('/')[0]}/{HIDDEN}/")
    assert words.text == left
    listed = pages.words("bob", "preferences/")
    assert "A vote opens P26-E1 Sent to every seat of the council that decides on this action." in listed
    shown = pages.words("bob", f"sent/{words.delivery_id}/")
    assert "The Fireflies: P26-E1, Open a tool library Sent by mail" in shown
    assert "Why it was sent to me Sent to every seat of the council that decides on this action." in shown
    assert "> A shelf, a list, *two* keys." in shown
    assert f"{URL}/a/{pages.scene.slug}/mail-vote/{HIDDEN}/" in shown


def test_a_digest_says_why_of_each_sort_of_thing_it_gathers(pages: Pages, box: Mailbox) -> None:
    scene = pages.scene
    scene.vote(scene.open(), "for", "bob", "dana")
    scene.open(kind="ordinary", title="Bake on Sunday")
    delivering.tell(now=scene.now)
    delivering.tell(now=scene.later(hours=8))
    digest = Delivery.objects.get(member_id=scene.eli.member_id, about="digest", state="sent")
    shown = pages.words("eli", f"sent/{digest.id}/")
    assert "Sent as a digest: what could wait, gathered." in shown
    assert "An action was decided, and you vote here or had a seat." in shown
    assert "An ordinary action was announced to the council." in shown
    assert "P26-E1" in shown
    assert "P26-O1" in shown


def test_on_a_chat_the_message_is_what_is_kept(db: None) -> None:
    with mattermost() as chat:
        scene = connected_world(chat)
        ChatIdentity.objects.create(
            association_id=scene.association_id,
            member_id=scene.bob.member_id,
            chat="mattermost",
            server=chat.url,
            user_id=chat.person("bob")["id"],
            user_name="bob",
            linked_at=scene.now,
        )
        wanted = Wanted(way="chat", moment="at-once", hour=18, weekday=4, quiet_from=21, quiet_to=8, reminders=True)
        change_preferences(member_id=scene.bob.member_id, wanted=wanted, now=scene.now)
        scene.open()
        delivering.tell(now=scene.now)
        [told] = chat.direct("bob")
    assert "/preferences/" in told
    words = kept(scene, "bob")
    beginning, _, secret = told.partition("/preferences/")
    assert words.text == f"{beginning}/preferences/{HIDDEN}/{secret.partition('/')[2]}"
    assert "by a private message on Mattermost" in Pages(scene).words("bob", f"sent/{words.delivery_id}/")
    assert SentWords.objects.count() == 1, "what is posted for everyone was sent to nobody alone"


def test_what_was_sent_to_another_is_nothing_here(pages: Pages, box: Mailbox) -> None:
    pages.scene.open()
    delivering.tell(now=pages.scene.now)
    number = kept(pages.scene, "bob").delivery_id
    for name in ("alice", "charlie", "dana"):
        assert pages.get(name, f"sent/{number}/").status_code == 404


def test_what_failed_and_what_leaves_again_keeps_the_last_words_once(pages: Pages, box: Mailbox) -> None:
    box.answers["bob@example.org"] = "451 later"
    pages.scene.open()
    delivering.tell(now=pages.scene.now)
    assert not SentWords.objects.filter(delivery__member_id=pages.scene.bob.member_id).exists()
    box.answers.clear()
    delivering.tell(now=pages.scene.later(minutes=2))
    Delivery.objects.update(state="claimed", claimed_until=pages.scene.now, sent_at=None)
    delivering.deliver_due(now=pages.scene.later(minutes=1))
    assert len(box.to("bob")) == 2
    assert kept(pages.scene, "bob").text


def test_words_are_kept_for_three_months_and_that_they_left_for_a_year(pages: Pages, box: Mailbox) -> None:
    forget(now=pages.scene.now)
    pages.scene.open()
    delivering.tell(now=pages.scene.now)
    number = kept(pages.scene, "bob").delivery_id
    forget(now=pages.scene.later(days=80))
    assert SentWords.objects.count() == 3
    forget(now=pages.scene.later(days=40))
    assert not SentWords.objects.exists()
    shown = pages.words("bob", f"sent/{number}/")
    assert "Its words are no longer kept." in shown
    assert "Sent to every seat" in shown


def test_an_erasure_takes_the_words_that_name_the_person_from_everyone(pages: Pages, box: Mailbox) -> None:
    scene = pages.scene
    scene.open(by="dana", title="Keep bees")
    scene.open(by="eli", title="Sweep the yard")
    delivering.tell(now=scene.now)
    assert SentWords.objects.filter(text__contains="Dana").count() == 3
    record_departure(actor=scene.charlie, member_id=scene.charlie.member_id, now=scene.now)
    leave_and_be_erased(actor=scene.dana, now=scene.now)
    forget(now=scene.later(days=15))
    assert not SentWords.objects.filter(text__contains="Dana").exists()
    mine = SentWords.objects.filter(delivery__member_id=scene.bob.member_id)
    assert [words.text.count("carried by Eli") for words in mine] == [1]


def test_no_address_with_a_secret_is_kept_whatever_pages_there_are() -> None:
    """Whoever adds an address with a token is told here to name it in ``logic/leaving.py``."""
    found = set()
    known: Any = get_resolver().reverse_dict
    for name in [name for name in known if isinstance(name, str)]:
        [(_, parameters), *_], _, _, converters = known[name]
        if "token" not in parameters:
            continue
        assert isinstance(converters["token"], StringConverter)
        given = {key: "fireflies" if key == "slug" else "kZ9-_:secretsecret" for key in parameters}
        address = URL + reverse(name, kwargs=given)
        said = without_secrets(left=Left(text=f"here: {address}", subject=address), url=URL)
        assert "secret" not in said.text + said.subject, f"{name} bears a secret that is kept"
        assert HIDDEN in said.text
        found.add(name)
    assert {"mail_vote", "mail_gesture", "stay_link", "join", "chat_link", "mailed_preferences"} <= found


def test_what_people_wrote_stays_as_it_is() -> None:
    text = f"See https://elsewhere.example/preferences/abcdefgh/ and {URL}/a/fireflies/actions/P26-E1/ {URL}/a/f/feeds/"
    assert without_secrets(left=Left(text=text), url=URL) == Left(text=text)
