"""Electing through the pages: preparing, standing, each method's ballot on a phone without a script, proclaiming, files."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
import votelib.io.blt

from tests.support.assemblies import convened, item, ruled
from tests.support.elections import ELECT, Booth, booth, prepared
from tests.support.pages import Pages, html, words
from tests.support.people import world
from toutdoux.assemblies.elections.queries import ballots, elections_of, rounds_of
from toutdoux.mandates.queries import holders

pytestmark = pytest.mark.django_db


class Hall(Pages):
    """The pages of one assembly and its election."""

    def __init__(self, held: Booth) -> None:
        self.held = held
        super().__init__(held.world)
        self.base = f"assemblies/{held.row.reference}/"
        self.address = f"{self.base}items/{item(held.row, ELECT)}/election/"

    def see(self, name: str, page: str = "") -> str:
        return self.words(name, f"{self.base}{page}/" if page else self.address)

    def press(self, name: str, do: str, *, status: int = 302, **data: object) -> str:
        answer = self.post(name, self.address, {"do": do, "round": "1"} | data)
        assert answer.status_code == status, words(answer)
        return answer.url if status == 302 else words(answer)

    def cast(self, name: str, *, status: int = 302, key: str = "", **fields: str) -> str:
        """Cast one's own ballot: ``pick``, ``blank``, or marks by name of the cast."""
        me = self.held.world.people[name].member_id
        data = {f"voice-{me}": "yes", "idempotency_key": f"{key}{name}"}
        for field, value in fields.items():
            if field in {"pick", "blank"}:
                data[f"{field}-{me}"] = value if value in {"blank", "yes"} else self.held.option(value)
            else:
                data[f"mark-{me}-{self.held.option(field)}"] = value
        return self.press(name, "cast", status=status, **data)


def test_it_works() -> None:
    """From an empty item to a mandate: prepared, stood for, voted, proclaimed."""
    here = world(rulebook=ruled(), council=6)
    found = convened(here)
    held = Booth(world=here, id=found.id)
    hall = Hall(held)
    assert "Nothing is prepared yet" in hall.see("bob")
    page = html(hall.get("bob", f"{hall.address}prepare/"))
    assert 'value="majority-judgment"' in page
    refused = hall.post("bob", f"{hall.address}prepare/", {"how": "people", "mandate": "technical", "seats": "1"})
    assert refused.status_code == 422
    told = {
        "how": "people",
        "mandate": "technical",
        "seats": "1",
        "method": "approval",
        "tie": "lot",
        "first_day": (found.at + timedelta(days=1)).date().isoformat(),
        "last_day": (found.at + timedelta(days=180)).date().isoformat(),
        "handing_over": "on",
    }
    assert hall.post("bob", f"{hall.address}prepare/", told | {"method": ""}).status_code == 422
    assert hall.post("bob", f"{hall.address}prepare/", told).status_code == 302
    assert "Technical representative, 1 seat, by approval voting." in hall.see("bob")
    # Chosen once, the method is not asked again.
    assert 'name="method"' not in html(hall.get("bob", f"{hall.address}prepare/"))
    hall.press("dana", "stand", words="I like cables")
    hall.press("bob", "stand", member=str(here.eli.member_id))
    assert "is asked, and has not answered yet" in hall.see("alice")
    held.election = held_election(held)
    asked = next(c for o in held.page().options for c in o.candidates if c.member_id == here.eli.member_id)
    hall.press("eli", "accept", candidate=str(asked.id), words="Gladly")
    assert "I like cables" in hall.see("alice")
    here.now = found.at
    held.come("alice", "bob", "dana", "eli")
    held.sit("take_chair")
    held.sit("open_assembly")
    held.take(ELECT)
    assert "2 people stand." in hall.see("alice", "desk")
    hall.press("alice", "open", way="named")
    assert "Choose everyone who would suit you" in hall.see("bob", "here")
    assert "Choose for whom you vote" in hall.cast("bob", status=422)
    assert "keep one of the two" in hall.cast("bob", status=422, dana="1", blank="yes")
    hall.cast("bob", dana="1", eli="1")
    hall.cast("alice", eli="1")
    hall.cast("dana", blank="yes")
    assert "3 of 4 have voted." in hall.see("bob", "projector")
    hall.press("alice", "close")
    for page in ("desk", "projector", "here"):
        assert "Eli is elected: would suit 2 of 2 people." in hall.see("alice", page)
    hall.press("alice", "proclaim")
    assert "Elected Eli , technical representative" in hall.see("bob")
    at = found.at + timedelta(days=30)
    assert holders(association_id=here.association_id, kind="technical", at=at) == (here.eli.member_id,)


def held_election(held: Booth) -> UUID:
    return elections_of(assembly_id=held.id)[0].id


@pytest.mark.parametrize(
    ("method", "said", "sentence"),
    [
        ("plurality", {"pick": "bob"}, "Bob is elected, with 1 of 1 votes."),
        ("majority-judgment", {"bob": "5", "alice": "1"}, "Bob is elected, with the majority grade “Excellent”."),
        ("schulze", {"bob": "1", "alice": "2"}, "Bob is elected: nobody beats them"),
        ("transferable-vote", {"bob": "1", "dana": "2"}, "Bob is elected at count 1: 1, and the quota is 1."),
        ("approval", {"bob": "1"}, "Bob is elected: would suit 1 of 1 people."),
    ],
)
def test_each_method_has_its_ballot_and_its_full_count(method: str, said: dict[str, str], sentence: str) -> None:
    held = booth("alice", "bob", "dana", method=method, tie="lot")
    hall = Hall(held)
    hall.press("alice", "open", way="confidential")
    page = hall.see("bob", "here")
    assert "This ballot is confidential and final" in page
    assert "3 votes are few: the figures, and what people know of one another, may tell who chose what." in page
    hall.cast("bob", **said)
    assert "It proves that you voted, and says nothing of what." in hall.see("bob", "here")
    assert "cannot be changed" in hall.cast("bob", status=422, key="again", **said)
    hall.press("alice", "close")
    page = html(hall.get("dana", hall.address))
    assert sentence in hall.see("dana")
    assert '<table class="table">' in page
    for form in re.findall(r"/rounds/1/([a-z]+)/", page):
        answer = hall.get("dana", f"{hall.address}rounds/1/{form}/")
        assert "Bob" in answer.content.decode()
        assert answer["Content-Disposition"].endswith(f'.{form}"')


def test_the_file_of_a_transferable_vote_is_read_by_another_program() -> None:
    held = booth("alice", "bob", "dana", method="transferable-vote", tie="lot")
    hall = Hall(held)
    hall.press("alice", "open", way="named")
    hall.cast("bob", bob="2", dana="1")
    hall.cast("dana", bob="1")
    hall.cast("alice", blank="yes")
    assert hall.get("bob", f"{hall.address}rounds/1/blt/").status_code == 404
    hall.press("alice", "close")
    text = hall.get("bob", f"{hall.address}rounds/1/blt/").content.decode()
    cast, seats, people, _title = votelib.io.blt.loads(text)
    assert (seats, [one.name for one in people]) == (1, ["Alice", "Bob", "Dana"])
    assert {tuple(one.name for one in order): int(number) for order, number in cast.items() if order} == {
        ("Dana", "Bob"): 1,
        ("Bob",): 1,
    }
    toc = hall.get("bob", f"{hall.address}rounds/1/soi/").content.decode()
    assert "# NUMBER ALTERNATIVES: 3" in toc
    assert hall.get("bob", f"{hall.address}rounds/1/exe/").status_code == 404


def test_proxies_vote_one_by_one_or_with_the_same_ballot() -> None:
    held = booth("alice", "bob", proxies={"eli": "bob", "dana": "bob"})
    hall = Hall(held)
    hall.press("alice", "open", way="named")
    page = hall.see("bob", "here")
    assert "For Eli, whom you represent" in page
    people = held.world.people
    fields = {f"voice-{people[name].member_id}": "yes" for name in ("bob", "eli", "dana")}
    own = {f"pick-{people['bob'].member_id}": held.option("alice")}
    hall.press("bob", "cast", idempotency_key="k", same="yes", **fields, **own)
    row = rounds_of(election_id=held.election)[0]
    assert set(ballots(round_id=row.id).values()) == {held.marks(alice=1)}
    assert len(ballots(round_id=row.id)) == 3
    other = {f"pick-{people['eli'].member_id}": "blank"}
    hall.press("bob", "cast", idempotency_key="k", **{f"voice-{people['eli'].member_id}": "yes"}, **other)
    assert ballots(round_id=row.id)[people["eli"].member_id] == ()
    assert "you voted: Blank." in hall.see("bob", "here")


def test_a_list_by_hands_and_a_round_taken_again() -> None:
    held = booth("alice", "bob", "dana", stand=("alice", "bob"), method="list")
    hall = Hall(held)
    hall.press("alice", "open", way="hands")
    assert "Raise your hand" in hall.see("bob", "here")
    assert "count again" in hall.press("alice", "totals", status=422, **{"for": "9", "against": "0", "blank": "0"})
    hall.press("alice", "cancel", reason="One came late")
    hall.press("alice", "open", way="hands")
    hall.press("alice", "totals", round="2", **{"for": "2", "against": "1", "blank": ""})
    page = hall.see("bob")
    assert "The list is elected: 2 for, 1 against." in page
    assert "Cancelled, and decides nothing: One came late" in page
    hall.press("alice", "proclaim")
    assert "Elected Alice , technical representative Bob , technical representative" in hall.see("bob")


def test_age_is_settled_on_the_desk() -> None:
    held = booth("alice", "bob", "dana", tie="age")
    hall = Hall(held)
    hall.press("alice", "open", way="named")
    hall.cast("alice", pick="alice")
    hall.cast("bob", pick="bob")
    hall.press("alice", "close")
    assert "Tie between Alice, Bob for 1 seat." in hall.see("alice", "desk")
    alice, bob = f"place-{held.option('alice')}", f"place-{held.option('bob')}"
    assert "a place of their own" in hall.press("alice", "settle", status=422, **{alice: "1", bob: "1"})
    hall.press("alice", "settle", **{alice: "2", bob: "1"})
    assert "Tie between Alice, Bob: Bob comes first. What settles it: age, the oldest first." in hall.see("alice")


def test_lists_are_begun_joined_and_searched_for() -> None:
    held = booth(stand=(), open_=False, method="proportional-list", tie="lot", seats=2)
    hall = Hall(held)
    hall.press("alice", "list", title="Reed")
    reed = str(held.page().options[0].id)
    hall.press("alice", "stand", list=reed)
    assert "Choose one of the lists" in hall.press("bob", "stand", status=422)
    found = words(hall.get("alice", f"{hall.address}?search=bo"))
    assert "Propose Bob" in found
    assert "Nobody whose name holds" in words(hall.get("alice", f"{hall.address}?search=zzz"))
    hall.press("bob", "stand", list=reed)
    alices = str(held.page().options[0].candidates[0].id)
    page = html(hall.get("alice", hall.address))
    assert 'aria-label="Move down: Alice"' in page
    assert 'aria-label="Move up: Alice"' not in page
    assert 'aria-label="Move' not in html(hall.get("bob", hall.address))
    hall.press("alice", "down", candidate=alices)
    assert [one.name for one in held.page().options[0].candidates] == ["Bob", "Alice"]
    assert "is for whoever began it" in hall.press("bob", "up", status=422, candidate=alices)
    hall.press("alice", "withdraw", candidate=alices)
    hall.press("bob", "withdraw", candidate=str(held.page().options[0].candidates[0].id))
    assert "Nobody is on this list yet." in hall.see("alice")


def test_what_elects_nothing_has_no_page() -> None:
    held = booth(open_=False)
    hall = Hall(held)
    other = f"{hall.base}items/{item(held.row, 'Buy a saw')}/election/"
    assert hall.get("alice", other).status_code == 404
    assert hall.get("alice", f"{other}prepare/").status_code == 404
    assert hall.get("alice", f"{hall.address}rounds/7/csv/").status_code == 404
    assert hall.post("alice", hall.address, {"do": "open", "way": "named"}).status_code == 422
    prepared(held.world, held.row, code="financial")
    assert "Nobody stands yet." in hall.see("bob")
