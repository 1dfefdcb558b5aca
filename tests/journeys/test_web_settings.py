"""Settings by their page: changed by who votes, explained to who does not, and who changed what."""

from typing import Any

import pytest
import time_machine

from tests.support.people import START, World, world
from tests.support.visitors import visitor
from toutdoux.associations.queries import association, periods
from toutdoux.ledger.queries import head

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def scene() -> World:
    return world()


def page(scene: World) -> str:
    return f"/a/{scene.slug}/settings/"


def typed(**more: str) -> dict[str, str]:
    return {
        "change": "settings",
        "name": "The Fireflies",
        "language": "en",
        "address_form": "vous",
        "inclusive_form": "median",
        "public_register": "closed",
        **more,
    }


def test_it_works(scene: World) -> None:
    client = visitor(scene)
    assert 'value="The Fireflies"' in client.get(page(scene)).content.decode()
    answer = client.post(page(scene), typed(name="Glow-worms", address_form="tu", public_register="without-names"))
    assert answer["Location"] == page(scene)
    row = association(association_id=scene.association_id)
    assert (row.name, row.address_form, row.public_register) == ("Glow-worms", "tu", "without-names")
    body = client.get(page(scene)).content.decode()
    assert "The settings have been changed." in body
    assert "Changed: tu or vous, name, what people outside may read, by Alice" in body
    assert "The association was founded" in body
    assert "The period P26 was opened" in body


def test_what_cannot_be_is_said_and_stays(scene: World) -> None:
    client = visitor(scene)
    for wrong in ({"name": ""}, {"name": "x" * 121}, {"language": "eo"}, {"public_register": "everything"}):
        answer = client.post(page(scene), typed(**{"name": "Kept", **wrong}))
        assert answer.status_code == 422
    assert "The association needs a name." in client.post(page(scene), typed(name=" ")).content.decode()
    kept = client.post(page(scene), typed(name="Kept as typed", language="eo")).content.decode()
    assert 'value="Kept as typed"' in kept
    assert association(association_id=scene.association_id).name == "The Fireflies"


def test_who_does_not_vote_reads_them_and_is_told_why(scene: World) -> None:
    client = visitor(scene, "charlie")
    body = client.get(page(scene)).content.decode()
    assert "The settings are changed by members who vote." in body
    assert "Will vote from 9 June" in body
    assert "Nothing: the register is for the members" in body
    assert "Keep these settings" not in body
    before = head(association_id=scene.association_id)
    for change in (typed(name="Mine"), {"change": "period", "period-code": "P27", **DAYS}):
        answer = client.post(page(scene), change)
        assert answer.status_code == 422
        assert "This takes the voting right" in answer.content.decode()
    assert head(association_id=scene.association_id) == before


DAYS = {"period-first_day": "2026-07-01", "period-last_day": "2026-12-31"}


def test_a_period_is_opened(scene: World) -> None:
    client = visitor(scene)
    answer = client.post(page(scene), {"change": "period", "period-code": "a26", **DAYS})
    assert answer["Location"] == page(scene)
    body = client.get(page(scene)).content.decode()
    assert "The period A26 is open." in body
    assert "from 1 July 2026 to 31 December 2026" in body
    taken = client.post(page(scene), {"change": "period", "period-code": "A26", **DAYS})
    assert taken.status_code == 422
    assert "There is already a period “A26”." in taken.content.decode()
    assert 'value="2026-07-01"' in taken.content.decode()
    backwards = {"change": "period", "period-code": "P27", **DAYS, "period-last_day": "2026-06-01"}
    assert "its last day comes after its first" in client.post(page(scene), backwards).content.decode()
    assert len(periods(association_id=scene.association_id)) == 2


def test_looking_changes_nothing(scene: World) -> None:
    client = visitor(scene)
    before = head(association_id=scene.association_id)
    client.get(page(scene), typed(name="Mine"))
    assert head(association_id=scene.association_id) == before


def test_the_pages_speak_as_the_association_prefers(scene: World) -> None:
    client = visitor(scene, language="fr")
    client.post(page(scene), typed(address_form="tu"))
    assert '<html lang="fr">' in client.get(page(scene)).content.decode()


def test_a_name_that_is_a_script_stays_a_name(scene: World) -> None:
    client = visitor(scene)
    client.post(page(scene), typed(name="<script>alert(1)</script>"))
    body = client.get(page(scene)).content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert(1)" in body
