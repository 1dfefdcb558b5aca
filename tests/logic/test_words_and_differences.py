"""Search without accents, differences word by word."""

from hypothesis import example, given
from hypothesis import strategies as st

from toutdoux.decisions.logic import difference as module
from toutdoux.decisions.logic.difference import Part, Piece, difference
from toutdoux.kernel.search import searchable


def test_it_works() -> None:
    assert searchable("Prêter la Sono", "À l'ÉTÉ  ") == "preter la sono a l'ete"
    assert difference(before="one two three", after="one 2 three") == (
        Part(piece=Piece.SAME, text="one "),
        Part(piece=Piece.REMOVED, text="two"),
        Part(piece=Piece.ADDED, text="2"),
        Part(piece=Piece.SAME, text=" three"),
    )


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    parts = difference(before=before, after=after)
    assert "".join(p.text for p in parts if p.piece is not Piece.ADDED) == before
    assert "".join(p.text for p in parts if p.piece is not Piece.REMOVED) == after


def test_long_texts_are_compared_by_line() -> None:
    before = "\n".join("a b c d e f g h" for _ in range(module._MOST_WORDS))
    parts = difference(before=before, after=before + "\nlast")
    assert parts[-1] == Part(piece=Piece.ADDED, text="a b c d e f g h\nlast")


@given(st.text(max_size=80))
@example("𝕬")
@example("İ")
def test_searching_is_stable(text: str) -> None:
    assert searchable(searchable(text)) == searchable(text)
