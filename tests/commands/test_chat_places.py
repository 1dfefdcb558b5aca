"""Private words and places in the channel: each held by one worker, tried again, given up visibly, never twice."""

from datetime import timedelta

import pytest

from tests.support.people import World, world
from toutdoux.integrations.chat.commands import (
    ask_place,
    claim_place,
    claim_whisper,
    follow,
    place_failed,
    place_taken,
    whisper,
    whisper_failed,
    whisper_sent,
)
from toutdoux.integrations.chat.logic.words import Wanted
from toutdoux.integrations.chat.models import Placement, Whisper
from toutdoux.integrations.chat.queries import places_due, unsaid
from toutdoux.integrations.logic.retrying import CLAIM_LASTS, PATIENCE
from toutdoux.kernel.refusal import Refused

pytestmark = pytest.mark.django_db

CHAT = "mattermost"


@pytest.fixture
def here() -> World:
    return world()


def say(here: World, text: str = "Hello") -> int:
    return whisper(association_id=here.association_id, chat=CHAT, user_id="u-bob", text=text, now=here.now)


def claim(here: World) -> object:
    return claim_whisper(association_id=here.association_id, chat=CHAT, now=here.now)


def test_it_works(here: World) -> None:
    say(here)
    held = claim(here)
    assert claim(here) is None, "one worker holds it"
    whisper_sent(claimed=held, now=here.now)
    here.later(days=2)
    assert claim(here) is None
    row = Whisper.objects.get()
    assert (row.state, row.text) == ("sent", "")
    assert unsaid(association_id=here.association_id, chat=CHAT) == ()


def test_what_a_stopped_worker_held_is_taken_up_by_another_whose_word_counts(here: World) -> None:
    say(here)
    first = claim(here)
    here.later(seconds=CLAIM_LASTS.total_seconds())
    second = claim(here)
    assert second is not None
    whisper_failed(claimed=first, error="late", for_good=True, now=here.now)
    assert Whisper.objects.get().state == "claimed"
    whisper_sent(claimed=second, now=here.now)
    assert Whisper.objects.get().state == "sent"


def test_what_fails_is_tried_again_ever_more_rarely_then_given_up_for_all_to_see(here: World) -> None:
    say(here)
    began, tries = here.now, 0
    while here.now - began < PATIENCE * 2:
        held = claim(here)
        if held is not None:
            tries += 1
            whisper_failed(claimed=held, error="unreachable", for_good=False, now=here.now)
        here.later(minutes=1)
    assert 8 < tries < 20
    [row] = unsaid(association_id=here.association_id, chat=CHAT)
    assert (row.state, row.error) == ("given-up", "unreachable")


def test_what_is_no_use_is_not_tried_again(here: World) -> None:
    say(here)
    whisper_failed(claimed=claim(here), error="mattermost-404", for_good=True, now=here.now)
    here.later(days=1)
    assert claim(here) is None
    assert unsaid(association_id=here.association_id, chat=CHAT)[0].state == "failed"


def test_one_word_alone_can_be_claimed(here: World) -> None:
    say(here, "first")
    second = say(here, "second")
    held = claim_whisper(association_id=here.association_id, chat=CHAT, only=second, now=here.now)
    assert held.text == "second"
    elsewhere = world()
    assert claim_whisper(association_id=elsewhere.association_id, chat=CHAT, now=here.now) is None
    assert claim_whisper(association_id=here.association_id, chat="matrix", now=here.now) is None


def take(here: World, *names: str) -> object:
    linked = frozenset(here.people[name].member_id for name in names)
    return claim_place(association_id=here.association_id, chat=CHAT, linked=linked, now=here.now)


def test_a_place_is_held_by_one_worker_and_given_once(here: World) -> None:
    ask_place(actor=here.alice, chat=CHAT, member_ids=[here.bob.member_id], wanted=Wanted.INSIDE, now=here.now)
    assert take(here, "alice") is None, "whose account is not known"
    held = take(here, "bob")
    assert take(here, "bob") is None
    place_taken(claimed=held, now=here.now)
    here.later(days=1)
    assert take(here, "bob") is None


def test_a_wish_that_changed_meanwhile_is_not_ended_by_the_earlier_one(here: World) -> None:
    ask_place(actor=here.alice, chat=CHAT, member_ids=[here.bob.member_id], wanted=Wanted.OUTSIDE, now=here.now)
    held = take(here, "bob")
    ask_place(actor=here.alice, chat=CHAT, member_ids=[here.bob.member_id], wanted=Wanted.INSIDE, now=here.now)
    place_taken(claimed=held, now=here.now)
    assert places_due(association_id=here.association_id, chat=CHAT, now=here.now) == {here.bob.member_id: "inside"}


def test_a_place_that_failed_waits_longer_and_longer(here: World) -> None:
    ask_place(actor=here.alice, chat=CHAT, member_ids=[here.bob.member_id], wanted=Wanted.INSIDE, now=here.now)
    waits = []
    for _ in range(4):
        place_failed(claimed=take(here, "bob"), error="unreachable", now=here.now)
        again = Placement.objects.get().next_try_at
        waits.append(again - here.now)
        here.now = again
    assert waits == sorted(set(waits))
    assert waits[0] == timedelta(minutes=1)


def test_only_who_votes_asks_for_a_place(here: World) -> None:
    with pytest.raises(Refused):
        ask_place(actor=here.charlie, chat=CHAT, member_ids=[here.bob.member_id], wanted=Wanted.OUTSIDE, now=here.now)
    elsewhere = world()
    ask_place(actor=elsewhere.bob, chat=CHAT, member_ids=[here.bob.member_id], wanted=Wanted.OUTSIDE, now=here.now)
    assert not Placement.objects.exists()


def test_the_ledger_is_followed_from_where_it_was_and_each_entry_once(here: World) -> None:
    assert follow(association_id=here.association_id, chat=CHAT, now=here.now) == 0
    action = here.grant()
    here.vote(action, "for", "alice", "bob")
    assert follow(association_id=here.association_id, chat=CHAT, now=here.now) == 1
    assert follow(association_id=here.association_id, chat=CHAT, now=here.now) == 0
    assert Placement.objects.get().member_id == here.charlie.member_id
