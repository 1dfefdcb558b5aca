"""Services through the pages: opened, described by their terms, broken and mended; a share of time that nobody types."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from tests.journeys.test_web_registers import note
from tests.support.browsing import People, words
from tests.support.people import world
from toutdoux.associations.commands import open_period
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.associations.queries import period
from toutdoux.kernel.refusal import Refused
from toutdoux.operations.verify import verify
from toutdoux.procedures.registering import tie_entry, untie_entry
from toutdoux.registers.models import Tie
from toutdoux.services.queries import borne, services

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return People(world())


def test_it_works(people: People) -> None:
    """Eleven days open, one of them an hour short, of which twelve hours were lost: 251 of 263 hours."""
    scene = people.scene
    assert "Services will be here" in people.read("bob", "registers/service/availability/")
    facts = PeriodFacts(code="S26", starts_on=date(2026, 3, 1), ends_on=date(2026, 4, 1))
    open_period(actor=scene.alice, period=facts, now=scene.now)
    service = note(people, "service", title="Pads", day="2026-03-11", people="Bob")
    people.post("alice", f"registers/entry/{service}/move/", {"state": "open", "day": "2026-03-21"})
    note(people, "terms", title="Pads are kept a year", about=str(service), sort="retention", version="2")
    note(people, "machine", title="Thyme", place="Compiègne", role="Backups")
    scene.now += timedelta(days=40)
    broken = {"about": str(service), "effect": "down", "day": "2026-03-22"}
    note(people, "incident", title="Disk full", starts_at="2026-03-22T06:00", ends_at="2026-03-22T18:00", **broken)
    note(people, "maintenance", title="Upgrade", starts_at="2026-03-22T10:00", ends_at="2026-03-22T11:00", **broken)
    note(people, "incident", title="Slow", starts_at="2026-03-30T10:00", **(broken | {"effect": "degraded"}))
    page = people.read("bob", "registers/service/availability/?period=S26")
    for said in (
        "Pads Open · 95.43% · 12 h lost · 2 incidents",
        "Kept by Bob",
        "Pads are kept a year",
        "Thyme",
        "it lasts",
    ):
        assert said in page
    rows = services(
        association_id=scene.association_id,
        period=period(association_id=scene.association_id, code="S26"),
        now=scene.now,
    )
    assert rows[0].share == Fraction(251, 263)


def test_what_happens_to_a_machine_happens_to_what_stands_on_it(people: People) -> None:
    """Ten days open; a day lost on the machine, half of it told of the service too; what came after it had left is not lost."""
    scene = people.scene
    service = note(people, "service", title="Pads", day="2026-03-11", state="open")
    machine = note(people, "machine", title="Thyme", place="Compiègne")
    assert "Thyme" in people.read("bob", f"registers/entry/{service}/")
    stands = f"registers/entry/{service}/stands-on/"
    people.post("alice", stands, {"other_id": str(machine), "day": "2026-03-12"})
    assert "What it stands on Thyme since" in people.read("bob", f"registers/entry/{service}/")
    assert "What stands on it Pads since" in people.read("bob", f"registers/entry/{machine}/")
    refused = people.post("alice", f"{stands}{machine}/end/", {"day": "2026-03-01"})
    assert refused.status_code == 422
    assert "It has stood there since" in words(refused)
    down = {"effect": "down", "day": "2026-03-14"}
    note(
        people,
        "incident",
        title="Power cut",
        about=str(machine),
        starts_at="2026-03-14T00:00",
        ends_at="2026-03-15T00:00",
        **down,
    )
    note(
        people,
        "incident",
        title="Pads fail",
        about=str(service),
        starts_at="2026-03-14T12:00",
        ends_at="2026-03-15T00:00",
        **down,
    )
    note(
        people,
        "maintenance",
        title="Too early",
        about=str(machine),
        starts_at="2026-03-11T10:00",
        ends_at="2026-03-11T11:00",
        **down,
    )
    people.post("alice", f"{stands}{machine}/end/", {"day": "2026-03-16"})
    note(
        people,
        "maintenance",
        title="Too late",
        about=str(machine),
        starts_at="2026-03-17T10:00",
        ends_at="2026-03-18T11:00",
        **down,
    )
    assert borne(association_id=scene.association_id, day=date(2026, 3, 15)) == {machine: ("Pads",)}
    assert borne(association_id=scene.association_id, day=date(2026, 3, 16)) == {}
    scene.now = scene.now.replace(year=2026, month=3, day=20, hour=23, minute=0, second=0, microsecond=0)
    people.post("alice", f"registers/entry/{service}/move/", {"state": "closed", "day": "2026-03-21"})
    scene.now += timedelta(days=2)
    (row,) = services(association_id=scene.association_id, period=None, now=scene.now)
    assert row.share == Fraction(9, 10)
    assert row.incidents == 2
    assert not row.machines
    assert verify(association_id=scene.association_id, now=scene.now).sound
    Tie.objects.update(since_on=date(2026, 3, 1))
    assert not verify(association_id=scene.association_id, now=scene.now).sound


def test_a_service_stands_on_a_machine_once_and_on_nothing_else(people: People) -> None:
    service, machine = note(people, "service", title="Pads"), note(people, "machine", title="Thyme")
    stands = f"registers/entry/{service}/stands-on/"
    typed = {"other_id": str(machine), "day": "2026-03-12"}
    people.post("alice", stands, typed)
    assert people.post("alice", stands, typed).status_code == 422
    assert people.post("alice", stands, typed | {"other_id": str(service)}).status_code == 422
    with pytest.raises(Refused):
        tie_entry(
            actor=people.scene.alice, entry_id=service, other_id=machine, day=date(2026, 3, 12), now=people.scene.now
        )
    with pytest.raises(Refused):
        untie_entry(
            actor=people.scene.alice, entry_id=machine, other_id=service, day=date(2026, 3, 12), now=people.scene.now
        )
    assert Tie.objects.count() == 1


def test_the_page_of_a_service_says_which_terms_are_in_force(people: People) -> None:
    """The latest of each sort that has begun; what is to come and what was before stay readable."""
    service = str(note(people, "service", title="Pads", day="2026-01-01"))
    for title, sort, version, day in (
        ("Kept two years", "retention", "1", "2026-01-01"),
        ("Kept one year", "retention", "2", "2026-03-01"),
        ("Kept a month", "retention", "3", "2026-09-01"),
        ("Be kind", "use", "1", "2026-02-01"),
    ):
        note(people, "terms", title=title, about=service, sort=sort, version=version, day=day)
    page = people.read("bob", f"registers/entry/{service}/")
    assert page.count("in force") == 2
    for said in (
        "Kept a month How long data are kept · version 3 · from 1 September Kept one year",
        "Kept one year How long data are kept · version 2 · from 1 March · in force",
        "Be kind Terms of use · version 1 · from 1 February · in force",
        "Kept two years",
    ):
        assert said in page


def test_an_incident_says_when_it_began(people: People) -> None:
    typed = {"title": "Disk full", "day": "2026-03-10", "effect": "down", "ends_at": "2026-03-10T10:00"}
    assert "Say when it began" in words(people.post("alice", "registers/new/incident/", typed))
    typed |= {"starts_at": "2026-03-10T10:00"}
    assert "What ends does so after it began" in words(people.post("alice", "registers/new/incident/", typed))
