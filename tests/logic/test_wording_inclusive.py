"""Gendered words are shown in the form the association prefers, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.wording.inclusive import InclusiveForm, inclusive


def test_it_works() -> None:
    assert inclusive("Meneur·se", InclusiveForm.MEDIAN) == "Meneur·se"
    assert inclusive("Meneur·se", InclusiveForm.DOUBLET) == "Meneuse ou meneur"


@pytest.mark.parametrize(
    ("median", "doublet"),
    [
        ("meneur·se", "meneuse ou meneur"),
        ("meneur·ses", "meneuses et meneurs"),
        ("meneur·se·s", "meneuses et meneurs"),
        ("Co-meneur·se", "Co-meneuse ou co-meneur"),
        ("représentant·e", "représentante ou représentant"),
        ("représentant·e·s", "représentantes et représentants"),
        ("les élu·es", "les élues et élus"),
        ("animateur·rice", "animatrice ou animateur"),
        ("animateur·trices", "animatrices et animateurs"),
        ("trésorier·ère", "trésorière ou trésorier"),
        ("trésorier·ière", "trésorière ou trésorier"),
        ("actif·ve", "active ou actif"),
        ("actif·ives", "actives et actifs"),
        ("heureux·se", "heureuse ou heureux"),
        ("heureux·ses", "heureuses et heureux"),
        ("citoyen·ne", "citoyenne ou citoyen"),
        ("nouvel·le", "nouvelle ou nouvel"),
        ("cadet·te", "cadette ou cadet"),
        ("il·elle", "elle ou il"),
        ("Ceux·celles", "Celles et ceux"),
        ("le·la", "la ou le"),
        ("tous·tes", "toutes et tous"),
        ("un·e membre motivé·e.", "une ou un membre motivée ou motivé."),
    ],
)
def test_doublets(median: str, doublet: str) -> None:
    assert inclusive(median, "doublet") == doublet
    assert inclusive(median, "median") == median


@pytest.mark.parametrize("text", ["9 pour · 1 contre · moitié : 11 sur 22", "a·b", "5 N·m", "chacun·", "·e", "word"])
def test_what_is_no_gendered_word_stays(text: str) -> None:
    assert inclusive(text, InclusiveForm.DOUBLET) == text


def test_an_unknown_form_is_an_error_of_the_program() -> None:
    with pytest.raises(ValueError, match="is not a valid InclusiveForm"):
        inclusive("meneur·se", "neutral")


@given(st.text())
def test_any_text_is_accepted_and_text_without_dots_is_untouched(text: str) -> None:
    shown = inclusive(text, InclusiveForm.DOUBLET)
    assert "·" in text or shown == text
