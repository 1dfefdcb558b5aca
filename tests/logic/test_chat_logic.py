"""What is typed is read in either language; gestures are counted; channel and council are compared without losing anyone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.integrations.chat.logic.membership import RoomPerson, Voter, differences, likely
from toutdoux.integrations.chat.logic.rates import MOST_GESTURES, WINDOW, again_at
from toutdoux.integrations.chat.logic.typing import ABOUT_AN_ACTION, WORDS, Spoken, Verb, read, spoken
from toutdoux.rules.facts import Choice

NOW = datetime(2026, 3, 10, tzinfo=UTC)


# --- what is typed ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "verb", "reference", "words"),
    [
        ("", Verb.HELP, "", ""),
        ("   ", Verb.HELP, "", ""),
        ("aide", Verb.HELP, "", ""),
        ("HELP me", Verb.HELP, "", "me"),
        ("nouvelle", Verb.NEW, "", ""),
        ("new Buy an oven", Verb.NEW, "", "Buy an oven"),
        ("votes", Verb.VOTES, "", ""),
        ("action E12", Verb.ACTION, "E12", ""),
        ("objection  P26-E12 ", Verb.OBJECTION, "P26-E12", ""),
        ("amender E12", Verb.AMEND, "E12", ""),
        ("retirer E12 parce qu’il pleut", Verb.WITHDRAW, "E12", "parce qu’il pleut"),
        ("withdraw E12\nbecause it rains\nhard", Verb.WITHDRAW, "E12", "because it rains\nhard"),
        ("réalisée E12", Verb.DONE, "E12", ""),
        ("REALISEE E12", Verb.DONE, "E12", ""),
        ("re\u0301alise\u0301e E12", Verb.DONE, "E12", ""),
        ("done", Verb.DONE, "", ""),
    ],
)
def test_it_works(text: str, verb: Verb, reference: str, words: str) -> None:
    found = read(text)
    assert (found.verb, found.reference, found.words) == (verb, reference, words)


def test_an_unknown_word_is_told_apart() -> None:
    found = read("sing E12")
    assert (found.verb, found.word, found.words) == (None, "sing", "E12")


@given(st.text())
def test_whatever_is_typed_is_read(text: str) -> None:
    found = read(text)
    assert found.verb is None or found.verb in Verb
    assert not found.reference or found.verb in ABOUT_AN_ACTION
    assert len(found.word) + len(found.reference) + len(found.words) <= len(text)


@given(st.sampled_from(sorted(WORDS)), st.booleans())
def test_every_word_is_understood_whatever_the_case(word: str, upper: bool) -> None:
    assert read((word.upper() if upper else word) + " E1").verb is WORDS[word]


# --- how much ------------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(min_value=0, max_value=120), max_size=80))
def test_no_more_than_so_many_gestures_pass_in_any_window(seconds: list[int]) -> None:
    made: list[datetime] = []
    for second in sorted(seconds):
        at = NOW + timedelta(seconds=second)
        until = again_at(gestures=made, now=at)
        if until is None:
            made.append(at)
            assert sum(one > at - WINDOW for one in made) <= MOST_GESTURES
        else:
            assert at < until <= at + WINDOW
            assert again_at(gestures=made, now=until) is None
    assert len(made) >= min(len(seconds), MOST_GESTURES)


# --- channel and council -----------------------------------------------------------------------------------------------


voters = st.builds(
    Voter,
    member_id=st.uuids(),
    name=st.sampled_from(["Ada", "Jo", "Sam"]),
    votes=st.booleans(),
    on_leave=st.booleans(),
    gone=st.booleans(),
    user_id=st.sampled_from(["", "u1", "u2", "u3", "u4"]),
)
people = st.lists(
    st.builds(RoomPerson, user_id=st.sampled_from(["u1", "u2", "u3", "u4", "u5"]), user_name=st.just("x")),
    unique_by=lambda person: person.user_id,
)
registers = st.lists(voters, unique_by=lambda voter: voter.user_id or voter.member_id)


@given(people, registers)
def test_everyone_is_somewhere_once(inside: list[RoomPerson], register: list[Voter]) -> None:
    found = differences(people=inside, members=register)
    there = {person.user_id for person in inside}
    council = [voter for voter in register if voter.votes]
    assert len(council) == found.agreed + len(found.missing) + len(found.unlinked)
    known = {voter.user_id for voter in register if voter.user_id}
    assert {person.user_id for person in found.strangers} == there - known
    assert all(voter.user_id in there and not voter.votes for voter, _person in found.without_vote)
    assert not any(voter.on_leave for voter, _person in found.without_vote)
    assert found.none == (not (found.missing or found.unlinked or found.strangers or found.without_vote))


def person(name: str = "", *, user_name: str = "x", email: str = "") -> RoomPerson:
    return RoomPerson(user_id="u", user_name=user_name, name=name, email=email)


def member(name: str, *, email: str = "", linked: bool = False, gone: bool = False, n: int = 0) -> Voter:
    return Voter(
        member_id=UUID(int=n), name=name, votes=True, email=email, user_id="other" if linked else "", gone=gone
    )


def test_a_stranger_is_recognised_by_address_then_by_name() -> None:
    ada, jo = member("Ada", email="ada@example.org"), member("Jo", n=1)
    assert likely(stranger=person("Jo", email="ADA@example.org"), members=[ada, jo]) == ada
    assert likely(stranger=person("jo"), members=[ada, jo]) == jo
    assert likely(stranger=person(user_name="Jo"), members=[ada, jo]) == jo
    assert likely(stranger=person("Sam"), members=[ada, jo]) is None


def test_a_stranger_is_nobody_who_is_linked_gone_or_one_of_two() -> None:
    assert likely(stranger=person("Jo"), members=[member("Jo", linked=True)]) is None
    assert likely(stranger=person("Jo"), members=[member("Jo", gone=True)]) is None
    assert likely(stranger=person("Jo"), members=[member("Jo"), member("Jo", n=1)]) is None
    assert likely(stranger=person(""), members=[member("Jo", email="")]) is None


BEES = ("The Bees", "The Bees of the valley", "Élan")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("for The Bees", Spoken(choice=Choice.FOR, name="The Bees")),
        ("pour the bees of the VALLEY", Spoken(choice=Choice.FOR, name="The Bees of the valley")),
        ("contre elan trop cher", Spoken(choice=Choice.AGAINST, name="Élan", reason="trop cher")),
        ("blank", Spoken(choice=Choice.BLANK, name=None)),
        ("perhaps The Bees", Spoken(choice=None, name="The Bees")),
        ("", Spoken(choice=None, name=None)),
    ],
)
def test_what_is_said_for_an_organisation_is_read(typed: str, found: Spoken) -> None:
    assert spoken(typed, names=BEES) == found


def test_the_only_organisation_need_not_be_named() -> None:
    assert spoken("against it leaks", names=BEES[:1]) == Spoken(
        choice=Choice.AGAINST, name="The Bees", reason="it leaks"
    )
    assert spoken("for", names=BEES[:1]) == Spoken(choice=Choice.FOR, name="The Bees")
