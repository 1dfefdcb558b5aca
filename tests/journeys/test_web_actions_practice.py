"""The practice action: the real rules, a pretend council, and nothing kept."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.browsing import People, html, words
from tests.support.people import tout_doux, world
from toutdoux.decisions.models import Action, Ballot
from toutdoux.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return People(world())


def play(people: People, moves: str) -> str:
    return people.read("bob", f"practice/?moves={moves}")


def test_it_works(people: People) -> None:
    said = people.read("bob", "practice/")
    assert "For practice: it never counts" in said
    assert "6 more votes for and it passes at once ( art. 6 )" in said
    assert "Without another vote, the action passes on Friday 20 March at 10:00." in said


def test_a_vote_adds_its_move_to_the_address(people: People) -> None:
    answer = people.post("bob", "practice/?moves=o", {"choice": "for"})
    assert answer["Location"] == f"/a/{people.scene.slug}/practice/?moves=of"
    said = play(people, "of")
    assert "You vote For." in said
    assert "4 for · 0 against · half: 6 of 12" in said
    assert 'aria-pressed="true"' in html(people.get("bob", "practice/?moves=of"))


@pytest.mark.parametrize(
    ("moves", "sentence"),
    [
        ("oo", "Accepted on 10 March at 12:00: 6 of the 12 council members voted for, half is enough"),
        ("pp", "Blocked on 10 March at 12:00: 6 of the 12 council members voted against, half is enough"),
        ("pfd", "Passed on 20 March at 10:00 without another vote"),
        ("opbd", "Passed on 20 March at 10:00 without another vote"),
        ("oofa", "Accepted on 10 March at 12:00"),
    ],
)
def test_it_is_decided_by_the_real_rules(people: People, moves: str, sentence: str) -> None:
    assert sentence in play(people, moves)


def test_what_is_closed_stays_closed(people: People) -> None:
    said = play(people, "ppf")
    assert "The vote is closed: nothing more is counted." in said
    assert "6 against" in said
    page = html(people.get("bob", "practice/?moves=pp"))
    assert 'name="choice"' not in page
    assert "Start over" in page


def test_the_rules_are_those_of_the_association() -> None:
    people = People(world(rulebook=tout_doux("consent")))
    said = play(people, "a")
    assert "If the objection is lifted, the action passes" in said
    assert "Blocked on 20 March" in play(people, "ad")
    assert "Blocked" not in play(people, "afd")


def test_nothing_is_written_and_nothing_is_counted(people: People) -> None:
    people.read("bob", "practice/")
    entries = Entry.objects.count()
    with CaptureQueriesContext(connection) as queries:
        for moves in ("", "f", "ffffff", "oopp", "od"):
            people.read("bob", f"practice/?moves={moves}")
        people.post("bob", "practice/", {"choice": "against"})
    written = [query["sql"] for query in queries if not query["sql"].lstrip("(").startswith("SELECT")]
    assert [sql for sql in written if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))] == []
    assert Entry.objects.count() == entries
    assert not Action.objects.exists()
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("moves", ["zzz<script>", "f" * 5000, "%00", "é"])
def test_an_address_that_means_nothing_is_the_beginning(people: People, moves: str) -> None:
    answer = people.get("bob", f"practice/?moves={moves}")
    assert answer.status_code == 200
    assert "<script>" not in html(answer).replace("<script src", "").replace("<script\n", "") or "zzz" not in html(
        answer
    )
    assert people.post("bob", f"practice/?moves={moves}", {"choice": "nonsense"}).status_code == 302
    assert "never counts" in words(answer)


def test_where_nothing_is_counted_there_is_nothing_to_practise() -> None:
    rules = tout_doux()
    announced = replace(rules, kinds=replace(rules.kinds, extraordinary=rules.kinds.ordinary))
    assert "there is no vote to practise" in play(People(world(rulebook=announced)), "f")


def test_where_a_vote_is_final_the_first_one_counts() -> None:
    final = People(world(rulebook=replace(tout_doux(), change_ballot=False)))
    said = play(final, "fa")
    assert "1 for · 0 against" in said
    assert "the first one counts" in said
