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
from toutdoux.services.queries import services

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


def test_an_incident_says_when_it_began(people: People) -> None:
    typed = {"title": "Disk full", "day": "2026-03-10", "effect": "down", "ends_at": "2026-03-10T10:00"}
    assert "Say when it began" in words(people.post("alice", "registers/new/incident/", typed))
    typed |= {"starts_at": "2026-03-10T10:00"}
    assert "What ends does so after it began" in words(people.post("alice", "registers/new/incident/", typed))
