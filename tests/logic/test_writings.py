"""What is written together, purely: the order of sections, figures that changed, founding texts compared."""

from hypothesis import given
from hypothesis import strategies as st

from toutdoux.writings.logic.arranging import (
    DEFAULT,
    Changed,
    Move,
    Place,
    Shown,
    Which,
    changed_figures,
    inherited,
    moved,
    own_code,
    places,
)
from toutdoux.writings.logic.charters import Article, Fate, articles, compared

ORDER = tuple(Place(code=code) for code in "abcd")


def test_it_works() -> None:
    assert [place.code for place in moved(ORDER, code="c", move=Move.UP)] == ["a", "c", "b", "d"]
    assert [place.code for place in moved(ORDER, code="c", move=Move.DOWN)] == ["a", "b", "d", "c"]
    hidden = moved(ORDER, code="b", move=Move.HIDE)
    assert [place.hidden for place in hidden] == [False, True, False, False]
    assert moved(hidden, code="b", move=Move.SHOW) == ORDER


@given(code=st.sampled_from("abcd"), moves=st.lists(st.sampled_from(list(Move)), max_size=12))
def test_no_move_loses_or_doubles_a_section(code: str, moves: list[Move]) -> None:
    rows = ORDER
    for move in moves:
        rows = moved(rows, code=code, move=move)
    assert sorted(place.code for place in rows) == list("abcd")


def test_at_either_end_a_section_stays() -> None:
    assert moved(ORDER, code="a", move=Move.UP) == ORDER
    assert moved(ORDER, code="d", move=Move.DOWN) == ORDER


def test_a_report_begins_with_its_sections_and_learns_new_ones_at_the_end() -> None:
    assert tuple(place.code for place in places(which=Which.FINANCIAL, kept=())) == DEFAULT[Which.FINANCIAL]
    kept = (Place(code="budget"), Place(code="own-1", title="Beans"))
    found = places(which=Which.FINANCIAL, kept=kept)
    assert found[:2] == kept
    assert {place.code for place in found} == {*DEFAULT[Which.FINANCIAL], "own-1"}


def test_the_next_report_begins_as_the_one_before_without_its_own_sections() -> None:
    before = (
        Place(code="budget", title="Next"),
        Place(code="own-1", title="Beans"),
        Place(code="balance", hidden=True),
    )
    found = places(which=Which.FINANCIAL, kept=inherited(before))
    assert found[:2] == (before[0], before[2])
    assert sorted(place.code for place in found) == sorted(DEFAULT[Which.FINANCIAL])
    assert inherited(()) == ()


def test_a_section_of_ones_own_gets_a_code_nobody_had() -> None:
    assert own_code(ORDER) == "own-1"
    assert own_code((Place(code="own-2"), Place(code="own-7"))) == "own-8"


def test_changed_figures_are_told_by_what_they_are_worth_not_by_their_words() -> None:
    then = {
        "members": Shown(value="21", shown="21", label="Members"),
        "state": Shown(value="open", shown="Ouverte", label="E1"),
        "gone": Shown(value="1", shown="one", label="Loans"),
    }
    now = {
        "members": Shown(value="22", shown="22", label="Members"),
        "state": Shown(value="open", shown="Open", label="E1"),
        "new": Shown(value="3", shown="3", label="Trainings"),
    }
    assert changed_figures(then=then, now=now) == (
        Changed(label="Members", before="21", after="22"),
        Changed(label="Trainings", before="", after="3"),
        Changed(label="Loans", before="one", after=""),
    )


TEXT = "Preamble\n\n## Art. 1\n\nOne.\n\n### Art. 2 ##\n\nTwo."


def test_a_text_is_cut_into_its_articles() -> None:
    assert articles(TEXT) == (
        Article(title="", text="Preamble"),
        Article(title="Art. 1", text="One."),
        Article(title="Art. 2", text="Two."),
    )
    assert articles("\r\n# Only\r\n") == (Article(title="Only", text=""),)
    assert articles("") == ()


def test_versions_are_compared_article_by_article() -> None:
    after = TEXT.replace("Two.", "Two, at last.").replace("## Art. 1\n\nOne.\n\n", "") + "\n\n## Art. 3\n\nThree."
    assert [(one.title, one.fate) for one in compared(before=TEXT, after=after)] == [
        ("", Fate.SAME),
        ("Art. 1", Fate.REMOVED),
        ("Art. 2", Fate.CHANGED),
        ("Art. 3", Fate.ADDED),
    ]


@given(
    before=st.lists(st.sampled_from(["## A\n\nx", "## B\n\ny", "## C\n\nz", "w"])),
    after=st.lists(st.sampled_from(["## A\n\nx", "## B\n\nq"])),
)
def test_a_comparison_holds_both_versions_whole(before: list[str], after: list[str]) -> None:
    one, other = "\n\n".join(before), "\n\n".join(after)
    found = compared(before=one, after=other)
    assert [row.before for row in found if row.fate is not Fate.ADDED] == [row.text for row in articles(one)]
    assert [row.after for row in found if row.fate is not Fate.REMOVED] == [row.text for row in articles(other)]
