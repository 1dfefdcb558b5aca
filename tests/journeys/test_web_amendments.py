"""Amendments through the pages, without a script: proposed on a passage, read as a difference, ordered, reworded, voted."""

import re

import pytest

from tests.support.assemblies import convened, item
from tests.support.browsing import People, words
from tests.support.voting import SAW, Chamber, chamber

pytestmark = pytest.mark.django_db
TEXT = "We buy **a saw** for 300 €.\n\nIt is lent two days a week, and the day after is for its care."


@pytest.fixture
def held() -> Chamber:
    return chamber(text=TEXT)


@pytest.fixture
def people(held: Chamber) -> People:
    return People(held.world)


def page(held: Chamber) -> str:
    return f"assemblies/{held.row.reference}/items/{item(held.row, SAW)}/amend/"


def one(held: Chamber, number: int, gesture: str = "") -> str:
    row = next(row for row in held.asked().amendments if row.number == number)
    return f"assemblies/{held.row.reference}/amendments/{row.id}/{gesture}"


def changes(people: People, address: str, by: str = "dana") -> list[str]:
    """Return the differences of a page, what goes in brackets and what comes in braces."""
    found = re.findall(r'class="prose difference">\s*<p>(.*?)</p>', people.get(by, address).content.decode(), re.DOTALL)
    signs = (("<del>", "["), ("</del>", "]"), ("<ins>", "{"), ("</ins>", "}"), ("<br>", " "))
    for tag, sign in signs:
        found = [text.replace(tag, sign) for text in found]
    return [" ".join(text.split()) for text in found]


def test_it_works(people: People, held: Chamber) -> None:
    """Proposed on a passage, voted from the desk, and the text that is voted last is the merged one."""
    assert "Nobody has proposed a change yet." in people.read("bob", page(held))
    typed = {"change": "replace", "passage": "two days a week", "words": "every evening"}
    assert people.post("bob", page(held), typed).status_code == 302
    read = people.read("dana", page(held))
    assert "Amendment 1, proposed by Bob" in read
    assert "Withdraw amendment 1" not in read
    [change] = changes(people, page(held))
    assert "It is lent [two days a week,]{every evening,} and the day after" in change
    opening = f"assemblies/{held.row.reference}/votes/open/"
    saw = {"item": str(item(held.row, SAW)), "way": "hands"}
    refused = people.post("alice", opening, saw)
    assert refused.status_code == 422
    assert "Amendment 1 is voted first, or withdrawn." in words(refused)
    people.post("alice", opening, saw | {"amendment": str(held.asked().next.id)})
    for live in ("here/", "projector/", "desk/", "votes/1/"):
        assert "every evening" in changes(people, f"assemblies/{held.row.reference}/{live}", "alice")[0]
    held.totals(held.vote_of(1).id, 4, 0, 0)
    read = people.read("dana", page(held))
    assert "With the amendments adopted so far." in read
    assert "It is lent every evening, and the day after" in read
    for live in ("here/", "desk/"):
        assert "It is lent every evening, and" in people.read("alice", f"assemblies/{held.row.reference}/{live}")
    people.post("alice", opening, saw)
    read = people.read("dana", f"assemblies/{held.row.reference}/votes/2/")
    assert "It is lent every evening, and the day after" in read
    assert held.vote_of(2).digest in read


def test_a_change_is_shown_in_the_words_that_people_read(people: People, held: Chamber) -> None:
    """Signs that dress them stay out of the way, unless they are all that changes."""
    people.post("bob", page(held), {"change": "replace", "passage": "300", "words": "**400**"})
    people.post("bob", page(held), {"change": "replace", "passage": "a saw", "words": "a saw, new,"})
    people.post("bob", page(held), {"change": "replace", "passage": "**a saw**", "words": "a saw"})
    first, second, third = changes(people, page(held))
    assert first.startswith("We buy a saw for [300]{400} €.")
    assert second.startswith("We buy a [saw]{saw, new,} for 300 €.")
    assert third.startswith("We buy [**a saw**]{a saw} for 300 €.")


def test_a_passage_that_is_not_found_once_is_told_kindly_and_stays_typed(people: People, held: Chamber) -> None:
    for typed, told in (
        ({"change": "delete", "passage": "lent for ever"}, "does not say “lent for ever”: copy the passage from it"),
        ({"change": "delete", "passage": "day"}, "The text says “day” more than once: write a few more of the words"),
        ({"change": "replace", "passage": "a week", "words": " "}, "Write the new words."),
        ({"change": "telegraph"}, "Choose what the amendment does"),
        ({"change": "after", "words": "x"}, "Write the passage that changes"),
    ):
        response = people.post("bob", page(held), typed)
        assert response.status_code == 422
        assert told in words(response)
        assert f">{typed.get('passage', '')}</textarea>" in response.content.decode()
    assert not held.asked().amendments


def test_a_paragraph_is_chosen_from_the_text_and_rewritten(people: People, held: Chamber) -> None:
    read = people.get("bob", f"{page(held)}?paragraph=2").content.decode()
    chosen = TEXT.split("\n\n")[1]
    assert read.count(f">{chosen}</textarea>") == 2
    typed = {"change": "replace", "passage": chosen, "words": chosen.replace("two days", "one day")}
    assert people.post("bob", page(held), typed).status_code == 302
    assert "[two days]{one day} a week" in changes(people, page(held))[0]
    for nowhere in ("0", "9", "x", "-1"):
        assert f">{chosen}</textarea>" not in people.get("bob", f"{page(held)}?paragraph={nowhere}").content.decode()


def test_they_are_proposed_once_everyone_is_convened(people: People, held: Chamber) -> None:
    soon = convened(held.world, texts={SAW: TEXT})
    read = people.get("bob", f"assemblies/{soon.reference}/").content.decode()
    there = f"assemblies/{soon.reference}/items/{item(soon, SAW)}/amend/"
    assert f'href="/a/{held.world.slug}/{there}"' in read
    assert people.post("bob", there, {"change": "delete", "passage": "two days a week"}).status_code == 302
    assert "[lent two days a week,]{lent,}" in changes(people, there)[0]


def test_an_item_without_a_text_is_given_one_at_its_end(people: People) -> None:
    held = chamber()
    people = People(held.world)
    read = people.get("bob", page(held)).content.decode()
    assert 'name="passage"' not in read
    assert people.post("bob", page(held), {"change": "end", "words": "A used one"}).status_code == 302
    assert changes(people, page(held)) == ["{A used one}"]


def test_the_desk_orders_them_and_whoever_proposed_one_rewords_or_withdraws_it(people: People, held: Chamber) -> None:
    held.amend("bob", "replace", "300 €", "200 €")
    held.amend("dana", "replace", "for 300 €", "at any price")
    assert "Vote it later" not in people.read("bob", page(held))
    assert people.post("alice", one(held, 2, "move/"), {"by": "earlier"}).status_code == 302
    assert people.post("bob", one(held, 1, "move/"), {"by": "earlier"}).status_code == 422
    assert [row.number for row in held.asked().amendments] == [2, 1]
    held.totals(held.open("hands", amendment=held.asked().next.id), 4, 0, 0)
    read = people.read("bob", page(held))
    assert "No longer applies: its passage has changed since." in read
    # What it was about is still told, though the text does not say it any more.
    assert changes(people, page(held))[1] == "[300 € ]{200 €}"
    assert "Put the text to the vote" not in people.read("alice", f"assemblies/{held.row.reference}/desk/")
    read = people.read("bob", one(held, 1))
    assert "find its place in the text as it stands now" in read
    assert people.get("dana", one(held, 1)).status_code == 422
    assert people.post("bob", one(held, 1), {"change": "delete", "passage": "300 €"}).status_code == 422
    assert people.post("bob", one(held, 1), {"change": "delete", "passage": "at any price"}).status_code == 302
    assert "No longer applies" not in people.read("bob", page(held))
    assert people.post("bob", one(held, 1, "withdraw/"), {}).status_code == 302
    assert "Withdrawn." in people.read("dana", page(held))
    assert people.get("bob", one(held, 1)).status_code == 404
    assert people.get("alice", one(held, 2)).status_code == 422
    assert "Put the text to the vote" in people.read("alice", f"assemblies/{held.row.reference}/desk/")
