"""The providers of this installation: sending a person to one of them, and taking its word when they come back."""

import base64
import hashlib
import secrets

from django.conf import settings

from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.integrations.identity import mattermost, oidc
from toutdoux.integrations.identity.words import Departure, Outsider, Provider
from toutdoux.kernel.refusal import Refusal, Refused

__all__ = ["Departure", "Outsider", "Provider", "come_back", "leave", "provider", "providers"]


def providers() -> tuple[Provider, ...]:
    """Return those the settings name, in order of their names."""
    return tuple(Provider(**one) for one in settings.TOUTDOUX_IDENTITY_PROVIDERS)


def provider(*, name: str) -> Provider:
    """Return a provider by the name it has in addresses; refuses one that the settings do not name."""
    found = next((one for one in providers() if one.name == name), None)
    if found is None:
        raise Refused([Refusal(code=AccountRefusal.PROVIDER_UNKNOWN)])
    return found


def leave(*, to: Provider, back: str) -> Departure:
    """Return where to send the browser, and what to keep meanwhile. ``back`` is our address that it comes back to."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    if to.sort == "mattermost":
        url = mattermost.leave(to, state=state, challenge=challenge, back=back)
    else:
        url = oidc.leave(to, state=state, nonce=nonce, challenge=challenge, back=back)
    return Departure(url=url, state=state, nonce=nonce, verifier=verifier)


def come_back(*, to: Provider, code: str, nonce: str, verifier: str, back: str) -> Outsider:
    """Return whom the provider vouches for, given the code that the browser brought back."""
    if to.sort == "mattermost":
        return mattermost.come_back(to, code=code, verifier=verifier, back=back)
    return oidc.come_back(to, code=code, nonce=nonce, verifier=verifier, back=back)
