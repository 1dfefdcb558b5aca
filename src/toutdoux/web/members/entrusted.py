"""What is entrusted to a member, as their page shows it: mandates and accesses, with the actions that gave them."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from toutdoux.accesses.logic.ledger import State
from toutdoux.accesses.queries import accesses
from toutdoux.mandates.queries import kinds, mandates
from toutdoux.web.door import Visit
from toutdoux.web.links import decision_links
from toutdoux.wording.accesses import access_sentence
from toutdoux.wording.mandates import mandate_name, span_words


@dataclass(frozen=True, kw_only=True)
class Entrusted:
    """One mandate or access: what it is and where its page is, since when and until when, and the action that gave it."""

    name: str
    url: str
    sentence: str
    given_by: tuple[str, str] | None


@dataclass(frozen=True, kw_only=True)
class EntrustedTo:
    """All of it, the latest first. An access that is over is left out: its page keeps it."""

    mandates: tuple[Entrusted, ...]
    accesses: tuple[Entrusted, ...]


def entrusted_to(*, visit: Visit, member_id: UUID) -> EntrustedTo:
    """Return what a member answers for, or did, and what they may enter: every member may see it, as on its own pages."""
    place, zone, now = visit.association.id, visit.association.zone, visit.now
    held = mandates(association_id=place, member_id=member_id)
    entered = [
        row for row in accesses(association_id=place, member_id=member_id, at=now) if row.state is not State.OVER
    ]
    named = {kind.code: mandate_name(kind.code, kind.name) for kind in kinds(association_id=place)} if held else {}
    given = decision_links(visit, [*(row.action_id for row in held), *(row.action_id for row in entered)])
    return EntrustedTo(
        mandates=tuple(
            Entrusted(
                name=named[row.code],
                url=reverse("mandate", args=[visit.association.slug, row.id]),
                sentence=span_words(row, zone=zone),
                given_by=given.get(row.action_id),
            )
            for row in held
        ),
        accesses=tuple(
            Entrusted(
                name=row.resource.name,
                url=reverse("resource", args=[visit.association.slug, row.resource.id]),
                sentence=access_sentence(row, zone=zone, now=now),
                given_by=given.get(row.action_id),
            )
            for row in entered
        ),
    )
