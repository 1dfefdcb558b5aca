"""Others who vouch for people: OpenID Connect providers, and Mattermost. Set up by the installation, never by a page."""

from toutdoux.integrations.identity.providers import (
    Departure,
    Outsider,
    Provider,
    come_back,
    leave,
    provider,
    providers,
)

__all__ = ["Departure", "Outsider", "Provider", "come_back", "leave", "provider", "providers"]
