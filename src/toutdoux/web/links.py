"""Addresses that pages of several parts lead to."""

from toutdoux.decisions.logic.references import Reference


def action_url(*, slug: str, reference: Reference | str) -> str:
    """Return the address of an action's page."""
    return f"/a/{slug}/actions/{reference}/"
