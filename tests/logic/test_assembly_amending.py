"""Amendments: what one makes of a text, when it is taken, what all those adopted leave of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toutdoux.assemblies.logic.convening import ItemState, Stage
from toutdoux.assemblies.logic.facts import Change, ItemKind
from toutdoux.assemblies.voting.logic.amending import (
    AMENDMENT_LENGTH,
    AmendingFacts,
    Edit,
    amendment_refusals,
    applied,
    as_it_stands,
    edit_of,
    legible,
    merged,
    paragraphs,
    places,
    reordered,
    text_voted,
)
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.decisions.logic.difference import Part, Piece, difference

TEXT = "We buy a saw.\n\nIt stays in the workshop, and is lent two days a week.\n\nWhoever lends it notes it."
#: Few, so that a text often says the same twice.
WORDS = st.sampled_from(["oak", "elm", "saw,", "l’été", "l'été", "a.b"])
GAPS = st.sampled_from([" ", "\n", "\n\n", "\u202f"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    words = draw(st.lists(WORDS, min_size=1, max_size=9))
    return "".join(word + draw(GAPS) for word in words[:-1]) + words[-1]


@st.composite
def edits(draw: st.DrawFn, *changes: Change) -> Edit:
    change = draw(st.sampled_from(changes or tuple(Change)))
    passage = "" if change is Change.END else " ".join(draw(st.lists(WORDS, min_size=1, max_size=3)))
    words = "" if change is Change.DELETE else " ".join(draw(st.lists(WORDS, min_size=1, max_size=3)))
    return Edit(change=change, passage=passage, words=words)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[str, Edit]:
    """A text and a change to a passage of it, typed with other white space and apostrophes; now and then to another."""
    text, edit = draw(texts()), draw(edits(Change.REPLACE, Change.DELETE, Change.AFTER))
    if draw(st.integers(0, 4)):
        words = text.split()
        start = draw(st.integers(0, len(words) - 1))
        typed = draw(GAPS).join(words[start : start + draw(st.integers(1, 3))])
        edit = replace(edit, passage=typed.replace("’", "'"))
    return text, edit


def letters(text: str) -> str:
    """Return a text without its white space and with one sort of apostrophe: all that a passage is told by."""
    return re.sub(r"\s", "", text).replace("’", "'")


def count(text: str, passage: str) -> int:
    """Count a passage the long way: at every letter of the text, one letter after the other, white space as one."""
    plain = re.sub(r"\s+", " ", text).replace("’", "'")
    sought = re.sub(r"\s+", " ", passage.strip()).replace("’", "'")
    return sum(plain[at : at + len(sought)] == sought for at in range(len(plain)))


def change(kind: Change, passage: str = "", words: str = "", *, text: str = TEXT) -> str | None:
    return applied(text=text, edit=Edit(change=kind, passage=passage, words=words))


def test_it_works() -> None:
    assert change(Change.REPLACE, "two days a week", "every day") == TEXT.replace("two days a week", "every day")
    assert change(Change.DELETE, "It stays in the workshop, and is lent two days a week.") == (
        "We buy a saw.\n\nWhoever lends it notes it."
    )
    assert change(Change.AFTER, "a saw", "and its case") == TEXT.replace("a saw", "a saw and its case")
    assert change(Change.END, words="A used one.") == f"{TEXT}\n\nA used one."


def test_what_comes_after_a_whole_paragraph_is_a_paragraph() -> None:
    assert change(Change.AFTER, "We buy a saw.", "A used one.") == TEXT.replace("saw.", "saw.\n\nA used one.", 1)
    assert change(Change.AFTER, "Whoever lends it notes it.", "Or says so.") == f"{TEXT}\n\nOr says so."
    assert change(Change.AFTER, "the workshop", ", locked") == TEXT.replace("workshop,", "workshop, locked,")
    assert change(Change.END, words="A saw.", text="") == "A saw."


@pytest.mark.parametrize(
    ("text", "passage", "left"),
    [
        ("a b c", "b", "a c"),
        ("a b, c", "b", "a, c"),
        ("a b\u202f; c", "b", "a\u202f; c"),
        ("a b", "b", "a"),
        ("a b", "a b", ""),
        ("b\nc", "b", "c"),
        ("a\nb\nc", "b", "a\nc"),
        ("a\n\nb\n\nc", "b", "a\n\nc"),
        ("ab", "b", "a"),
        ("(a b) c", "a b", "() c"),
    ],
)
def test_a_deletion_closes_the_gap_it_leaves(text: str, passage: str, left: str) -> None:
    assert change(Change.DELETE, passage, text=text) == left


@given(scenes())
@settings(max_examples=200)
def test_a_change_is_made_exactly_where_its_passage_is_found_once_and_nowhere_else(scene: tuple[str, Edit]) -> None:
    text, edit = scene
    found = applied(text=text, edit=edit)
    times = count(text, edit.passage)
    assert places(text=text, passage=edit.passage) == min(times, 2)
    if times != 1:
        assert found is None
        return
    assert found is not None
    before, passage, after = re.split(f"({re.escape(letters(edit.passage))})", letters(text), maxsplit=1)
    kept = passage if edit.change is Change.AFTER else ""
    assert letters(found) == before + kept + letters(edit.words) + after
    if edit.change is Change.REPLACE:
        said = as_it_stands(text=text, passage=edit.passage)
        assert found == text.replace(said, edit.words, 1)


@given(texts(), st.lists(edits(), max_size=5))
def test_merging_is_one_amendment_after_the_other(text: str, those: Sequence[Edit]) -> None:
    by_hand = text
    for edit in those:
        found = applied(text=by_hand, edit=edit)
        by_hand = by_hand if found is None else found
    assert merged(text=text, edits=those) == by_hand
    # Cut anywhere, what was voted first is the text of what is voted next.
    half = merged(text=text, edits=those[:2])
    assert merged(text=half, edits=those[2:]) == by_hand


@given(scenes())
def test_an_amendment_whose_passage_an_earlier_one_changed_applies_no_more(scene: tuple[str, Edit]) -> None:
    text, edit = scene
    gone = applied(text=text, edit=replace(edit, change=Change.REPLACE, words="new"))
    if gone is not None:
        assert applied(text=gone, edit=replace(edit, change=Change.DELETE)) is None


@pytest.mark.parametrize("kind", [Change.REPLACE, Change.DELETE, Change.AFTER])
def test_what_is_said_twice_is_not_changed(kind: Change) -> None:
    assert change(kind, "a saw", "a plane", text="We buy a saw, and a\nsaw.") is None


def test_however_it_is_typed_a_passage_is_kept_as_the_text_says_it() -> None:
    text = "Ouvert\u202f: tout\nl’été, deux soirs."
    assert as_it_stands(text=text, passage=" Ouvert : tout l'été ") == "Ouvert\u202f: tout\nl’été"
    assert as_it_stands(text=text, passage=" fermé ") == "fermé"
    assert places(text="aaa", passage="aa") == 2, "what overlaps itself is there twice"
    assert places(text="aaa", passage=" ") == 0
    assert places(text="3.5", passage="3,5") == places(text="3x5", passage="3.5") == 0


def facts(**typed: object) -> AmendingFacts:
    values = {
        "change": "replace",
        "passage": "two days",
        "words": "every day",
        "text": TEXT,
        "kind": ItemKind.RESOLUTION,
        "stage": Stage.OPEN,
        "state": ItemState.CURRENT,
        "settled": False,
        "running": False,
    }
    return AmendingFacts(**(values | typed))


def refused(**typed: object) -> list[str]:
    return [refusal.code for refusal in amendment_refusals(facts(**typed))]


def test_amendments_are_taken_until_their_item_is_voted() -> None:
    assert refused() == []
    assert refused(stage=Stage.CONVENED, state=ItemState.WAITING) == []
    assert refused(kind=ItemKind.INFORMATION) == [VoteRefusal.NOT_TO_VOTE_ON]
    assert refused(stage=Stage.CLOSED) == [VoteRefusal.ITEM_OVER]
    assert refused(state=ItemState.DEFERRED) == [VoteRefusal.ITEM_OVER]
    assert refused(settled=True) == [VoteRefusal.VOTED_ALREADY]
    assert refused(running=True) == [VoteRefusal.VOTE_RUNNING]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"change": "paint"}, VoteRefusal.UNKNOWN_CHANGE),
        ({"words": " "}, VoteRefusal.AMENDMENT_EMPTY),
        ({"change": "end", "words": ""}, VoteRefusal.AMENDMENT_EMPTY),
        ({"words": "x" * (AMENDMENT_LENGTH + 1)}, VoteRefusal.AMENDMENT_TOO_LONG),
        ({"passage": "x" * (AMENDMENT_LENGTH + 1)}, VoteRefusal.AMENDMENT_TOO_LONG),
        ({"passage": " "}, VoteRefusal.PASSAGE_MISSING),
        ({"change": "delete", "passage": "three days"}, VoteRefusal.PASSAGE_NOT_FOUND),
        ({"change": "after", "passage": "it"}, VoteRefusal.PASSAGE_TWICE),
        ({"words": " two days "}, VoteRefusal.CHANGES_NOTHING),
    ],
)
def test_each_mistake_in_an_amendment_is_told(typed: dict[str, object], code: VoteRefusal) -> None:
    assert refused(**typed) == [code]


def test_a_passage_that_is_not_there_is_said_back_shortened() -> None:
    [refusal] = amendment_refusals(facts(passage="never " * 50))
    assert refusal.data["passage"].startswith("never never")
    assert len(refusal.data["passage"]) < 90
    assert [one.data for one in amendment_refusals(facts(passage="never"))] == [{"passage": "never"}]


def test_what_a_change_has_no_use_for_is_not_kept() -> None:
    assert edit_of(facts()) == Edit(change=Change.REPLACE, passage="two days", words="every day")
    assert edit_of(facts(change="delete")) == Edit(change=Change.DELETE, passage="two days")
    assert edit_of(facts(change="end", passage="nowhere")) == Edit(change=Change.END, words="every day")


def test_the_order_is_that_of_those_that_wait() -> None:
    one, two, three, four = (UUID(int=number) for number in range(1, 5))
    order = (one, two, three, four)
    assert reordered(order=order, waiting=(two, three, four), one=four, by=-1) == (one, two, four, three)
    assert reordered(order=order, waiting=(one, three, four), one=one, by=1) == (two, three, one, four)
    assert reordered(order=order, waiting=(two, four), one=two, by=-9) == (one, three, two, four)


def test_a_text_is_cut_at_its_blank_lines() -> None:
    assert paragraphs(f"\n{TEXT}\n \n\n") == tuple(TEXT.split("\n\n"))
    assert paragraphs(" ") == ()


def test_what_is_voted_is_the_title_and_the_text() -> None:
    assert text_voted(title="A saw", text=" We buy one. ") == "A saw\n\nWe buy one."
    assert text_voted(title="A saw", text="") == "A saw"


def test_what_did_not_change_is_cut_to_what_is_around() -> None:
    long = " ".join(f"word{number}" for number in range(200))
    found = legible(difference(before=f"{long} here {long}", after=f"{long} there {long}"), around=20)
    assert "".join(part.text for part in found if part.piece is not Piece.ADDED) == (
        "… word198 word199 here word0 word1 word2 …"
    )
    both = (Part(piece=Piece.ADDED, text="a"), Part(piece=Piece.SAME, text=long), Part(piece=Piece.ADDED, text="b"))
    assert legible(both, around=12)[1].text == "word0 word1 … word199"


def test_words_replaced_one_after_the_other_are_read_together() -> None:
    found = legible(difference(before="lent two days a week, here", after="lent every single evening, here"))
    assert [(part.piece, part.text) for part in found] == [
        (Piece.SAME, "lent "),
        (Piece.REMOVED, "two days a week,"),
        (Piece.ADDED, "every single evening,"),
        (Piece.SAME, " here"),
    ]
    # Words that only come, or only go, stand where they do.
    assert legible(difference(before="a c", after="a b c d")) == difference(before="a c", after="a b c d")


def test_a_difference_is_shown_with_the_paragraph_it_is_in_or_beside() -> None:
    found = legible(difference(before="One.\n\nTwo two.\n\nThree.\n\nFour.", after="One.\n\nTwo 2.\n\nThree.\n\nFour."))
    assert "".join(part.text for part in found if part.piece is not Piece.REMOVED) == "…\n\nTwo 2.\n\nThree.\n\n…"
    # A paragraph that comes is shown after the one before it.
    found = legible(difference(before="One.\n\nTwo.\n\nThree.", after="One.\n\nTwo.\n\nNew.\n\nThree."))
    assert "".join(part.text for part in found) == "…\n\nTwo.\n\nNew.\n\nThree."


@given(texts(), texts())
def test_a_legible_difference_still_holds_both_texts(before: str, after: str) -> None:
    before, after = (text.replace("\n\n", "\n") for text in (before, after))
    found = legible(difference(before=before, after=after))
    for piece, text in ((Piece.REMOVED, before), (Piece.ADDED, after)):
        assert "".join(part.text for part in found if part.piece in {Piece.SAME, piece}) == text
