"""What an event of a room means to us; and what is not well formed, or not for us, means nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.integrations.matrix.logic.permissions import Need, checks, recent
from toutdoux.integrations.matrix.logic.reading import (
    MARKS,
    Reaction,
    Said,
    TakenBack,
    choice_of,
    command_of,
    read_event,
    without_quote,
)
from toutdoux.rules.facts import Choice


def event(kind: str, content: Any, **more: Any) -> dict[str, Any]:
    return {"event_id": "$one", "sender": "@bob:example.org", "type": kind, "content": content, **more}


def test_it_works() -> None:
    about = {"rel_type": "m.annotation", "event_id": "$root", "key": "👍"}
    heard = read_event(event("m.reaction", {"m.relates_to": about}))
    assert heard == Reaction(event_id="$one", sender="@bob:example.org", about="$root", key="👍")
    assert choice_of(heard.key) is Choice.FOR


@pytest.mark.parametrize("choice", list(Choice))
@pytest.mark.parametrize("skin", ["", "🏻", "🏿", "️", "🏽️"])
def test_each_mark_is_its_choice_whatever_the_colour_of_the_hand(choice: Choice, skin: str) -> None:
    assert choice_of(MARKS[choice] + skin) is choice


@pytest.mark.parametrize(
    ("key", "choice"),
    [
        (" Pour ", Choice.FOR),
        ("CONTRE", Choice.AGAINST),
        ("blank", Choice.BLANK),
        ("🎉", None),
        ("", None),
        ("👍👎", None),
    ],
)
def test_words_are_votes_and_anything_else_is_none(key: str, choice: Choice | None) -> None:
    assert choice_of(key) is choice


@pytest.mark.parametrize("redaction", [{"content": {"redacts": "$gone"}}, {"content": {}, "redacts": "$gone"}])
def test_what_is_taken_back_is_read_in_old_rooms_and_in_new_ones(redaction: dict[str, Any]) -> None:
    heard = read_event(event("m.room.redaction", **redaction))
    assert heard == TakenBack(event_id="$one", sender="@bob:example.org", about="$gone")


def said(**content: Any) -> Said | None:
    found = read_event(event("m.room.message", {"msgtype": "m.text", "body": "Yes", **content}))
    assert found is None or isinstance(found, Said)
    return found


def test_words_are_read_with_their_thread_and_what_they_answer() -> None:
    assert said() == Said(event_id="$one", sender="@bob:example.org", text="Yes", thread="", answered="")
    thread = {"rel_type": "m.thread", "event_id": "$root"}
    fallback = {**thread, "is_falling_back": True, "m.in_reply_to": {"event_id": "$other"}}
    answer = {**thread, "m.in_reply_to": {"event_id": "$other"}}
    assert (said(**{"m.relates_to": thread}).thread, said(**{"m.relates_to": thread}).answered) == ("$root", "")
    assert said(**{"m.relates_to": fallback}).answered == ""
    assert said(**{"m.relates_to": answer}).answered == "$other"
    reply = said(body="> <@alice> No\n\nYes", **{"m.relates_to": {"m.in_reply_to": {"event_id": "$other"}}})
    assert (reply.text, reply.answered, reply.thread) == ("Yes", "$other", "")


@pytest.mark.parametrize(
    "content",
    [
        {"msgtype": "m.notice"},
        {"msgtype": "m.image"},
        {"body": ""},
        {"body": 7},
        {"body": "long" * 20_000},
        {"m.relates_to": {"rel_type": "m.replace", "event_id": "$root"}},
    ],
)
def test_what_programs_write_and_what_is_reworded_means_nothing(content: dict[str, Any]) -> None:
    assert said(**content) is None


@pytest.mark.parametrize(
    "broken",
    [
        event("m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$root"}}),
        event("m.reaction", {"m.relates_to": {"rel_type": "m.thread", "event_id": "$root", "key": "👍"}}),
        event("m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "key": "👍"}}),
        event("m.reaction", {"m.relates_to": "$root"}),
        event("m.reaction", {}),
        event("m.reaction", None),
        event("m.room.redaction", {}),
        event("m.room.member", {"membership": "join"}, state_key="@bob:example.org"),
        event("m.room.message", {"msgtype": "m.text", "body": "Yes"}, state_key=""),
        event("m.sticker", {"body": "Yes"}),
        {"type": "m.reaction"},
        {**event("m.reaction", {}), "sender": None},
        {**event("m.reaction", {}), "event_id": ""},
    ],
)
def test_what_is_not_well_formed_means_nothing(broken: dict[str, Any]) -> None:
    assert read_event(broken) is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["m.relates_to", "m.in_reply_to", "event_id", "rel_type", "key", "body", "msgtype", "redacts"]
            ),
            inner,
            max_size=5,
        )
    ),
)


@given(
    kind=st.sampled_from(["m.reaction", "m.room.message", "m.room.redaction", "m.other"]),
    content=_JSON,
    event_id=_JSON,
    sender=_JSON,
)
def test_no_event_however_strange_stops_us(kind: str, content: Any, event_id: Any, sender: Any) -> None:
    found = read_event({"type": kind, "content": content, "event_id": event_id, "sender": sender})
    if found is not None:
        assert isinstance(found.event_id, str)
        assert isinstance(found.sender, str)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("!toutdoux votes", "votes"),
        ("  !TOUTDOUX  action E12 ", "action E12"),
        ("!toutdoux", ""),
        ("toutdoux votes", None),
        ("!toutdouxvotes", None),
        ("votes", None),
    ],
)
def test_what_is_asked_of_us_begins_with_our_name(text: str, typed: str | None) -> None:
    assert command_of(text) == typed


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("> one\n> two\n\nYes\nand more", "Yes\nand more"),
        ("Yes\n> no", "Yes\n> no"),
        ("> only quoted", "> only quoted"),
        ("", ""),
    ],
)
def test_an_answer_is_read_without_what_it_quotes(body: str, left: str) -> None:
    assert without_quote(body) == left


def held(levels: dict[str, Any], **more: Any) -> dict[Need, bool]:
    wanted = {"bot_id": "@bot:example.org", "made_it": False, "encrypted": False, **more}
    return {check.need: check.held for check in checks(levels=levels, **wanted)}


def test_a_room_that_says_nothing_lets_who_is_in_it_do_all_but_remove() -> None:
    found = held({})
    assert found == {need: need is not Need.REMOVE for need in Need}


def test_what_nothing_works_without_comes_first() -> None:
    found = checks(levels={}, bot_id="@bot:example.org", made_it=False, encrypted=False)
    assert [check.vital for check in found] == sorted((check.vital for check in found), reverse=True)
    assert {check.need for check in found if check.vital} == {Need.PLAIN, Need.WRITE, Need.REACT}


def test_levels_decide_exactly_at_their_value() -> None:
    for own in (49, 50):
        levels = {"users": {"@bot:example.org": own}, "events_default": 50, "invite": 50, "kick": 50}
        assert held(levels) == {need: own == 50 or need is Need.PLAIN for need in Need}


def test_an_event_of_its_own_level_is_judged_by_it() -> None:
    found = held({"events": {"m.reaction": 10}, "users_default": 5})
    assert (found[Need.WRITE], found[Need.REACT]) == (True, False)


def test_who_made_the_room_may_do_everything_and_encryption_is_no_matter_of_levels() -> None:
    found = held({"events_default": 100, "invite": 100, "kick": 100}, made_it=True, encrypted=True)
    assert found == {need: need is not Need.PLAIN for need in Need}


def test_levels_of_old_rooms_are_read_and_nonsense_is_as_if_absent() -> None:
    assert held({"events_default": "50", "users": "nobody", "invite": [], "kick": "-1"}) == {
        Need.PLAIN: True,
        Need.WRITE: False,
        Need.REACT: False,
        Need.TAKE_BACK: False,
        Need.INVITE: True,
        Need.REMOVE: True,
    }


@pytest.mark.parametrize(
    ("versions", "enough"),
    [
        (("v1.4",), True),
        (("r0.6.1", "v1.15"), True),
        (("r0.6.1", "v1.3"), False),
        ((), False),
        (("v2.0",), True),
        (("vx",), False),
    ],
)
def test_servers_older_than_threads_are_not_spoken_to(versions: tuple[str, ...], enough: bool) -> None:
    assert recent(versions=versions) is enough
