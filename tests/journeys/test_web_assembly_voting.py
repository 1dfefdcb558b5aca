"""Voting in an assembly through the pages, as people meet them, without a script."""

import re
from uuid import UUID, uuid4

import pytest

from tests.support.assemblies import item
from tests.support.browsing import People, words
from tests.support.voting import SAW, Chamber, chamber
from toutdoux.assemblies.minutes.commands import save_note
from toutdoux.assemblies.voting.models import Ballot, CountedSlip, Slip
from toutdoux.associations.queries import current_rulebook

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Chamber:
    return chamber("alice", "bob", "dana", proxies={"eli": "bob", "f5": "bob"}, instructions={"f5": "against"})


@pytest.fixture
def people(held: Chamber) -> People:
    return People(held.world)


def base(held: Chamber) -> str:
    return f"assemblies/{held.row.reference}/"


def put(people: People, held: Chamber, way: str, by: str = "alice") -> str:
    """Put the saw to the vote; return the vote's page."""
    typed = {"item": str(item(held.row, SAW)), "way": way}
    response = people.post(by, f"{base(held)}votes/open/", typed)
    assert response.status_code == 302, words(response)
    return response.url.split(f"/a/{held.world.slug}/")[1]


def of(held: Chamber, name: str) -> str:
    return str(held.world.people[name].member_id)


def test_it_works(people: People, held: Chamber) -> None:
    """A named vote: one's own voice and those of two others, one of them bound; then what everybody reads."""
    page = put(people, held, "named")
    assert "5 votes: 3 present and 2 represented as it opened." in people.read("bob", page)
    read = people.read("bob", page)
    assert "Against: as you were asked. Nothing else can be cast." in read
    assert "For Eli, whom you represent" in read
    people.post(
        "bob",
        page,
        {
            "do": "cast",
            "idempotency_key": "k",
            f"voice-{of(held, 'bob')}": "for",
            f"voice-{of(held, 'eli')}": "blank",
            f"free-{of(held, 'bob')}": "yes",
            f"free-{of(held, 'eli')}": "yes",
            f"bound-{of(held, 'f5')}": "against",
        },
    )
    assert "you voted For." in people.read("bob", page)
    assert "3 of 5 have voted." in people.read("dana", page)
    assert "2 for" not in people.read("dana", page)
    people.post("dana", page, {"do": "cast", "idempotency_key": "k", f"voice-{of(held, 'dana')}": "for"})
    assert people.post("alice", page, {"do": "close"}).status_code == 302
    read = people.read("dana", page)
    assert "Accepted: 2 for, 1 against." in read
    assert "2 for + 1 against + 1 blank + 1 took no part = 5 present or represented." in read
    assert "F5 represented by Bob Against" in read
    assert "Alice took no part" in read
    assert "Accepted: 2 for, 1 against." in people.read("bob", f"{base(held)}votes/")


def test_all_ones_votes_at_once_leave_instructions_as_they_are(people: People, held: Chamber) -> None:
    page = put(people, held, "named")
    people.post(
        "bob",
        page,
        {
            "do": "cast",
            "idempotency_key": "k",
            "all": "for",
            # What was ticked before the other button was pressed does not count.
            f"voice-{of(held, 'eli')}": "blank",
            f"free-{of(held, 'bob')}": "yes",
            f"free-{of(held, 'eli')}": "yes",
            f"bound-{of(held, 'f5')}": "against",
        },
    )
    said = dict(Ballot.objects.values_list("seat__member_id", "choice"))
    assert said == {
        UUID(of(held, "bob")): "for",
        UUID(of(held, "eli")): "for",
        UUID(of(held, "f5")): "against",
    }


def test_totals_that_cannot_be_are_told_with_their_arithmetic_and_stay_typed(people: People, held: Chamber) -> None:
    page = put(people, held, "hands")
    response = people.post("alice", page, {"do": "totals", "for": "4", "against": "1", "blank": "1"})
    assert response.status_code == 422
    assert "4 for + 1 against + 1 blank = 6, and there are 5 votes: 3 present and 2 represented." in words(response)
    assert re.search(r'name="for"[^>]*value="4"', response.content.decode())
    assert people.post("alice", page, {"do": "totals", "for": "many"}).status_code == 422
    assert people.post("alice", page, {"do": "totals", "for": "4", "against": "", "blank": "1"}).status_code == 302
    assert "Accepted unanimously by the votes expressed." in people.read("dana", page)


def test_a_confidential_vote_is_called_what_it_is_and_gives_a_receipt_of_having_voted(
    people: People, held: Chamber
) -> None:
    page = put(people, held, "confidential")
    read = people.read("dana", page)
    assert "confidential vote — the server must be trusted" in read.lower()
    assert "secret" not in read.lower()
    assert "5 votes are few" in read
    for name, choice in (("alice", "for"), ("dana", "for")):
        people.post(name, page, {"do": "cast", "idempotency_key": "k", f"voice-{of(held, name)}": choice})
    read = people.read("dana", page)
    assert "you have voted. Receipt: entry" in read
    assert "It proves that you voted, and says nothing of what." in read
    assert "you voted For" not in read
    again = people.post("dana", page, {"do": "cast", "idempotency_key": "k", f"voice-{of(held, 'dana')}": "against"})
    assert again.status_code == 422
    assert "cannot be taken back" in words(again)
    people.post("alice", page, {"do": "close"})
    read = people.read("bob", page)
    assert "All chose alike: these figures say what each of those who took part chose." in read
    assert "Dana yes" in read
    assert (Slip.objects.count(), CountedSlip.objects.count()) == (0, 2)


def test_a_vote_is_cancelled_with_its_reason(people: People, held: Chamber) -> None:
    page = put(people, held, "hands")
    people.post("alice", page, {"do": "totals", "for": "5"})
    assert people.post("alice", page, {"do": "cancel", "reason": ""}).status_code == 422
    assert people.post("bob", page, {"do": "cancel", "reason": "I lost"}).status_code == 422
    people.post("alice", page, {"do": "cancel", "reason": "Two hands counted twice"})
    assert "Cancelled, and decides nothing: Two hands counted twice" in people.read("bob", page)
    assert people.get("bob", f"{base(held)}votes/7/").status_code == 404


def test_on_the_live_pages_a_gesture_leads_back_to_them_and_says_there_what_is_refused(
    people: People, held: Chamber
) -> None:
    desk, here = f"/a/{held.world.slug}/{base(held)}desk/", f"/a/{held.world.slug}/{base(held)}here/"
    typed = {"item": str(item(held.row, SAW)), "way": "telegraph", "next": desk}
    refused = people.post("alice", f"{base(held)}votes/open/", typed)
    assert refused.status_code == 422
    assert "Choose how it is voted" in words(refused)
    assert "Who asks to speak" in words(refused)
    assert people.post("alice", f"{base(held)}votes/open/", typed | {"way": "hands"}).url == desk
    page = f"{base(held)}votes/1/"
    refused = people.post("alice", page, {"do": "totals", "for": "9", "next": desk})
    assert "Count again." in words(refused)
    assert re.search(r'name="for"[^>]*value="9"', refused.content.decode())
    people.post("alice", page, {"do": "totals", "for": "5", "next": desk})
    assert "Accepted unanimously by those present or represented." in people.read("bob", f"{base(held)}here/")
    assert "Accepted unanimously" in people.read("bob", f"{base(held)}projector/")
    held.cancel(held.vote_of(1).id)
    put(people, held, "named")
    assert "For Eli, whom you represent" in people.read("bob", f"{base(held)}here/")
    assert "0 of 5 have voted." in people.read("bob", f"{base(held)}projector/")
    empty = people.post("bob", f"{base(held)}votes/2/", {"do": "cast", "idempotency_key": "k", "next": here})
    assert "Choose for, against or blank for at least one of your votes." in words(empty)
    said = {"do": "cast", "idempotency_key": "k", "all": "for", f"free-{of(held, 'bob')}": "yes", "next": here}
    assert people.post("bob", f"{base(held)}votes/2/", said).url == here
    away = said | {"idempotency_key": "l", "next": "https://example.com/"}
    assert people.post("bob", f"{base(held)}votes/2/", away).url.endswith("votes/2/")


def test_an_item_goes_online_from_the_desk_with_what_was_said(people: People, held: Chamber) -> None:
    page = f"{base(held)}items/{item(held.row, SAW)}/defer/"
    assert "Defer this item to an online vote" in people.read("alice", f"{base(held)}desk/")
    assert "The desk writes this" in people.read("bob", page)
    save_note(
        actor=held.world.alice,
        assembly_id=held.id,
        note_id=uuid4(),
        item_id=item(held.row, SAW),
        version=0,
        speaker="Dana",
        text="Let us wait for the others.",
        now=held.world.now,
    )
    assert people.get("alice", page).context["discussion"] == "Dana: Let us wait for the others."
    assert people.post("bob", page, {"publish": "yes"}).status_code == 422
    response = people.post("alice", page, {"discussion": "Bob: too many proxies tonight.", "publish": "yes"})
    assert response.url.endswith("actions/P26-E1/")
    read = people.read("dana", "actions/P26-E1/")
    assert "Bob: too many proxies tonight." in read
    assert f"Deferred from {held.row.reference}" in read
    assert people.post("alice", page, {"publish": "yes"}).status_code == 422


def test_a_purchase_and_rules_are_written_on_pages_and_shown_with_the_item(people: People, held: Chamber) -> None:
    there = f"{base(held)}items/{item(held.row, SAW)}/"
    refused = people.post("alice", f"{there}purchase/", {"do": "begin", "within": "lots"})
    assert refused.status_code == 422
    assert 'value="lots"' in refused.content.decode()
    assert people.post("alice", f"{there}purchase/", {"do": "begin", "within": "2 500"}).status_code == 302
    assert people.post("alice", f"{there}purchase/", {"do": "list", "begun": "x", "lines": "a; 1"}).status_code == 422
    assert "No purchase waits for its list" in people.read("alice", f"{there}purchase/")
    form = people.get("alice", f"{there}changes/").context["form"]
    changed = form["toml"].value().replace("amendments = true", "amendments = false")
    assert changed != form["toml"].value()
    typed = {"rules": "on", "base": "1", "people-0-do": "exclude-council"}
    dana = str(held.world.dana.member_id)
    assert people.post("alice", f"{there}changes/", {**typed, "toml": "="}).status_code == 422
    more = people.post("alice", f"{there}changes/", {**typed, "toml": changed, "more": "people"})
    assert (more.status_code, len(more.context["form"].rows("people"))) == (200, 2)
    typed |= {"toml": changed, "people-0-member": dana}
    assert people.post("bob", f"{there}changes/", typed).status_code == 422
    assert people.post("alice", f"{there}changes/", typed).status_code == 302
    assert people.get("alice", f"{there}changes/").context["form"]["people-0-member"].value() == dana
    read = people.read("bob", f"{there}amend/")
    assert "The purchase may begin within" in read
    assert "If this passes, up to €2,500.00 may be spent" in read
    assert "If this passes, Dana leaves the council" in read
    assert "the rules change at that instant as shown below" in read
    assert "changes by itself" in people.read("bob", f"{there}changes/")
    page = put(people, held, "hands")
    assert "If this passes, Dana leaves the council" in people.read("bob", page)
    people.post("alice", page, {"do": "totals", "for": "5"})
    assert current_rulebook(association_id=held.world.association_id).rulebook.amendments is False
    for where in (page, f"{base(held)}desk/", f"{base(held)}here/", f"{there}amend/", f"{there}changes/"):
        assert "Dana was excluded from the council" in people.read("alice", where), where
    assert "Put this to the vote" not in people.read("alice", f"{there}changes/")
    assert people.post("alice", f"{there}changes/", typed).status_code == 422


def test_what_was_not_adopted_says_that_nothing_changes(people: People, held: Chamber) -> None:
    there = f"{base(held)}items/{item(held.row, SAW)}/"
    grant = {"grants": str(held.world.charlie.member_id)}
    assert people.post("alice", f"{there}changes/", grant).status_code == 302
    assert people.post("alice", f"{there}changes/", {}).status_code == 302
    assert "Charlie" not in people.read("alice", f"{there}amend/")
    people.post("alice", f"{there}changes/", grant)
    page = put(people, held, "hands")
    people.post("alice", page, {"do": "totals", "against": "5"})
    assert "The assembly did not adopt it, so this does not change: voting right for Charlie." in people.read(
        "bob", page
    )
