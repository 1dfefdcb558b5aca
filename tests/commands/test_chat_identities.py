"""A chat account is joined to a member once, by who is signed in; gestures and dialogs do their work once."""

import threading
from datetime import timedelta

import pytest

from tests.support.people import World, world
from toutdoux.integrations.chat.commands import (
    link_account,
    make_chat_link,
    make_nonce,
    remember_answer,
    unlink_account,
    using_nonce,
)
from toutdoux.integrations.chat.logic.rates import DIALOG_LASTS, LINK_LASTS, MOST_GESTURES, MOST_LINKS
from toutdoux.integrations.chat.models import ChatIdentity, LinkRequest, Nonce
from toutdoux.integrations.chat.queries import (
    access_chat_link,
    access_nonce,
    identities,
    identity_of,
    member_of,
    rate_refusals,
    seen_answer,
)
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.queries import chain_flaw, entries
from toutdoux.members.commands import record_departure
from toutdoux.wording.refusals.chat import ChatRefusal

pytestmark = pytest.mark.django_db

SERVER = "https://chat.example.org"


@pytest.fixture
def here() -> World:
    return world()


def link(here: World, user: str = "u-bob") -> str | None:
    return make_chat_link(
        association_id=here.association_id, chat="mattermost", server=SERVER, user_id=user, user_name=user, now=here.now
    )


def who(here: World, user: str = "u-bob", *, server: str = SERVER, association: World | None = None) -> str | None:
    found = member_of(
        chat="mattermost",
        server=server,
        user_id=user,
        association_id=(association or here).association_id,
        now=here.now,
    )
    return found.name if found else None


def refused(call: object, *args: object, **named: object) -> list[str]:
    with pytest.raises(Refused) as caught:
        call(*args, **named)
    return [refusal.code for refusal in caught.value.refusals]


def test_it_works(here: World) -> None:
    token = link(here)
    assert who(here) is None
    link_account(actor=here.bob, token=token, now=here.now)
    assert who(here) == "Bob"
    assert identity_of(member_id=here.bob.member_id, chat="mattermost").user_id == "u-bob"
    assert identities(association_id=here.association_id, chat="mattermost", server=SERVER) == {
        "u-bob": here.bob.member_id
    }
    last = list(entries(association_id=here.association_id))[-1]
    assert (last.kind, last.actor_id) == ("chat.linked", here.bob.member_id)
    assert "u-bob" not in last.data
    assert chain_flaw(association_id=here.association_id) is None


def test_only_the_digest_of_a_link_is_kept(here: World) -> None:
    token = link(here)
    [row] = LinkRequest.objects.all()
    assert token not in str(vars(row))


def test_a_link_works_once(here: World) -> None:
    token = link(here)
    link_account(actor=here.bob, token=token, now=here.now)
    assert refused(link_account, actor=here.bob, token=token, now=here.now) == [ChatRefusal.LINK_USED]
    unlink_account(actor=here.bob, chat="mattermost", now=here.now)
    assert refused(link_account, actor=here.bob, token=token, now=here.now) == [ChatRefusal.LINK_USED]
    assert who(here) is None


def test_a_link_ends_with_its_hour(here: World) -> None:
    token = link(here)
    here.later(seconds=LINK_LASTS.total_seconds())
    assert refused(link_account, actor=here.bob, token=token, now=here.now) == [ChatRefusal.LINK_EXPIRED]


def test_a_link_opens_nothing_in_another_association(here: World) -> None:
    elsewhere = world()
    token = link(here)
    assert refused(link_account, actor=elsewhere.bob, token=token, now=here.now) == [ChatRefusal.LINK_UNKNOWN]
    link_account(actor=here.bob, token=token, now=here.now)
    assert who(here, association=elsewhere) is None
    assert who(here, server="https://other.example.org") is None


def test_using_one_link_ends_the_others_of_that_account(here: World) -> None:
    first, second = link(here), link(here)
    link_account(actor=here.bob, token=first, now=here.now)
    found = access_chat_link(association_id=here.association_id, token=second, now=here.now)
    assert [refusal.code for refusal in found.refusals] == [ChatRefusal.LINK_USED]


def test_an_account_is_one_member_and_a_member_has_one_account(here: World) -> None:
    link_account(actor=here.bob, token=link(here), now=here.now)
    assert refused(link_account, actor=here.dana, token=link(here), now=here.now) == [ChatRefusal.ACCOUNT_TAKEN]
    assert refused(link_account, actor=here.bob, token=link(here, "u-other"), now=here.now) == [
        ChatRefusal.ALREADY_LINKED
    ]
    assert ChatIdentity.objects.count() == 1


def test_linking_again_what_is_linked_changes_nothing(here: World) -> None:
    link_account(actor=here.bob, token=link(here), now=here.now)
    before = len(list(entries(association_id=here.association_id)))
    link_account(actor=here.bob, token=link(here), now=here.now)
    assert len(list(entries(association_id=here.association_id))) == before


def test_unlinking_parts_them_and_can_be_undone(here: World) -> None:
    assert refused(unlink_account, actor=here.bob, chat="mattermost", now=here.now) == [ChatRefusal.NOTHING_LINKED]
    link_account(actor=here.bob, token=link(here), now=here.now)
    unlink_account(actor=here.bob, chat="mattermost", now=here.now)
    assert who(here) is None
    assert list(entries(association_id=here.association_id))[-1].kind == "chat.unlinked"
    link_account(actor=here.dana, token=link(here), now=here.now)
    assert who(here) == "Dana"


def test_who_has_left_is_nobody_in_the_chat(here: World) -> None:
    link_account(actor=here.bob, token=link(here), now=here.now)
    record_departure(actor=here.alice, member_id=here.bob.member_id, now=here.now)
    assert who(here) is None


def test_links_cannot_be_piled_up(here: World) -> None:
    assert all(link(here) for _ in range(MOST_LINKS))
    assert link(here) is None
    assert link(here, "u-other") is not None
    here.later(seconds=LINK_LASTS.total_seconds() + 1)
    assert link(here) is not None


def remember(here: World, trigger: str, answer: str, *, user: str = "u-bob") -> str:
    return remember_answer(
        association_id=here.association_id,
        chat="mattermost",
        trigger=trigger,
        user_id=user,
        answer=answer,
        now=here.now,
    )


def test_what_comes_again_is_answered_the_same(here: World) -> None:
    assert seen_answer(association_id=here.association_id, chat="mattermost", trigger="t1") is None
    assert remember(here, "t1", "first") == "first"
    assert remember(here, "t1", "second") == "first"
    assert seen_answer(association_id=here.association_id, chat="mattermost", trigger="t1") == "first"
    assert seen_answer(association_id=world().association_id, chat="mattermost", trigger="t1") is None
    assert seen_answer(association_id=here.association_id, chat="matrix", trigger="t1") is None


def test_who_does_too_much_at_once_is_told_to_wait(here: World) -> None:
    def refusals(user: str = "u-bob") -> list[str]:
        found = rate_refusals(association_id=here.association_id, chat="mattermost", user_id=user, now=here.now)
        return [refusal.code for refusal in found]

    for number in range(MOST_GESTURES):
        assert refusals() == []
        remember(here, f"t{number}", "done")
    assert refusals() == [ChatRefusal.TOO_FAST]
    assert refusals("u-dana") == []
    here.later(minutes=1)
    assert refusals() == []


def nonce(here: World, **data: str) -> str:
    return make_nonce(
        association_id=here.association_id, chat="mattermost", user_id="u-bob", purpose="test", data=data, now=here.now
    )


def use(here: World, token: str, *, user: str = "u-bob", place: World | None = None) -> object:
    association_id = (place or here).association_id
    with using_nonce(
        association_id=association_id, chat="mattermost", user_id=user, token=token, now=here.now
    ) as found:
        return found.data


def test_a_dialog_is_sent_once_by_who_it_was_opened_for(here: World) -> None:
    token = nonce(here, action="x")
    assert refused(use, here, token, user="u-dana") == [ChatRefusal.DIALOG_UNKNOWN]
    assert refused(use, here, token, place=world()) == [ChatRefusal.DIALOG_UNKNOWN]
    assert refused(use, here, token + "x") == [ChatRefusal.DIALOG_UNKNOWN]
    assert use(here, token) == {"action": "x"}
    assert refused(use, here, token) == [ChatRefusal.DIALOG_SENT]
    assert token not in str(vars(Nonce.objects.get()))


def test_a_dialog_does_not_stay_open_for_ever(here: World) -> None:
    token = nonce(here)
    here.later(seconds=DIALOG_LASTS.total_seconds())
    assert refused(use, here, token) == [ChatRefusal.DIALOG_EXPIRED]


def test_a_dialog_that_was_refused_can_be_sent_again(here: World) -> None:
    token = nonce(here)

    def refuse_inside() -> None:
        with using_nonce(
            association_id=here.association_id, chat="mattermost", user_id="u-bob", token=token, now=here.now
        ):
            here.vote(here.open(), "sideways", "bob")

    refused(refuse_inside)
    access_nonce(association_id=here.association_id, chat="mattermost", user_id="u-bob", token=token, now=here.now)


@pytest.mark.django_db(transaction=True)
def test_of_two_dialogs_sent_at_once_one_counts() -> None:
    here = world()
    token = nonce(here)
    came: list[str] = []
    both = threading.Barrier(2)

    def send() -> None:
        from django.db import connection

        both.wait()
        try:
            use(here, token)
            came.append("done")
        except Refused as error:
            came.append(error.refusals[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["chat-dialog-sent", "done"]


def test_a_link_that_waits_longer_than_its_time_is_swept_away(here: World) -> None:
    link(here)
    here.now += LINK_LASTS * 2 + timedelta(seconds=1)
    link(here)
    assert LinkRequest.objects.count() == 1
