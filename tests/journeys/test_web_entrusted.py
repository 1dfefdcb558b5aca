"""Mandates, accesses and effects through the pages, as people meet them, without a script."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from tests.support.browsing import People, html, words
from tests.support.people import World, world
from toutdoux.accesses.models import Access, Resource
from toutdoux.associations.queries import current_rulebook
from toutdoux.decisions.models import Effect
from toutdoux.mandates.models import HandOverLine, Mandate
from toutdoux.members.queries import council_at
from toutdoux.rules.reading import rulebook_to_toml

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return People(world())


def add_thing(people: People, **more: str) -> UUID:
    typed = {"name": "The server", "sort": "root", "level": "critical", "owner": "", "review_months": "2", "note": ""}
    response = people.post("alice", "accesses/things/new/", typed | more)
    assert response.status_code == 302, words(response)
    return Resource.objects.get(name=typed["name"]).id


def of(people: People, name: str) -> str:
    return str(people.scene.people[name].member_id)


def test_it_works(people: People) -> None:
    """From an empty list to a shut door: a thing, an action that grants, a door opened, a question, a door shut."""
    assert "What can be entered will be here." in people.read("alice", "accesses/")
    thing = add_thing(people)
    until = (people.scene.now + timedelta(days=200)).date().isoformat()
    reference = people.publish(
        "alice",
        effects_only="on",
        **{
            "access-0-do": "grant-access",
            "access-0-member": of(people, "dana"),
            "access-0-resource": str(thing),
            "access-0-purpose": "Sunday backups",
            "access-0-until": until,
        },
    )
    page = people.read("bob", f"actions/{reference}/")
    assert "Dana may enter The server from that instant, until" in page
    assert "for this purpose: Sunday backups" in page
    people.vote("alice", reference, "for")
    people.vote("bob", reference, "for")
    assert "Open The server to Dana." in people.read("bob", "accesses/by-hand/")
    access_id = Access.objects.get().id
    people.post("bob", f"accesses/{access_id}/tick/", {"what": "opened"})
    assert "Nothing is to be done by hand." in people.read("bob", "accesses/by-hand/")
    people.scene.later(days=70)
    assert "Do you still need 1 access?" in people.read("dana", "")
    assert "Do you still need it?" in people.read("dana", "accesses/mine/")
    people.post("dana", f"accesses/{access_id}/still-needed/", {"answer": "give-back"})
    assert "Shut The server to Dana: the access ended" in people.read("alice", "accesses/by-hand/")
    people.scene.later(minutes=5)
    people.post("alice", f"accesses/{access_id}/tick/", {"what": "undone"})
    assert "The server shut to Dana" in people.read("alice", "accesses/by-hand/")
    yesterday = (people.scene.now - timedelta(days=1)).date().isoformat()
    assert "Dana since" in people.read("eli", f"accesses/?on={yesterday}")
    assert "Dana since" not in people.read("eli", "accesses/")


def test_several_things_change_with_one_action_and_each_row_says_what_it_lacks(people: People) -> None:
    add_thing(people)
    chosen = {
        "kind": "extraordinary",
        "title": "Thank Eli and begin anew",
        "grants": [of(people, "charlie")],
        "people-0-do": "exclude-council",
        "people-0-member": of(people, "eli"),
        "access-0-do": "grant-access",
        "mandate-0-do": "give-mandate",
        "mandate-0-member": of(people, "charlie"),
        "mandate-0-mandate": "technical",
    }
    response = people.post("alice", "actions/new/", chosen)
    assert response.status_code == 422
    said = words(response)
    for lack in (
        "It is not said whom it is about",
        "It is not said what the access is to",
        "It is not said what the access is for",
        "The last day is missing",
    ):
        assert lack in said
    chosen |= {"access-0-do": "", "mandate-0-until": "2027-06-30"}
    reference = people.publish("alice", **chosen)
    kinds = Effect.objects.filter(version__action=people.action(reference)).order_by("position")
    assert [row.kind for row in kinds] == ["grant-voting-right", "exclude", "give-mandate"]
    people.vote("alice", reference, "for")
    people.vote("bob", reference, "for")
    council = council_at(association_id=people.scene.association_id, at=people.scene.now)
    assert people.scene.charlie.member_id in council
    assert people.scene.eli.member_id not in council
    assert "Charlie" in people.read("dana", "mandates/")


def test_one_more_row_is_asked_for_without_a_script_and_nothing_typed_is_lost(people: People) -> None:
    response = people.post("alice", "actions/new/", {"title": "Keep me", "more": "mandate"})
    assert response.status_code == 200
    page = html(response)
    assert 'value="Keep me"' in page
    assert 'name="mandate-0-do"' in page
    response = people.post("alice", "actions/new/", {"mandate-0-do": "", "more": "mandate"})
    assert 'name="mandate-1-do"' in html(response)
    strange = people.post("alice", "actions/new/", {"mandate-99999999999999-do": "x", "people-²-do": "x", "title": "x"})
    assert strange.status_code in {200, 302, 422}
    assert "mandate-99999999999999" not in html(strange)


def test_a_draft_comes_back_with_what_it_changes(people: People) -> None:
    thing = str(add_thing(people))
    address = people.write(
        "alice",
        **{
            "access-0-do": "revoke-access",
            "access-0-member": of(people, "dana"),
            "access-0-resource": thing,
            "people-0-do": "reinstate",
            "people-0-member": of(people, "eli"),
        },
    )
    page = html(people.get("alice", address.replace("publish/", "") + "edit/"))
    assert re.search(rf'name="access-0-resource".*?value="{thing}" selected', page, re.DOTALL)
    assert re.search(r'value="reinstate" selected', page)


def test_new_rules_are_shown_as_the_articles_they_change(people: People) -> None:
    current = current_rulebook(association_id=people.scene.association_id)
    toml = rulebook_to_toml(current.rulebook)
    typed = {"rules": "on", "base": "1", "toml": toml.replace("urgency = true", "urgency = false")}
    reference = people.publish("alice", **typed)
    page = html(people.get("bob", f"actions/{reference}/"))
    assert "Article 13, Urgency" in page
    assert "<ins>" in page
    assert "<del>" in page
    wrong = people.post(
        "alice", "actions/new/", {"title": "x", "kind": "extraordinary"} | typed | {"toml": toml.replace("1/2", "7/2")}
    )
    assert wrong.status_code == 422
    assert "line" in words(wrong)


def test_an_amendment_keeps_what_the_action_changes(people: People) -> None:
    chosen = {"people-0-do": "exclude-association", "people-0-member": of(people, "eli")}
    reference = people.publish("alice", **chosen)
    page = html(people.get("alice", f"actions/{reference}/amend/"))
    assert re.search(r'value="exclude-association" selected', page)
    people.post("alice", f"actions/{reference}/amend/", {"title": "Reworded", "text": "", **chosen})
    (effect,) = Effect.objects.filter(version_id=people.action(reference).current_id)
    assert effect.params == {"member": of(people, "eli"), "scope": "association"}


def test_a_secret_is_refused_where_it_is_written(people: People) -> None:
    typed = {"name": "x", "sort": "root", "level": "critical", "owner": "", "review_months": "6"}
    response = people.post("alice", "accesses/things/new/", typed | {"note": "password: hunter2"})
    assert response.status_code == 422
    assert "This looks like a password, a key or a token." in words(response)
    assert not Resource.objects.exists()


def test_what_was_there_before_is_declared_and_shown_as_such(people: People) -> None:
    thing = add_thing(people)
    address = f"accesses/things/{thing}/"
    wrong = people.post("alice", f"{address}declare/", {"member": of(people, "bob"), "purpose": ""})
    assert wrong.status_code == 422
    people.post("alice", f"{address}declare/", {"member": of(people, "bob"), "purpose": "Upgrades"})
    assert "declared by Alice, without a decision" in people.read("charlie", address)
    people.post("dana", f"accesses/{Access.objects.get().id}/end/")
    people.post("dana", f"{address}close/")
    assert "closed on" in people.read("charlie", address)


def test_a_mandate_from_election_to_hand_over(people: People) -> None:
    page = people.read("alice", "mandates/")
    assert page.count("Vacant: nobody answers for it.") == 3
    today = people.scene.now.date()
    typed = {
        "mandate": "technical",
        "member": of(people, "dana"),
        "first_day": today.isoformat(),
        "last_day": (today + timedelta(days=30)).isoformat(),
    }
    people.post("alice", "mandates/election/", typed)
    assert "The mandate of Dana as technical representative ends in" in people.read("charlie", "mandates/")
    assert "prepare the election" in people.read("bob", "")
    mandate_id = Mandate.objects.get().id
    address = f"mandates/{mandate_id}/"
    people.post("dana", f"{address}hand-over/")
    line = HandOverLine.objects.order_by("position")[0]
    people.post("dana", f"{address}lines/{line.id}/", {"note": "Two evenings", "done": "yes"})
    page = people.read("bob", address)
    assert "Two evenings" in page
    assert "Handed over: Dana" in page
    assert "Only its holder" in people.read("bob", f"{address}lay-down/")
    people.post("dana", f"{address}lay-down/")
    assert "Nobody is technical representative any more" in people.read("bob", "")


def test_mandates_of_our_own_and_their_checklists(people: People) -> None:
    people.post("alice", "mandates/kinds/new/", {"name": "Key keeper", "duties": "Keeps them", "checklist": "A\r\nB"})
    assert "Key keeper" in people.read("bob", "mandates/")
    taken = people.post("alice", "mandates/kinds/new/", {"name": "key keeper", "duties": "", "checklist": ""})
    assert taken.status_code == 422
    page = html(people.get("alice", "mandates/kinds/key-keeper/"))
    assert "A\nB" in page
    assert "is written by those who vote" in people.read("charlie", "mandates/kinds/financial/")


@pytest.mark.parametrize("address", ["accesses/", "mandates/"])
def test_a_page_asks_as_much_whatever_it_shows(people: People, address: str) -> None:
    def cost() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        people.get("bob", address)
        with CaptureQueriesContext(connection) as asked:
            people.get("bob", address)
        return len(asked)

    def more(scene: World) -> None:
        thing = add_thing(people, name=f"Thing {Resource.objects.count()}")
        for name in ("alice", "bob", "dana"):
            people.post(
                "alice", f"accesses/things/{thing}/declare/", {"member": of(people, name), "purpose": "Upgrades"}
            )
        first = scene.now.date() + timedelta(days=40 * Mandate.objects.count())
        days = {"first_day": first.isoformat(), "last_day": (first + timedelta(days=20)).isoformat()}
        people.post("alice", "mandates/election/", {"mandate": "technical", "member": of(people, "bob")} | days)

    def add_thing(people: People, name: str) -> UUID:
        typed = {"name": name, "sort": "root", "level": "critical", "owner": of(people, "eli"), "review_months": "2"}
        people.post("alice", "accesses/things/new/", typed)
        return Resource.objects.get(name=name).id

    more(people.scene)
    once = cost()
    for _ in range(4):
        more(people.scene)
    assert cost() == once
