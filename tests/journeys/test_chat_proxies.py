"""A proxy from the chat: given to someone by name or by @, whole or item by item, with a vote, and taken back."""

from collections.abc import Iterator

import pytest

from tests.support.assemblies import convened, item
from tests.support.chatting import Talk, talking
from toutdoux.assemblies.queries import MeetingRow, ProxyRow, proxies

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk() -> Iterator[Talk]:
    with talking() as found:
        yield found


def standing(found: MeetingRow) -> list[ProxyRow]:
    return [row for row in proxies(assembly_id=found.id) if row.facts.ended_at is None]


def test_it_works(talk: Talk) -> None:
    here = talk.here
    assert "No assembly is convened" in talk.typed("bob", "procuration @dana")
    found = convened(here)
    assert "Nobody votes for you." in talk.typed("bob", "proxy")
    assert "Dana votes for you at AG1, and is told." in talk.typed("bob", "procuration @dana")
    [row] = standing(found)
    assert (row.giver_id, row.holder_id, row.facts.items) == (here.bob.member_id, here.dana.member_id, None)
    assert "Dana votes for you." in talk.typed("bob", "proxy")
    assert "You vote for: Bob." in talk.typed("dana", "proxy")
    assert "is taken back" in talk.typed("bob", "proxy back")
    assert standing(found) == []


def test_item_by_item_with_a_vote(talk: Talk) -> None:
    found = convened(talk.here)
    said = talk.typed("bob", "procuration Dana 1 3=contre")
    assert "For these items: News of the workshop; Buy a saw." in said
    assert "Buy a saw: vote Against." in said
    saw = item(found, "Buy a saw")
    [row] = standing(found)
    assert row.facts.instructions == {saw: "against"}
    assert row.facts.items == frozenset({item(found, "News of the workshop"), saw})


def test_different_items_go_to_different_people_and_each_is_taken_back(talk: Talk) -> None:
    found = convened(talk.here)
    talk.typed("bob", "procuration Dana 1 2 3")
    assert "Eli votes for you at AG1" in talk.typed("bob", "procuration Eli 3")
    said = talk.typed("bob", "proxy").replace("\\", "")
    assert "Dana (items 1, 2) votes for you." in said
    assert "Eli (item 3) votes for you." in said
    assert "You vote for: Bob (item 3)." in talk.typed("eli", "proxy").replace("\\", "")
    assert "I find nobody called “alice”" in talk.typed("bob", "proxy back alice")
    assert "is taken back" in talk.typed("bob", "proxy back Dana")
    assert [row.holder_id for row in standing(found)] == [talk.here.people["eli"].member_id]


def test_what_cannot_be_is_said_and_gives_nothing(talk: Talk) -> None:
    found = convened(talk.here)
    assert "I find nobody called “Zoe”" in talk.typed("bob", "proxy Zoe")
    assert "Several people are called so" in talk.typed("bob", "proxy a")
    assert "I do not understand: 9, sideways" in talk.typed("bob", "proxy Dana 9 2=sideways")
    assert "Nobody represents themselves" in talk.typed("bob", "proxy Bob")
    assert "There is no such proxy" in talk.typed("bob", "proxy back")
    assert standing(found) == []
