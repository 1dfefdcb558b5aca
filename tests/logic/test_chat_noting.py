"""What is noted in one line of a chat, in both languages."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.integrations.chat.logic.noting import KINDS, OFFERED, Noted, read_day, read_note
from toutdoux.integrations.chat.logic.noting_fields import CHOICES, FIELDS, STATES, Said
from toutdoux.procedures.registering import SHEETS

TODAY = date(2026, 3, 17)
#: A colon has a meaning of its own before the first of these words.
WORDS = st.text(st.characters(exclude_characters=":"), max_size=8)


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("activité Fête du quartier", Noted(kind="event", day=TODAY, title="Fête du quartier")),
        ("EMISSION hier Les abeilles", Noted(kind="radio", day=date(2026, 3, 16), title="Les abeilles")),
        ("training 2026-02-01 Free licences", Noted(kind="training", day=date(2026, 2, 1), title="Free licences")),
        ("réunion 1/3/2026", Noted(kind="meeting", day=date(2026, 3, 1))),
        ("demande La chorale : une salle", Noted(kind="request", day=TODAY, title="une salle", who="La chorale")),
        ("request A room", Noted(kind="request", day=TODAY, title="A room")),
        (
            "formation Licences libres inscrits=10 reçus=6 niveau=II au-niveau=5",
            Noted(
                kind="training",
                day=TODAY,
                title="Licences libres",
                said=Said(values={"took_part": 10, "passed": 6, "level": "II", "at_level": 5}),
            ),
        ),
        (
            "intervention Au lycée pour=Le lycée durée=2 h 30 montant=500-800 avec=Bob, Dana",
            Noted(
                kind="intervention",
                day=TODAY,
                title="Au lycée",
                said=Said(
                    values={"for_whom": "Le lycée", "length": 150, "least": 50_000, "most": 80_000},
                    people=("Bob", "Dana"),
                ),
            ),
        ),
        (
            "partner The library until=2027-06-30 renew=01/05/2027 state=signée",
            Noted(
                kind="partner",
                day=TODAY,
                title="The library",
                said=Said(values={"renew_on": date(2027, 5, 1)}, last_day=date(2027, 6, 30), state="signed"),
            ),
        ),
        (
            "incident hier Pads : disque plein début=6h fin=11:30 effet=lent",
            Noted(
                kind="incident",
                day=date(2026, 3, 16),
                title="disque plein",
                said=Said(values={"effect": "degraded"}, starts=time(6), ends=time(11, 30), about="Pads"),
            ),
        ),
        (
            "outage The pads are gone on=Pads",
            Noted(kind="incident", day=TODAY, title="The pads are gone", said=Said(about="Pads"), began_now=True),
        ),
        (
            "demande Une salle de=La chorale : aînés",
            Noted(
                kind="request",
                day=TODAY,
                title="Une salle",
                who="La chorale : aînés",
                said=Said(values={"from_whom": "La chorale : aînés"}),
            ),
        ),
        (
            "chatons Un nouveau membre position=Contre",
            Noted(kind="chatons", day=TODAY, title="Un nouveau membre", said=Said(values={"position": "against"})),
        ),
        (
            "radio Les abeilles distance=oui action=E12",
            Noted(kind="radio", day=TODAY, title="Les abeilles", said=Said(values={"remote": True}, action="E12")),
        ),
        ("réunion Deux et deux=4", Noted(kind="meeting", day=TODAY, title="Deux et deux=4")),
        ("", Noted(kind="", day=TODAY)),
        ("Fête du quartier", Noted(kind="", day=TODAY, title="Fête du quartier")),
    ],
)
def test_it_works(text: str, noted: Noted) -> None:
    assert read_note(text, today=TODAY) == noted


def test_what_is_whole_can_be_noted_at_once() -> None:
    assert read_note("activité Fête", today=TODAY).whole
    assert not read_note("activité", today=TODAY).whole
    assert not read_note("demande Une salle", today=TODAY).whole
    assert read_note("demande La chorale: une salle", today=TODAY).whole


def test_every_sort_is_one_that_the_registers_know() -> None:
    assert set(OFFERED) == set(KINDS.values()) <= set(SHEETS)


@pytest.mark.parametrize(
    "typed",
    [
        "training A passed=six",
        "training A passed=",
        "radio A length=long",
        "radio A remote=maybe",
        "partner A renew=soon",
        "partner A until=soon",
        "partner A state=somewhere",
        "chatons A position=later",
        "intervention A amount=500-many",
        "incident A start=25:00",
        "incident A end=soon",
        "incident A on=",
        "meeting A action=",
        "meeting A place=",
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_noted(typed: str) -> None:
    noted = read_note(typed, today=TODAY)
    assert noted.unread == (typed.split(" ", 2)[2],)
    assert noted.title == "A"
    assert not noted.whole


def test_an_incident_is_whole_once_it_is_known_when_it_began() -> None:
    assert read_note("incident Pads: full", today=TODAY).whole
    assert not read_note("incident hier Pads: full", today=TODAY).whole
    assert read_note("incident hier Pads: full début=18h", today=TODAY).whole
    assert not read_note("chatons A vote", today=TODAY).whole
    assert read_note("chatons A vote position=blank", today=TODAY).whole


def test_every_word_says_something_of_some_sort_and_every_state_is_one() -> None:
    """No word is there for nothing, and each choice is one of a field's."""
    offered = [SHEETS[kind] for kind in OFFERED]
    named = {field.name for sheet in offered for field in sheet.fields}
    common = {str(one) for sheet in offered for one in sheet.common} | {"starts", "ends", "state", "amount"}
    assert {name for names in FIELDS.values() for name in names} <= named | common
    assert set(STATES.values()) <= {state for sheet in offered for state in sheet.states}
    for name, words in CHOICES.items():
        fields = [field for sheet in offered if (field := sheet.field(name))]
        assert fields
        assert all(set(words.values()) <= set(field.choices) for field in fields)


@given(st.sampled_from(OFFERED), st.lists(st.tuples(st.sampled_from(sorted(FIELDS)), WORDS)))
def test_any_words_are_read_or_told(kind: str, pairs: list[tuple[str, str]]) -> None:
    line = " ".join(["A title", *(f"{word}={value}" for word, value in pairs)])
    word = next(word for word, meant in KINDS.items() if meant == kind)
    noted = read_note(f"{word} {line}", today=TODAY)
    assert noted.title.startswith("A title")


@pytest.mark.parametrize("text", ["2026-02-30", "31/02/2026", "tomorrow", "2026-3-1", "²⁰²⁶-03-01"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text, today=TODAY) is None


@given(st.text(max_size=60))
def test_any_line_is_read(text: str) -> None:
    noted = read_note(text, today=TODAY)
    assert noted.kind in {"", *OFFERED}
    assert noted.title == noted.title.strip()
