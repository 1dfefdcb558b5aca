"""Addresses that the command line tells people to open."""

from django.conf import settings
from django.urls import reverse


def association_link(*, slug: str) -> str:
    """Return the address of an association's home."""
    return f"{settings.TOUTDOUX_URL}/a/{slug}/"


def invitation_link(*, token: str) -> str:
    """Return the address that an invitation is."""
    return f"{settings.TOUTDOUX_URL}{reverse('join', args=[token])}"
