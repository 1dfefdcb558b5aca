"""The addresses at which Mattermost calls back. What answers there is ``toutdoux.bot``; both sides name them here."""

from django.conf import settings


def button_url(*, slug: str) -> str:
    """Return where a pressed button is told."""
    return _url(slug, "button")


def question_url(*, slug: str) -> str:
    """Return where a pressed button of the private question is told."""
    return _url(slug, "question")


def offer_url(*, slug: str) -> str:
    """Return where a pressed button about a proxy is told."""
    return _url(slug, "proxy")


def dialog_url(*, slug: str) -> str:
    """Return where a filled dialog is sent."""
    return _url(slug, "dialog")


def command_url(*, slug: str) -> str:
    """Return where a typed ``/toutdoux`` is sent."""
    return _url(slug, "command")


def _url(slug: str, what: str) -> str:
    return f"{settings.TOUTDOUX_URL}/a/{slug}/chat/mattermost/{what}/"
