"""What is noted in one line of a chat, in both languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.integrations.chat.logic.noting import KINDS, OFFERED, Noted, read_day, read_note
from toutdoux.procedures.registering import SHEETS

TODAY = date(2026, 3, 17)


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("activité Fête du quartier", Noted(kind="event", day=TODAY, title="Fête du quartier")),
        ("EMISSION hier Les abeilles", Noted(kind="radio", day=date(2026, 3, 16), title="Les abeilles")),
        ("training 2026-02-01 Free licences", Noted(kind="training", day=date(2026, 2, 1), title="Free licences")),
        ("réunion 1/3/2026", Noted(kind="meeting", day=date(2026, 3, 1))),
        ("demande La chorale : une salle", Noted(kind="request", day=TODAY, title="une salle", who="La chorale")),
        ("request A room", Noted(kind="request", day=TODAY, title="A room")),
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


@pytest.mark.parametrize("text", ["2026-02-30", "31/02/2026", "tomorrow", "2026-3-1", "²⁰²⁶-03-01"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text, today=TODAY) is None


@given(st.text(max_size=60))
def test_any_line_is_read(text: str) -> None:
    noted = read_note(text, today=TODAY)
    assert noted.kind in {"", *OFFERED}
    assert noted.title == noted.title.strip()
