"""Addresses that pages of several parts lead to."""

from django.urls import reverse

from toutdoux.decisions.logic.references import Reference


def action_url(*, slug: str, reference: Reference | str) -> str:
    """Return the address of an action's page."""
    return reverse("action", kwargs={"slug": slug, "reference": str(reference)})
