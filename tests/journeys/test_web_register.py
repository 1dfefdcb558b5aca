"""The register: it reads like the printed one, can be asked in a sentence, and leaves as a file."""

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.support.pages import Pages, html, words
from tests.support.people import World, world
from tests.support.tables import HEADER, extraordinary, ordinary, table
from tests.support.visitors import stranger
from toutdoux.decisions import commands
from toutdoux.decisions.commands.importing import import_rows
from toutdoux.decisions.logic.tables import read_table, write_csv
from toutdoux.rules.rulebook import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> World:
    return world()


@pytest.fixture
def pages(scene: World) -> Pages:
    return Pages(scene)


def bring_in(scene: World, data: bytes, *, period: str = "A25", kind: Kind = Kind.EXTRAORDINARY) -> None:
    import_rows(
        association_id=scene.association_id,
        actor_id=None,
        period=period,
        kind=kind,
        rows=read_table(data=data, kind=kind),
        now=scene.now,
    )


def lines(page: str) -> list[list[str]]:
    """Return the cells of the table, as text."""
    body = page.partition("<tbody")[2].partition("</tbody>")[0]
    return [
        [_plain(cell) for cell in re.findall(r"(?s)<t[dh] role=\"[^>]+>(.*?)</t[dh]>", row)]
        for row in re.findall(r"(?s)<tr role=\"row\"[^>]*>(.*?)</tr>", body)
    ]


def _plain(cell: str) -> str:
    shown = re.sub(r'(?s)<span class="(?:narrow-only|hidden-words)">.*?</span>|<svg.*?</svg>', " ", cell)
    return " ".join(re.sub(r"<[^>]+>", " ", shown).split())


def references(pages: Pages, **query: Any) -> list[str]:
    return [line[0] for line in lines(html(pages.get("bob", "register/", **query)))]


def played(scene: World) -> None:
    """One action of every label, of both kinds, by several people."""
    accepted = scene.open(title="Rent the garden", by="alice")
    scene.vote(accepted, "for", "bob", "dana")
    scene.later(hours=1)
    blocked = scene.open(title="Close on Mondays", by="dana")
    scene.vote(blocked, "against", "bob", "eli")
    scene.later(hours=1)
    commands.withdraw_action(
        actor=scene.bob, action_id=scene.open(title="Rename us", by="bob").id, reason="Too soon", now=scene.now
    )
    begun = scene.open(title="Thank the library", by="bob", kind="ordinary")
    commands.start_action(actor=scene.bob, action_id=begun.id, now=scene.now)
    done = scene.open(title="Sell cakes in December", by="eli", kind="ordinary", text="A **Décembre** stall")
    commands.finish_action(actor=scene.eli, action_id=done.id, on=None, note="", now=scene.now)
    scene.open(title="Update the hours", by="alice", kind="ordinary", lead_wanted=True)
    scene.later(days=1)
    scene.open(title="Buy a kiln", by="alice")


def test_it_works(scene: World, pages: Pages) -> None:
    played(scene)
    page = html(pages.get("bob", "register/"))
    assert lines(page)[0] == ["P26-E4", "Buy a kiln", "11 March", "Alice", "0/4", "0/4", "Open", ""]
    assert lines(page)[-1] == ["P26-E1", "Rent the garden", "10 March", "Alice", "2/4", "0/4", "Accepted", ""]
    assert "7 actions = 4 extraordinary + 3 ordinary" in page
    assert f'href="/a/{scene.slug}/actions/P26-E1/"' in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "ordinary"}, ["P26-O3", "P26-O2", "P26-O1"]),
        ({"label": "accepted"}, ["P26-E1"]),
        ({"label": "rejected"}, ["P26-E2"]),
        ({"label": "abandoned"}, ["P26-E3"]),
        ({"label": "in-progress"}, ["P26-O1"]),
        ({"label": "done"}, ["P26-O2"]),
        ({"label": "waiting"}, ["P26-O3"]),
        ({"label": "open"}, ["P26-E4"]),
        ({"lead": "bob"}, ["P26-E3", "P26-O1"]),
        ({"lead": "bob", "kind": "ordinary"}, ["P26-O1"]),
        ({"lead": "alice", "label": "accepted", "period": "P26", "text": "garden"}, ["P26-E1"]),
        ({"lead": "alice", "label": "accepted", "text": "kiln"}, []),
        ({"lead": "wanted"}, ["P26-O3"]),
        ({"text": "decembre"}, ["P26-O2"]),
        ({"text": "DÉCEMBRE cakes"}, ["P26-O2"]),
        ({"text": "100%"}, []),
    ],
)
def test_every_filter_and_several_at_once(
    scene: World, pages: Pages, query: dict[str, str], expected: list[str]
) -> None:
    played(scene)
    lead = query.get("lead", "")
    if lead in scene.people:
        query = query | {"lead": str(scene.people[lead].member_id)}
    assert references(pages, **query) == expected


def test_totals_are_of_everything_asked_but_the_kind(scene: World, pages: Pages) -> None:
    played(scene)
    assert "7 actions = 4 extraordinary + 3 ordinary" in pages.words("bob", "register/", kind="ordinary")
    alices = str(scene.alice.member_id)
    assert "3 actions = 2 extraordinary + 1 ordinary" in pages.words("bob", "register/", lead=alices)
    assert "0 actions = 0 extraordinary + 0 ordinary" in pages.words("bob", "register/", text="nothing like it")


def test_a_counter_vote_is_not_counted_among_the_actions(scene: World, pages: Pages) -> None:
    scene.counter(scene.open())
    assert references(pages) == ["P26-E1"]
    assert "1 action = 1 extraordinary + 0 ordinary" in pages.words("bob", "register/")


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", ["P26-E2", "P26-O1", "P26-E1"]),
        ("oldest", ["P26-E1", "P26-O1", "P26-E2"]),
        ("number", ["P26-E1", "P26-E2", "P26-O1"]),
        ("title", ["P26-O1", "P26-E1", "P26-E2"]),
    ],
)
def test_sorted_as_asked(scene: World, pages: Pages, sort: str, expected: list[str]) -> None:
    scene.open(title="Élargir la porte")
    scene.later(days=1)
    scene.open(title="Debout", kind="ordinary")
    scene.later(days=1)
    scene.open(title="Finir le toit")
    assert references(pages, sort=sort) == expected


def test_pages_keep_the_question_and_stop_at_both_ends(scene: World, pages: Pages) -> None:
    rows = [f"{n},Idea {n},2025-03-04,Zoé,3,0,9,Acceptée," for n in range(1, 121)]
    bring_in(scene, table(*rows))
    first = html(pages.get("bob", "register/", sort="number", kind="extraordinary"))
    assert [line[0] for line in lines(first)] == [f"A25-E{n}" for n in range(1, 51)]
    assert "Page 1 of 3 · 120 actions" in words(pages.get("bob", "register/"))
    onward = re.search(r'rel="next"\s+href="([^"]+)"', first)
    assert onward is not None
    assert "kind=extraordinary" in onward[1]
    assert references(pages, sort="number", page="3")[-1] == "A25-E120"
    for beyond in ("4", "999999", "9" * 5000):
        found = pages.get("bob", "register/", sort="number", page=beyond)
        assert found.status_code == 200
    assert references(pages, sort="number", page="999") == references(pages, sort="number", page="3")
    assert references(pages, sort="number", page="0") == references(pages, sort="number", page="-1")


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "counter-vote", "period": "Z99", "label": "lapsed", "lead": "nobody", "sort": "random()", "page": "x"},
        {"text": "\0", "kind": "\0"},
        {"text": "x" * 10_000},
        {"lead": "00000000-0000-0000-0000-000000000000"},
        {"text": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")},
        {"page": "²"},
    ],
)
def test_what_is_not_understood_is_not_asked_for(scene: World, pages: Pages, query: dict[str, str]) -> None:
    scene.open()
    found = pages.get("bob", "register/", **query)
    assert found.status_code == 200


def test_the_sentence_says_what_was_asked(scene: World, pages: Pages) -> None:
    played(scene)
    page = html(pages.get("bob", "register/", kind="extraordinary", period="P26", label="accepted", text="garden"))
    for value in ("extraordinary", "P26", "accepted"):
        assert re.search(rf'<option value="{value}" selected>', page)
    assert 'value="garden"' in page
    assert "Register of actions · extraordinary · P26 · accepted · “garden”" in page
    for ident in re.findall(r'<(?:select|input)[^>]* id="([^"]+)"', page):
        assert f'<label class="hidden-words" for="{ident}">' in page


def test_a_label_is_true_before_anyone_has_settled_it(scene: World, pages: Pages) -> None:
    scene.open()
    scene.later(days=9, hours=23, minutes=59)
    assert references(pages, label="open") == ["P26-E1"]
    assert references(pages, label="waiting") == []
    scene.later(minutes=1)
    assert references(pages, label="open") == []
    assert references(pages, label="waiting") == ["P26-E1"]
    (line,) = lines(html(pages.get("bob", "register/")))
    assert line[6] == "Waiting"
    scene.settle()
    assert references(pages, label="waiting") == ["P26-E1"]


def test_footnotes_are_numbered_below_and_lead_back(scene: World, pages: Pages) -> None:
    first = scene.open(title="Rent the garden")
    commands.add_footnote(actor=scene.alice, action_id=first.id, text="A plot was lent <instead>.", now=scene.now)
    scene.later(days=1)
    second = scene.open(title="Mend the boiler")
    commands.declare_urgency(actor=scene.alice, action_id=second.id, reason="Frost", now=scene.now)
    commands.finish_action(actor=scene.alice, action_id=second.id, on=None, note="", now=scene.now)
    page = html(pages.get("bob", "register/"))
    cells = lines(page)
    assert cells[0][1] == "Mend the boiler 1"
    assert cells[0][6] == "Done by urgency"
    assert cells[1][1] == "Rent the garden 2"
    notes = re.findall(r'<li id="note-(\d)"><a href="#([^"]+)">[^<]+</a> ([^<]+)</li>', page)
    assert notes == [
        ("1", "P26-E2", "Carried out early, by urgency (art. 13)."),
        ("2", "P26-E1", "A plot was lent &lt;instead&gt;."),
    ]
    for _, reference, _ in notes:
        assert f'<tr role="row" id="{reference}">' in page


def test_urgency_that_led_to_nothing_early_is_not_marked(scene: World, pages: Pages) -> None:
    action = scene.open()
    commands.declare_urgency(actor=scene.alice, action_id=action.id, reason="Frost", now=scene.now)
    assert "by urgency" not in pages.words("bob", "register/")


def test_old_tables_stand_beside_the_rest_and_are_marked(scene: World, pages: Pages) -> None:
    scene.open()
    bring_in(scene, extraordinary(n20=("oui", "2020-04-08"), n4=("non", "")))
    bring_in(scene, ordinary(), kind=Kind.ORDINARY)
    text = pages.words("bob", "register/")
    assert "21 actions = 16 extraordinary + 5 ordinary" in text
    found = {line[0]: line for line in lines(html(pages.get("bob", "register/")))}
    assert found["A25-E20"][2:] == ["5 April 2020", "Zoé", "11/24", "3/24", "Done by urgency (old table)", ""]
    assert found["A25-E4"][6] == "Accepted (old table)"
    # What was never printed is not zero.
    assert found["A25-O7"][4:6] == ["0/24", ""]
    assert "(old table)" not in found["P26-E1"][6]


def test_the_empty_register_says_what_will_be_here(scene: World, pages: Pages) -> None:
    text = pages.words("alice", "register/")
    assert "Every action will be here" in text
    assert "Propose an action" in text
    assert "Bring in an old table" in text
    assert "Bring in an old table" not in pages.words("charlie", "register/")
    assert "No action is like that." in pages.words("alice", "register/", text="kiln")


def test_another_association_is_not_there(scene: World, pages: Pages) -> None:
    other = world()
    other.open(title="Not yours")
    bob = pages.browser("bob")
    for name in ("register", "register-export"):
        assert bob.get(reverse(name, args=[other.slug])).status_code == 404
        assert stranger().get(reverse(name, args=[scene.slug]))["Location"].startswith("/sign-in/")
    assert "Not yours" not in pages.words("bob", "register/", lead=str(other.alice.member_id))


def test_the_selection_leaves_as_a_file_that_can_come_back(scene: World, pages: Pages) -> None:
    played(scene)
    data = extraordinary(n20=("oui", "2020-04-08"))
    bring_in(scene, data)
    sent = pages.get("bob", "register/export/", period="A25", kind="extraordinary", format="csv")
    assert sent["Content-Type"] == "text/csv; charset=utf-8"
    assert sent["Content-Disposition"] == f'attachment; filename="{scene.slug}-A25-extraordinary.csv"'
    assert sent.content == write_csv(rows=read_table(data=data, kind=Kind.EXTRAORDINARY))
    some = pages.get("bob", "register/export/", period="A25", kind="extraordinary", label="abandoned", format="csv")
    assert [row.number for row in read_table(data=some.content, kind=Kind.EXTRAORDINARY)] == [13]


def test_a_mixed_selection_says_period_and_kind(scene: World, pages: Pages) -> None:
    played(scene)
    bring_in(scene, table("1,Old idea,2025-03-04,Zoé,3,0,9,Menée,With a note"))
    sent = pages.get("bob", "register/export/", format="csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(sent)))
    assert sent.partition("\n")[0].startswith("period,kind," + HEADER)
    assert [(row["period"], row["kind"], row["number"]) for row in rows] == [
        *(("P26", "extraordinary", str(n)) for n in (1, 2, 3, 4)),
        *(("P26", "ordinary", str(n)) for n in (1, 2, 3)),
        ("A25", "extraordinary", "1"),
    ]
    objects = json.loads(pages.get("bob", "register/export/", format="json").content)
    assert [(o["period"], o["kind"], o["number"], o["title"]) for o in objects] == [
        (row["period"], row["kind"], int(row["number"]), row["title"]) for row in rows
    ]
    ordinary_only = json.loads(pages.get("bob", "register/export/", format="json", kind="ordinary").content)
    assert {o["kind"] for o in ordinary_only} == {"ordinary"}
    assert "text" in {key for o in objects for key in o}


@pytest.mark.parametrize("query", [{}, {"period": "P26", "kind": "extraordinary"}])
def test_no_cell_of_a_file_is_run_by_a_spreadsheet(scene: World, pages: Pages, query: dict[str, str]) -> None:
    scene.open(title='=HYPERLINK("http://evil.example","x")')
    scene.open(title="@SUM(1+1)")
    sent = pages.get("bob", "register/export/", format="csv", **query).content.decode()
    cells = [cell for row in csv.reader(io.StringIO(sent)) for cell in row]
    assert "'@SUM(1+1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_file_holds_every_page(scene: World, pages: Pages) -> None:
    bring_in(scene, table(*(f"{n},Idea {n},2025-03-04,Zoé,3,0,9,Acceptée," for n in range(1, 701))))
    sent = pages.get("bob", "register/export/", format="json", text="idea")
    assert [o["number"] for o in json.loads(sent.content)] == list(range(1, 701))


def test_as_many_questions_whatever_the_number_of_actions(scene: World, pages: Pages) -> None:
    def asked(**query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert pages.get("bob", "register/", **query).status_code == 200
        return len(queries)

    def some(number: int) -> None:
        for n in range(number):
            scene.vote(scene.open(title=f"Idea {n}"), "for", "dana")
            commands.add_footnote(
                actor=scene.alice, action_id=scene.open(kind="ordinary").id, text=f"Note {n}", now=scene.now
            )

    queries: tuple[dict[str, str], ...] = (
        {},
        {"lead": str(scene.alice.member_id), "period": "P26", "text": "idea"},
        {"label": "open"},
    )
    pages.browser("bob")
    bring_in(scene, table(*(f"{n},Old {n},2025-03-04,Zoé,3,0,9,Acceptée,Note" for n in range(1, 4))))
    some(2)
    few = [asked(**query) for query in queries]
    bring_in(scene, table(*(f"{n},Old {n},2025-03-04,Zoé,3,0,9,Acceptée,Note" for n in range(4, 16))))
    some(16)
    assert [asked(**query) for query in queries] == few
    # A label asks one thing more: whether a deadline is over that nobody has settled yet.
    assert max(few[:2]) <= 15
    assert few[2] == max(few[:2]) + 1


def test_days_are_those_of_the_association(scene: World, pages: Pages) -> None:
    # 23:30 in London is half past midnight in Paris, where these people live.
    scene.later(hours=14)
    scene.open()
    with time_machine.travel(scene.now, tick=False):
        (line,) = lines(html(pages.get("bob", "register/")))
    assert line[2] == "11 March"
    assert f'datetime="{date(2026, 3, 11).isoformat()}"' in html(pages.get("bob", "register/"))


def test_in_french_it_reads_like_the_printed_one(scene: World) -> None:
    played(scene)
    page = words(Pages(scene, language="fr").get("bob", "register/", kind="extraordinary", label="accepted"))
    assert "1 action = 1 extraordinaire + 0 ordinaire" in page
    assert "Registre des actions · extraordinaires · acceptées" in page
    assert "N° Objet Date Meneur·se Pour Contre État Lien" in page
    assert "10 mars Alice 2/4 pour 0/4 contre Acceptée" in page
