"""Bringing in an old table on a page: look first, then agree; all of it, or nothing."""

import re
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.pages import Pages, html, words
from tests.support.people import World, world
from tests.support.tables import HEADER, ROW, extraordinary, ordinary, table
from tests.support.visitors import stranger
from toutdoux.associations.queries import periods
from toutdoux.decisions.commands.importing import import_rows
from toutdoux.decisions.logic.tables import MAX_BYTES, read_table, write_csv
from toutdoux.decisions.models import Action, HistoricalRecord
from toutdoux.decisions.queries.exporting import exported_rows
from toutdoux.ledger.models import Entry
from toutdoux.ledger.queries import chain_flaw
from toutdoux.members.models import Member
from toutdoux.rules.rulebook import Kind
from toutdoux.web.decisions import import_views

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> World:
    return world()


@pytest.fixture
def pages(scene: World) -> Pages:
    found = Pages(scene)
    for name in ("alice", "bob", "charlie"):
        # An account is linked before anything is counted: that is an entry too.
        found.browser(name)
    return found


def look(pages: Pages, data: bytes, *, name: str = "alice", period: str = "A25", kind: str = "extraordinary") -> Any:
    """Hand a file over."""
    return pages.post(name, "import/", {"table": SimpleUploadedFile("table.csv", data), "period": period, "kind": kind})


def agreement(response: Any) -> str:
    """Return what the page carries to be agreed to."""
    found = re.search(r'name="agreed"\s+value="([^"]+)"', html(response))
    assert found is not None
    return found[1]


def written() -> tuple[int, int, int]:
    """Count what an import could have written."""
    return Action.objects.count(), HistoricalRecord.objects.count(), Entry.objects.count()


def faults(response: Any) -> list[str]:
    """Return the reasons a table was not taken, after checking that the page says so."""
    assert response.status_code == 422
    page = response.content.decode()
    assert "Nothing was written." in page
    listed = page.partition('class="trouble"')[2].partition("</section>")[0]
    return [words_of(item) for item in re.findall(r"(?s)<li>(.*?)</li>", listed)]


def words_of(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("&quot;", '"').split())


def test_it_works(scene: World, pages: Pages) -> None:
    before = written()
    data = extraordinary(n20=("oui", "2020-04-08"))
    shown = look(pages, data)
    text = words(shown)
    assert "15 rows to enter" in text
    assert "15 rows were read." in text
    assert "The period A25 will be opened." in text
    assert "One row says what its figures do not allow" in text
    assert "#4, Idée numéro 4 — 10/21 for (11 needed), 0/21 against (11 needed)" in text
    assert written() == before
    done = pages.post("alice", "import/", {"agreed": agreement(shown)})
    assert done["Location"] == f"/a/{scene.slug}/register/?period=A25&kind=extraordinary&sort=number"
    rows = exported_rows(association_id=scene.association_id, period="A25", kind=Kind.EXTRAORDINARY, now=scene.now)
    assert write_csv(rows=rows) == write_csv(rows=read_table(data=data, kind=Kind.EXTRAORDINARY))
    assert "15 rows were entered in the register." in pages.words("alice", "register/")
    assert chain_flaw(association_id=scene.association_id) is None


def test_it_creates_rows_and_no_person(scene: World, pages: Pages) -> None:
    people = Member.objects.count()
    shown = look(pages, ordinary(), kind="ordinary", period="p26")
    assert "will be opened" not in words(shown)
    pages.post("alice", "import/", {"agreed": agreement(shown)})
    assert Member.objects.count() == people
    assert set(Action.objects.values_list("kind", "period__code", "historical")) == {("ordinary", "P26", True)}


def test_the_same_table_again_changes_nothing(scene: World, pages: Pages) -> None:
    first = agreement(look(pages, extraordinary()))
    pages.post("alice", "import/", {"agreed": first})
    before = written()
    again = words(look(pages, extraordinary()))
    assert "Nothing to enter" in again
    assert "15 are in the register already." in again
    # Sent twice, as a browser's "back" does.
    pages.post("alice", "import/", {"agreed": first})
    assert "Every row was there already" in pages.words("alice", "register/")
    assert written() == before


def test_only_what_is_new_is_entered(scene: World, pages: Pages) -> None:
    pages.post("alice", "import/", {"agreed": agreement(look(pages, table(ROW)))})
    shown = look(pages, table(ROW, "5,Acheter un banc,2020-03-05,Malo,12,0,21,Acceptée,"))
    text = words(shown)
    assert "1 row to enter" in text
    assert "1 is in the register already." in text
    assert "Acheter une perceuse" not in text.partition("What will be entered")[2]


def test_a_row_that_differs_is_refused_with_the_difference_and_all_others_with_it(scene: World, pages: Pages) -> None:
    pages.post("alice", "import/", {"agreed": agreement(look(pages, table(ROW)))})
    before = written()
    other = look(pages, table(ROW.replace("10,0,21", "12,0,21"), "5,Acheter un banc,2020-03-05,Malo,12,0,21,Acceptée,"))
    (reason,) = faults(other)
    assert "4" in reason
    assert "10" in reason
    assert "12" in reason
    assert 'name="agreed"' not in other.content.decode()
    assert written() == before


def test_a_number_that_an_action_bears_is_refused(scene: World, pages: Pages) -> None:
    scene.open()
    (reason,) = faults(look(pages, table(ROW.replace("4,", "1,", 1)), period="P26"))
    assert "1" in reason


def test_what_changed_between_looking_and_agreeing_is_looked_at_again(scene: World, pages: Pages) -> None:
    agreed = agreement(look(pages, table(ROW)))
    rows = read_table(data=table(ROW.replace("perceuse", "scie")), kind=Kind.EXTRAORDINARY)
    import_rows(
        association_id=scene.association_id,
        actor_id=None,
        period="A25",
        kind=Kind.EXTRAORDINARY,
        rows=rows,
        now=scene.now,
    )
    before = written()
    (reason,) = faults(pages.post("alice", "import/", {"agreed": agreed}))
    assert "scie" in reason
    assert written() == before


def test_every_fault_names_its_row_and_column(scene: World, pages: Pages) -> None:
    data = table(
        "4,Acheter une perceuse,2020-03-04,Zoé,10,0,21,Peut-être,",
        "5,,04/03/2020,Zoé,ten,0,21,Menée,",
        "5,Un banc,2020-03-04,Zoé,20,5,21,Menée,",
    )
    reasons = faults(look(pages, data))
    places = [re.match(r"Row (\d+), column (\w+):", reason) for reason in reasons]
    assert [(place[1], place[2]) for place in places if place] == [
        ("2", "status"),
        ("3", "for"),
        ("3", "title"),
        ("3", "opened_on"),
        ("4", "number"),
        ("4", "for"),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0", "UTF-8"),
        (HEADER.encode() + b"\n4,\0,2020-03-04,,1,0,2,Ouverte,", "NUL"),
        (table(ROW).decode().encode("latin-1"), "UTF-8"),
        (table(ROW.replace(",", "|"), header=HEADER.replace(",", "|")), "the first line must name the columns"),
        (table(ROW.replace("Acheter une perceuse", '"Acheter une perceuse')), "quotation marks"),
        (b"PK\x03\x04" + bytes(range(1, 200)) * 50, "UTF-8"),
        (table(ROW + ",javascript:alert(1)", header=HEADER + ",link"), "http://"),
        (table(ROW, header=HEADER + ",rm -rf"), "column"),
        ((HEADER + "\n" + ",".join(["9" * 400] * 9)).encode(), "too large"),
    ],
)
def test_hostile_files_are_refused_and_nothing_is_written(scene: World, pages: Pages, data: bytes, said: str) -> None:
    before = written()
    reasons = faults(look(pages, data))
    assert any(said in reason for reason in reasons), reasons
    assert written() == before
    assert [period.code for period in periods(association_id=scene.association_id)] == ["P26"]


def test_a_hundred_megabytes_are_refused_unread(scene: World, pages: Pages) -> None:
    before = written()
    (reason,) = faults(look(pages, bytes(100 * 1024 * 1024)))
    assert f"larger than {MAX_BYTES // 1024 // 1024} MB" in reason
    assert written() == before


def test_a_thousand_faults_are_not_all_listed(scene: World, pages: Pages) -> None:
    reasons = faults(look(pages, table(*["x"] * 1000)))
    assert len(reasons) == import_views.MOST_SHOWN + 1
    assert reasons[-1] == "… and 900 more."


def test_formulas_stay_text(scene: World, pages: Pages) -> None:
    data = table("4,'=HYPERLINK(1),2020-03-04,<script>alert(1)</script>,10,0,21,En attente,@SUM(1)")
    shown = look(pages, data)
    assert "<script>alert" not in html(shown)
    pages.post("alice", "import/", {"agreed": agreement(shown)})
    assert "&lt;script&gt;alert(1)" in html(pages.get("alice", "register/"))
    sent = pages.get("alice", "register/export/", format="csv").content.decode()
    assert "'=HYPERLINK(1)" in sent
    assert ",'@SUM(1)" in sent


def test_other_separators_and_encodings_of_spreadsheets_are_read(scene: World, pages: Pages) -> None:
    for data in (
        table(ROW.replace(",", ";"), header=HEADER.replace(",", ";")),
        table(ROW.replace(",", "\t"), header=HEADER.replace(",", "\t")).decode().encode("utf-16"),
        b"\xef\xbb\xbf" + table(ROW),
    ):
        assert "1 row to enter" in words(look(pages, data))


@pytest.mark.parametrize("missing", ["table", "period", "kind"])
def test_what_is_missing_is_asked_for(scene: World, pages: Pages, missing: str) -> None:
    data = {"table": SimpleUploadedFile("t.csv", table(ROW)), "period": "A25", "kind": "extraordinary"}
    del data[missing]
    asked = pages.post("alice", "import/", data)
    assert asked.status_code == 422
    assert f'href="#id_{missing}"' in asked.content.decode()


@pytest.mark.parametrize(
    ("period", "kind"), [("P 2/6", "extraordinary"), ("x" * 13, "ordinary"), ("A25", "counter-vote")]
)
def test_a_period_or_a_kind_that_cannot_be_is_refused(scene: World, pages: Pages, period: str, kind: str) -> None:
    before = written()
    asked = look(pages, table(ROW), period=period, kind=kind)
    assert asked.status_code == 422
    assert 'name="agreed"' not in asked.content.decode()
    assert written() == before


@pytest.mark.parametrize("forged", ["", "x", "x:y:z", "another purpose"])
def test_what_was_not_shown_is_not_entered(scene: World, pages: Pages, forged: str) -> None:
    before = written()
    agreed = signing.dumps({"table": "x"}, salt=forged) if forged == "another purpose" else forged
    sent = pages.post("alice", "import/", {"agreed": agreed})
    assert sent["Location"] == f"/a/{scene.slug}/import/"
    assert "nothing was entered" in pages.words("alice", "import/")
    assert written() == before


def test_an_agreement_is_good_for_who_looked_where_they_looked_and_for_a_while(scene: World, pages: Pages) -> None:
    agreed = agreement(look(pages, table(ROW)))
    other = Pages(world())
    other.browser("alice")
    before = written()
    for sent in (
        pages.post("bob", "import/", {"agreed": agreed}),
        other.post("alice", "import/", {"agreed": agreed}),
    ):
        assert sent["Location"].endswith("/import/")
    scene.later(hours=13)
    assert pages.post("alice", "import/", {"agreed": agreed})["Location"].endswith("/import/")
    assert Action.objects.count() == before[0]


def test_a_table_too_long_for_a_page_leads_to_the_command_line(
    scene: World, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_views, "MOST_CARRIED", 10)
    shown = look(pages, table(ROW), period="a25")
    assert 'name="agreed"' not in html(shown)
    command = f"toutdoux import actions FILE.csv --association {scene.slug} --period A25 --kind extraordinary"
    assert command in words(shown)


def test_those_who_vote_bring_tables_in(scene: World, pages: Pages) -> None:
    assert pages.get("charlie", "import/").status_code == 422
    assert look(pages, table(ROW), name="charlie").status_code == 422
    agreed = agreement(look(pages, table(ROW)))
    assert pages.post("charlie", "import/", {"agreed": agreed}).status_code == 422
    assert not Action.objects.exists()
    assert stranger().get(f"/a/{scene.slug}/import/")["Location"].startswith("/sign-in/")
    other = world()
    assert pages.browser("alice").get(f"/a/{other.slug}/import/").status_code == 404
