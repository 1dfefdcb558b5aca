"""OpenID Connect: the authorization code flow with state, nonce and PKCE (Core §3.1, RFC 7636). Signatures are PyJWT's."""

import logging
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt

from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.integrations.identity.asking import ask
from toutdoux.integrations.identity.words import Outsider, Provider
from toutdoux.kernel.refusal import Refusal, Refused

logger = logging.getLogger(__name__)

#: Signatures by a key that only the provider has. Never "none", nor one made with a secret that we have too.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
#: How far two clocks may differ, in seconds.
LEEWAY = 60


def leave(provider: Provider, *, state: str, nonce: str, challenge: str, back: str) -> str:
    """Return the address at which the provider asks the person."""
    asked = {
        "response_type": "code",
        "client_id": provider.id,
        "redirect_uri": back,
        "scope": "openid profile email",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    there = _endpoint(_configuration(provider), "authorization_endpoint", provider)
    return there + ("&" if urlsplit(there).query else "?") + urlencode(asked)


def come_back(provider: Provider, *, code: str, verifier: str, nonce: str, back: str) -> Outsider:
    """Exchange the code for the provider's signed word, and return whom it vouches for."""
    configuration = _configuration(provider)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    basic = "client_secret_post" not in configuration.get("token_endpoint_auth_methods_supported", [])
    if not basic:
        form |= {"client_id": provider.id, "client_secret": provider.secret}
    answer = ask(
        "POST",
        _endpoint(configuration, "token_endpoint", provider),
        label=provider.label,
        form=form,
        auth=(provider.id, provider.secret) if basic else None,
    )
    claims = _claims(provider, configuration, token=str(answer.get("id_token", "")), nonce=nonce)
    methods = claims.get("amr")
    return Outsider(
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        label=_text(claims, "preferred_username") or _text(claims, "email") or _text(claims, "name"),
        name=_text(claims, "name"),
        email=_text(claims, "email"),
        # RFC 8176: "mfa" says that several factors were asked for.
        two_steps=isinstance(methods, list) and "mfa" in methods,
    )


def _claims(provider: Provider, configuration: dict[str, Any], *, token: str, nonce: str) -> dict[str, Any]:
    """Check the signed word as Core §3.1.3.7 says: signature, issuer, audience, party, instants, nonce."""
    try:
        header = jwt.get_unverified_header(token)
        keys = jwt.PyJWKSet.from_dict(ask("GET", _endpoint(configuration, "jwks_uri", provider), label=provider.label))
        key = _key(keys, str(header.get("kid", "")))
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key,
            algorithms=list(ALGORITHMS),
            audience=provider.id,
            issuer=provider.issuer,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
        raise _untrusted(provider, type(error).__name__) from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != provider.id:
        raise _untrusted(provider, "azp")
    if claims["nonce"] != nonce:
        raise _untrusted(provider, "nonce")
    if not isinstance(claims["sub"], str) or not claims["sub"] or len(claims["sub"]) > 255:
        raise _untrusted(provider, "sub")
    return claims


def _key(keys: jwt.PyJWKSet, kid: str) -> jwt.PyJWK:
    """Return the key that a token names; the only one there is, when it names none."""
    found = [key for key in keys.keys if not kid or key.key_id == kid]
    if len(found) != 1:
        msg = "no such key"
        raise KeyError(msg)
    return found[0]


def _configuration(provider: Provider) -> dict[str, Any]:
    """Ask the provider where its doors are (Discovery §4); it must name itself as the settings do."""
    found = ask("GET", provider.issuer.rstrip("/") + "/.well-known/openid-configuration", label=provider.label)
    if found.get("issuer") != provider.issuer:
        raise _untrusted(provider, "issuer")
    return found


def _endpoint(configuration: dict[str, Any], name: str, provider: Provider) -> str:
    """Return one of the provider's addresses: encrypted, unless the provider itself is not (on loopback)."""
    url = configuration.get(name)
    allowed = {"https", urlsplit(provider.issuer).scheme}
    if not isinstance(url, str) or urlsplit(url).scheme not in allowed or not urlsplit(url).hostname:
        raise _untrusted(provider, name)
    return url


def _untrusted(provider: Provider, why: str) -> Refused:
    logger.warning("the word of %s is not taken: %s", provider.issuer, why)
    return Refused([Refusal(code=AccountRefusal.PROVIDER_UNTRUSTED, data={"label": provider.label})])


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return value[:254] if isinstance(value, str) else ""
