"""Mandates and accesses: Alice's, Dana's with an open file, the newcomer's access, one that is over, those of elsewhere."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.support.people import World
from toutdoux.accesses.commands import close_resource, declare_access, declare_resource, end_declared_access
from toutdoux.accesses.models import Access
from toutdoux.mandates.commands import open_hand_over, record_election
from toutdoux.mandates.models import HandOverLine
from toutdoux.procedures.queries.entrusted import review_link

Place = Mapping[str, Mapping[str, Any]]


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of ``access_rows/entrusted.py`` are played at."""
    mine, theirs = _mandate(here, "alice"), _mandate(here, "dana")
    foreign = _mandate(elsewhere, "alice")
    for world, mandate_id in ((here, theirs), (elsewhere, foreign)):
        open_hand_over(actor=world.alice, mandate_id=mandate_id, now=world.now)
    line, other = (
        HandOverLine.objects.filter(hand_over_id=one).order_by("position")[0].id for one in (theirs, foreign)
    )
    mandates = {"of the lead": mine, "of another": theirs, "foreign": foreign, "unknown": uuid4()}
    open_, closed = _thing(here, "The server"), _thing(here, "The old server")
    close_resource(actor=here.alice, resource_id=closed, now=here.now)
    far = _thing(elsewhere, "Their server")
    things = {"open": open_, "closed": closed, "foreign": far, "unknown": uuid4()}
    held, over = _access(here, open_, "charlie"), _access(here, open_, "dana")
    end_declared_access(actor=here.alice, access_id=over, now=here.now)
    accesses = {
        "of the newcomer": held,
        "to shut": over,
        "foreign": _access(elsewhere, far, "charlie"),
        "unknown": uuid4(),
    }
    slug = here.slug
    return {
        "mandate kinds": {code: {"slug": slug, "code": code} for code in ("financial", "unknown")},
        "mandates": {state: {"slug": slug, "mandate_id": found} for state, found in mandates.items()},
        "hand-over lines": {
            "open": {"slug": slug, "mandate_id": theirs, "line_id": line},
            "misplaced": {"slug": slug, "mandate_id": mine, "line_id": line},
            "foreign": {"slug": slug, "mandate_id": foreign, "line_id": other},
            "unknown": {"slug": slug, "mandate_id": theirs, "line_id": 999_999},
        },
        "things": {state: {"slug": slug, "resource_id": found} for state, found in things.items()},
        "mailed reviews": {
            "open": {"slug": slug, "token": review_link(access_id=_due(here), member_id=here.dana.member_id)},
            "foreign": {"slug": slug, "token": _link_of(elsewhere)},
            "unknown": {"slug": slug, "token": "made-up"},
        },
        "access": {state: {"slug": slug, "access_id": found} for state, found in accesses.items()},
    }


def _due(world: World) -> UUID:
    """Return an access of Dana's about which she is asked."""
    found = _access(world, _thing(world, "The mailbox"), "dana")
    Access.objects.filter(id=found).update(starts_at=world.now - timedelta(days=365))
    return found


def _link_of(world: World) -> str:
    return review_link(access_id=_due(world), member_id=world.dana.member_id)


def _mandate(world: World, name: str) -> UUID:
    return record_election(
        actor=world.alice,
        member_id=world.people[name].member_id,
        code="technical",
        starts_at=world.now - timedelta(days=1),
        ends_at=world.now + timedelta(days=200),
        now=world.now,
    )


def _thing(world: World, name: str) -> UUID:
    return declare_resource(
        actor=world.alice, sort="machine", level="critical", name=name, review_months=6, now=world.now
    )


def _access(world: World, resource_id: UUID, name: str) -> UUID:
    return declare_access(
        actor=world.alice,
        resource_id=resource_id,
        member_id=world.people[name].member_id,
        purpose="Looking after it",
        now=world.now,
    )
