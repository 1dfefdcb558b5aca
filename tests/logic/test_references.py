"""References: read as people type them, written one way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.decisions.logic.references import Reference, read_reference
from toutdoux.rules.rulebook import Kind


def test_it_works() -> None:
    assert str(Reference(period="P20", kind=Kind.EXTRAORDINARY, number=12)) == "P20-E12"
    assert read_reference(" p20-o12 ") == Reference(period="P20", kind=Kind.ORDINARY, number=12)
    assert read_reference("E12") == Reference(period=None, kind=Kind.EXTRAORDINARY, number=12)
    assert str(read_reference("#p20-e3-c2")) == "P20-E3-C2"


@pytest.mark.parametrize(
    "text", ["", "E", "12", "E0", "P20-X1", "P20-E1-C0", "P20--E1", "E1 E2", "E١", "P20_E1", "E" + "9" * 40]
)
def test_what_is_not_one(text: str) -> None:
    assert read_reference(text) is None


@given(
    st.builds(
        Reference,
        period=st.none() | st.from_regex(r"[A-Z0-9]{1,12}", fullmatch=True),
        kind=st.sampled_from([Kind.ORDINARY, Kind.EXTRAORDINARY]),
        number=st.integers(1, 10**8),
        suffix=st.none() | st.integers(1, 1000),
    )
)
def test_what_is_written_is_read_back(reference: Reference) -> None:
    assert read_reference(str(reference)) == reference
    assert read_reference(str(reference).lower()) == reference


@given(st.text(max_size=40))
def test_nothing_breaks_it(text: str) -> None:
    read_reference(text)
