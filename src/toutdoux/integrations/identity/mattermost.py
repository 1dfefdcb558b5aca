"""Mattermost, which speaks OAuth 2 but not OpenID Connect: its word is what `/api/v4/users/me` answers to a fresh token.

The person is known by ``id``: usernames and addresses change hands there.
"""

import re
from urllib.parse import urlencode

from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.integrations.identity.asking import ask
from toutdoux.integrations.identity.words import Outsider, Provider
from toutdoux.kernel.refusal import Refusal, Refused

_ID = re.compile(r"[a-z0-9]{26}")


def leave(provider: Provider, *, state: str, challenge: str, back: str) -> str:
    """Return the address at which Mattermost asks the person. Servers that know PKCE (RFC 7636) hold us to it."""
    asked = {
        "response_type": "code",
        "client_id": provider.id,
        "redirect_uri": back,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{provider.issuer}/oauth/authorize?{urlencode(asked)}"


def come_back(provider: Provider, *, code: str, verifier: str, back: str) -> Outsider:
    """Exchange the code for a token, ask whose it is, and forget the token."""
    form = {
        "grant_type": "authorization_code",
        "client_id": provider.id,
        "client_secret": provider.secret,
        "redirect_uri": back,
        "code": code,
        "code_verifier": verifier,
    }
    answer = ask("POST", f"{provider.issuer}/oauth/access_token", label=provider.label, form=form)
    token = answer.get("access_token")
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        raise _untrusted(provider)
    person = ask("GET", f"{provider.issuer}/api/v4/users/me", label=provider.label, bearer=token)
    subject = person.get("id")
    if not isinstance(subject, str) or not _ID.fullmatch(subject) or person.get("delete_at") or person.get("is_bot"):
        raise _untrusted(provider)
    username, email = str(person.get("username", "")), str(person.get("email", ""))
    name = f"{person.get('first_name') or ''} {person.get('last_name') or ''}".strip()
    return Outsider(
        issuer=provider.issuer,
        subject=subject,
        label=f"@{username}" if username else "",
        name=name[:120],
        email=email[:254],
        # Mattermost does not say what it asked the person for.
        two_steps=False,
    )


def _untrusted(provider: Provider) -> Refused:
    return Refused([Refusal(code=AccountRefusal.PROVIDER_UNTRUSTED, data={"label": provider.label})])
