"""Addresses that pages of several parts lead to."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from toutdoux.assemblies.voting.queries import decided_by
from toutdoux.decisions.logic.references import Reference
from toutdoux.decisions.queries.articles import references
from toutdoux.web.door import Visit
from toutdoux.wording.voting import vote_reference


def action_url(*, slug: str, reference: Reference | str) -> str:
    """Return the address of an action's page."""
    return reverse("action", kwargs={"slug": slug, "reference": str(reference)})


def decision_links(visit: Visit, ids: Iterable[UUID | None]) -> dict[UUID | None, tuple[str, str]]:
    """Return how decisions are called, and the addresses of their pages: actions, and votes of assemblies."""
    association_id, slug = visit.association.id, visit.association.slug
    wanted = {one for one in ids if one is not None}
    found: dict[UUID | None, tuple[str, str]] = {}
    if not wanted:
        return found
    for one, reference in references(association_id=association_id, ids=wanted).items():
        found[one] = (str(reference), action_url(slug=slug, reference=reference))
    if others := wanted - set(found):
        for one, vote in decided_by(association_id=association_id, ids=others).items():
            found[one] = (vote_reference(vote), reverse("assembly_vote", args=[slug, vote.assembly, vote.number]))
    return found
