"""An assembly under way through its pages: the desk, a participant's phone, the projector, each without a script."""

import json
import re

import pytest

from tests.support.pages import Pages, html, words
from tests.support.sittings import Held, gathered
from toutdoux.assemblies.sitting.models import Hand

pytestmark = pytest.mark.django_db


class Room(Pages):
    """The pages of one assembly."""

    def __init__(self) -> None:
        self.held: Held = gathered()
        super().__init__(self.held.world)
        self.base = f"assemblies/{self.held.reference}/"

    def see(self, name: str, page: str, **query: str) -> str:
        return self.words(name, f"{self.base}{page}/", **query)

    def press(self, name: str, gesture: str, **data: object) -> str:
        """Make a gesture; return where it leads, or what was refused."""
        answer = self.post(name, f"{self.base}{gesture}/", data)
        assert answer.status_code in {302, 422}, answer.status_code
        return answer.url if answer.status_code == 302 else words(answer)

    def person(self, name: str) -> str:
        return str(self.held.world.people[name].member_id)


@pytest.fixture
def room() -> Room:
    return Room()


def test_it_works(room: Room) -> None:
    """From an empty room to the close: chair, code, arrivals, opening, an item, a speaker, the end."""
    room.held.proxy("dana", "bob")
    assert "Nobody yet. Any member of the council may" in room.see("alice", "desk")
    assert room.press("alice", "desk/chair").endswith("/desk/")
    assert "The quorum is not met: 0 of 4, and 2 are needed." in room.see("alice", "desk")
    room.press("alice", "desk/check-in", how="code")
    shown = re.search(r"\b\d{3} \d{3}\b", room.see("bob", "projector"))
    assert shown is not None
    assert "The code shown in the room" in room.see("bob", "here")
    assert room.press("bob", "here/arrive", code=shown[0]).endswith("/here/")
    assert "You vote for Dana too." in room.see("bob", "here")
    room.press("alice", "desk/tick", member=room.person("alice"), what="came")
    assert "3 of 4: 2 present, 1 represented" in room.see("eli", "projector")
    room.press("alice", "desk/open")
    room.press("alice", "desk/item", item=str(room.held.items[2]))
    assert "At hand: 3. Buy a saw" in room.see("bob", "here")
    room.press("bob", "here/hand", hand="up")
    assert "Your hand is up: you are called next." in room.see("bob", "here")
    room.press("alice", "desk/floor", hand=str(Hand.objects.get().id), what="give")
    for page in ("desk", "projector"):
        assert "Bob has the floor" in room.see("alice", page)
    assert "You have the floor." in room.see("bob", "here")
    assert "Bob has the floor." in room.see("dana", "here") or "Are you here?" in room.see("dana", "here")
    room.press("alice", "desk/close")
    assert "Closed on" in room.see("bob", "here")
    assert "I am here" not in room.see("eli", "here")


def test_the_page_of_a_gesture_that_is_refused_says_why_and_is_the_desk(room: Room) -> None:
    room.press("alice", "desk/chair")
    refused = room.press("alice", "desk/open")
    assert "This was not done" in refused
    assert "The quorum is not met: 0 of 4, and 2 are needed." in refused
    assert "Who is here" in refused
    assert "The desk is run by who chairs" in room.press("bob", "desk/open")
    room.press("alice", "desk/check-in", how="code")
    assert "This is not the code shown in the room now" in room.press("bob", "here/arrive", code="000000")


def test_whoever_does_not_run_the_desk_sees_it_without_its_gestures(room: Room) -> None:
    room.press("alice", "desk/chair")
    page = html(room.get("bob", f"{room.base}desk/"))
    assert "You see the desk" in page
    assert re.findall(r'action="[^"]*/desk/([a-z-]+)/"', page) == ["chair"]


def test_a_giver_who_comes_is_told_to_the_holder(room: Room) -> None:
    room.held.proxy("dana", "bob")
    room.held.tick("alice", "bob", "dana")
    assert "Dana is here and votes in person: the proxy you hold is suspended." in room.see("bob", "here")
    assert "You gave Bob your proxy: it is suspended while you are here." in room.see("dana", "here")
    room.press("dana", "here/leave")
    assert "You vote for Dana too." in room.see("bob", "here")
    assert "Bob votes for you." in room.see("dana", "here")
    room.press("alice", "desk/tick", member=room.person("bob"), what="left")
    assert "Bob holds your proxy and is not here: nobody votes for you." in room.see("dana", "here")


def test_a_newcomer_is_welcome_and_has_no_vote(room: Room) -> None:
    room.held.tick("charlie")
    assert "have no vote at this assembly" in room.see("charlie", "here")
    assert "0 of 4" in room.see("charlie", "projector")


def test_people_are_found_by_name(room: Room) -> None:
    found = room.see("alice", "desk", search="dAn")
    assert "Dana" in found
    assert "Eli" not in found
    assert "Nobody of that name is on the roll." in room.see("alice", "desk", search="zz")


def test_a_quorum_that_is_missing_ends_it_and_is_said(room: Room) -> None:
    room.press("alice", "desk/chair")
    room.press("alice", "desk/missing")
    page = room.see("alice", "desk")
    assert "The quorum was missing on" in page
    assert "nothing was decided" in page


def test_the_code_comes_along_with_the_picture(room: Room) -> None:
    room.press("alice", "desk/check-in", how="code")
    page = html(room.get("bob", f"{room.base}projector/"))
    assert "<svg" in page
    assert 'value="123456"' in html(room.get("bob", f"{room.base}here/", code="123456"))


def test_a_script_asks_for_the_part_that_lives_alone(room: Room) -> None:
    for page in ("desk", "here", "projector"):
        whole = html(room.get("alice", f"{room.base}{page}/"))
        browser = room.browser("alice")
        part = browser.get(f"/a/{room.scene.slug}/{room.base}{page}/", headers={"X-Live": "1"}).content.decode()
        assert "<html" not in part
        assert 'data-room="' in part
        assert "data-live=" in whole


def test_events_say_that_something_changed_and_nothing_more(room: Room) -> None:
    def told() -> dict[str, object]:
        answer = room.get("bob", f"{room.base}live/")
        assert answer["Content-Type"] == "text/event-stream"
        (found,) = re.findall(r"data: (.*)", answer.content.decode())
        return json.loads(found)

    before = told()
    room.held.tick("alice", "bob")
    between = told()
    assert (between["room"] != before["room"], between["turn"] == before["turn"]) == (True, True)
    room.held.open()
    after = told()
    assert after["turn"] != before["turn"]
    assert set(after) == {"room", "turn", "spread", "few"}


def test_an_assembly_in_preparation_or_elsewhere_has_no_such_pages(room: Room) -> None:
    other = gathered()
    for page in ("desk", "here", "projector", "live"):
        assert room.get("alice", f"assemblies/AG9/{page}/").status_code in {404, 422}
    assert other.reference == room.held.reference
    room.press("alice", "desk/chair")
    assert other.row.chair_id is None
