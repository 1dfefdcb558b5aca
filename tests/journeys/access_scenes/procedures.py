"""Procedures in their states: a list, a question, someone out of the council, an erasure that is announced, a meeting."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.support.people import START, World
from toutdoux.associations.queries import current_rulebook
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.kernel.people import Actor
from toutdoux.members.commands import NewPerson, add_member
from toutdoux.procedures.commands.answering import answer_link
from toutdoux.procedures.commands.belonging import arrange_meetings, help_with_meetings
from toutdoux.procedures.commands.erasing import leave_and_be_erased
from toutdoux.procedures.models import Erasure, Inactivity, ListedMember

Place = Mapping[str, Mapping[str, Any]]


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of inactivity, belonging and privacy are played at."""
    listing, dana = _procedure(here, "dana")
    asking, bob = _procedure(here, "bob", asked=True)
    foreign, theirs = _procedure(elsewhere, "bob", asked=True)
    _meeting(here)
    soon = {"expires_at": START + timedelta(days=100), "now": START}
    slug = here.slug
    return {
        "procedures": {
            "the list": {"slug": slug, "procedure_id": listing},
            "the question": {"slug": slug, "procedure_id": asking},
            "foreign": {"slug": slug, "procedure_id": foreign},
            "unknown": {"slug": slug, "procedure_id": uuid4()},
        },
        "listed people": {
            "on the list": {"slug": slug, "procedure_id": listing, "listed_id": dana},
            "misplaced": {"slug": slug, "procedure_id": listing, "listed_id": bob},
            "foreign": {"slug": slug, "procedure_id": foreign, "listed_id": theirs},
        },
        "mailed questions": {
            "open": {"slug": slug, "token": answer_link(listed_id=bob, **soon)},
            "foreign": {"slug": slug, "token": answer_link(listed_id=theirs, **soon)},
            "unknown": {"slug": slug, "token": "nothing"},
        },
        "returning": {
            "out of the council": {"slug": slug, "member_id": _out_of_the_council(here)},
            "in it": {"slug": slug, "member_id": here.bob.member_id},
            "foreign": {"slug": slug, "member_id": elsewhere.bob.member_id},
            "unknown": {"slug": slug, "member_id": uuid4()},
        },
        "erasures": {
            "announced": {"slug": slug, "erasure_id": _announced(here)},
            "foreign": {"slug": slug, "erasure_id": _announced(elsewhere)},
            "unknown": {"slug": slug, "erasure_id": uuid4()},
        },
    }


def _procedure(place: World, name: str, *, asked: bool = False) -> tuple[UUID, UUID]:
    """Write a procedure that Alice runs, with one person on its list; asked, they were told a moment ago."""
    row = Inactivity.objects.create(
        association_id=place.association_id,
        rulebook_id=current_rulebook(association_id=place.association_id).id,
        starts_at=START - timedelta(days=60),
        ends_at=START - timedelta(days=1),
        votes=9,
        started_by_id=place.alice.member_id,
        started_at=START,
        asked_at=START if asked else None,
    )
    person = ListedMember.objects.create(
        inactivity=row,
        member_id=place.people[name].member_id,
        could=9,
        took=1,
        asked_at=row.asked_at,
        told_at=row.asked_at,
        told_how="mail" if asked else "",
        reply_by=START + timedelta(days=10) if asked else None,
    )
    return row.id, person.id


def _meeting(place: World) -> None:
    arrange_meetings(
        actor=place.alice, weeks=2, first_on=date(2026, 3, 13), begins=time(18, 30), place="The mill", now=place.now
    )
    help_with_meetings(actor=place.bob, willing=True, now=place.now)


def _out_of_the_council(place: World) -> UUID:
    found = add_member(actor=place.alice, person=NewPerson(name="Iris"), now=place.now)
    effect = EffectDraft(kind="exclude", params={"member": str(found), "scope": "council"})
    action = place.open(title="Part with Iris", effects=(effect,), effects_only=True)
    place.vote(action, "for", "alice", "bob", "dana")
    return found


def _announced(place: World) -> UUID:
    found = add_member(actor=place.alice, person=NewPerson(name="Jo"), now=place.now)
    leave_and_be_erased(
        actor=Actor(association_id=place.association_id, member_id=found), now=place.now + timedelta(seconds=1)
    )
    return Erasure.objects.get(member_id=found).id
