"""Entries of the registers: a request with a file, one that was withdrawn, one of elsewhere."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from tests.support.people import World
from toutdoux.procedures.registering import add_file, record_entry, tie_entry, withdraw_entry
from toutdoux.registers.logic.drafts import EntryDraft

Place = Mapping[str, Mapping[str, Any]]


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of ``access_rows/registers.py`` are played at."""
    noted, withdrawn, foreign = _request(here), _request(here), _request(elsewhere)
    kept, far = _file(here, noted), _file(elsewhere, foreign)
    withdraw_entry(actor=here.alice, entry_id=withdrawn, reason="Noted twice", now=here.now)
    slug = here.slug
    support = EntryDraft(
        title="The bakery",
        day=date(2026, 3, 10),
        amount=10_000,
        state="received",
        values={"organisation": "The bakery"},
    )
    given = record_entry(actor=here.alice, kind="support", draft=support, now=here.now)
    found = {"noted": noted, "withdrawn": withdrawn, "foreign": foreign, "unknown": uuid4()}
    files = {
        "kept": (noted, kept),
        "misplaced": (withdrawn, kept),
        "foreign": (foreign, far),
        "unknown": (noted, uuid4()),
    }
    registers = {"activities": "activity", "partners": "partner", "unknown": "nothing"}
    values = {"audio": "https://example.org/1.mp3", "in_podcast": True}
    episode = EntryDraft(title="Bees", day=date(2026, 3, 10), values=values)
    record_entry(actor=here.alice, kind="radio", draft=episode, now=here.now)
    (service, machine), (far_service, far_machine) = _standing(here), _standing(elsewhere)
    free = _noted(here, "machine", "Rosemary")
    podcasts = {"here": slug, "empty": elsewhere.slug, "unknown": "nowhere"}
    return {
        "podcasts": {state: {"slug": one} for state, one in podcasts.items()},
        "register names": {state: {"slug": slug, "register": word} for state, word in registers.items()},
        "entry kinds": {state: {"slug": slug, "kind": state} for state in ("event", "unknown")},
        "machines": {"free": {"slug": slug, "entry_id": free}},
        "services": {
            "here": {"slug": slug, "entry_id": service},
            "foreign": {"slug": slug, "entry_id": far_service},
        },
        "standing": {
            "here": {"slug": slug, "entry_id": service, "other_id": machine},
            "foreign": {"slug": slug, "entry_id": far_service, "other_id": far_machine},
        },
        "memberships": {
            "received": {"slug": slug, "entry_id": given},
            "a request": {"slug": slug, "entry_id": noted},
            "foreign": {"slug": slug, "entry_id": foreign},
        },
        "entries": {state: {"slug": slug, "entry_id": one} for state, one in found.items()},
        "entry files": {
            state: {"slug": slug, "entry_id": one, "file_id": file} for state, (one, file) in files.items()
        },
    }


def _request(world: World) -> UUID:
    draft = EntryDraft(title="A room for Sunday", day=date(2026, 3, 10), values={"from_whom": "The choir"})
    return record_entry(actor=world.alice, kind="request", draft=draft, now=world.now)


def _standing(world: World) -> tuple[UUID, UUID]:
    service, machine = _noted(world, "service", "Pads"), _noted(world, "machine", "Thyme")
    tie_entry(actor=world.alice, entry_id=service, other_id=machine, day=date(2026, 3, 10), now=world.now)
    return service, machine


def _noted(world: World, kind: str, title: str) -> UUID:
    draft = EntryDraft(title=title, day=date(2026, 3, 10))
    return record_entry(actor=world.alice, kind=kind, draft=draft, now=world.now)


def _file(world: World, entry_id: UUID) -> UUID:
    return add_file(actor=world.alice, entry_id=entry_id, name="letter.pdf", data=b"%PDF-1.7 a letter", now=world.now)
