"""A small OpenID Connect provider and a small Mattermost on loopback, that answer as their documents say, or lie as told.

The person there has always signed in already: ``authorize`` plays what their browser would do, and returns where it is
led back to.
"""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from django.test import override_settings

CLIENT = "toutdoux-here"
SECRET = "between the two of us"


@dataclass
class Away:
    """What a provider keeps of a departure until its code is exchanged."""

    nonce: str
    challenge: str
    back: str


@dataclass
class IdentityProvider:
    """The provider. ``claims`` are put over those of a good token; ``answers`` replaces what a path answers."""

    port: int
    sort: str
    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    subject: str = "248289761001"
    claims: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    person: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)
    sign: Any = None
    codes: dict[str, Away] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def authorize(self, url: str) -> str:
        """Play the person's browser at the provider: return the path and query it is led back to."""
        assert url.startswith(self.issuer)
        query = dict(parse_qsl(urlsplit(url).query))
        assert query["client_id"] == CLIENT
        assert query["response_type"] == "code"
        code = secrets.token_urlsafe(16)
        self.codes[code] = Away(
            nonce=query.get("nonce", ""), challenge=query["code_challenge"], back=query["redirect_uri"]
        )
        back = urlsplit(query["redirect_uri"])
        return f"{back.path}?{urlencode({'code': code, 'state': query['state']})}"

    def answer(self, path: str, form: dict[str, str], headers: Any) -> tuple[int, Any]:
        if path in self.answers:
            return self.answers[path]
        match path:
            case "/.well-known/openid-configuration":
                return 200, {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                }
            case "/keys":
                public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key()))
                return 200, {"keys": [public | {"kid": "one", "use": "sig", "alg": "ES256"}]}
            case "/token":
                basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
                if headers["Authorization"] != f"Basic {basic}":
                    return 401, {"error": "invalid_client"}
                away = self._exchange(form)
                return (200, {"token_type": "Bearer", "id_token": self.token(away)}) if away else (400, {})
            case "/oauth/access_token":
                known = form.get("client_id") == CLIENT and form.get("client_secret") == SECRET
                if not known or not self._exchange(form):
                    return 400, {"id": "api.oauth.get_access_token.expired_code.app_error"}
                self.tokens.add(token := secrets.token_urlsafe(16))
                return 200, {"access_token": token, "token_type": "bearer", "expires_in": 3600}
            case "/api/v4/users/me":
                if headers["Authorization"] not in {f"Bearer {token}" for token in self.tokens}:
                    return 401, {}
                person = {"id": "9xzzu8ygojfq3exqpxw8g7w9qo", "username": "alice", "email": "alice@example.org"}
                return 200, person | {"delete_at": 0} | self.person
            case _:
                return 404, {}

    def token(self, away: Away) -> str:
        now = int(datetime.now(UTC).timestamp())
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": away.nonce,
            "preferred_username": "alice",
            "name": "Alice",
            "email": "alice@example.org",
            "email_verified": True,
        } | self.claims
        claims = {name: value for name, value in claims.items() if name not in self.without}
        if self.sign is not None:
            return str(self.sign(claims))
        return jwt.encode(claims, self.key, algorithm="ES256", headers={"kid": "one"})

    def _exchange(self, form: dict[str, str]) -> Away | None:
        away = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        right = away is not None and away.challenge == base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        return away if right and form.get("redirect_uri") == away.back else None


@contextmanager
def identity_provider(*, sort: str = "oidc") -> Iterator[IdentityProvider]:
    """Listen on loopback, with an installation that names this provider ``there``."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._answer(dict(parse_qsl(body.decode())))

        def _answer(self, form: dict[str, str]) -> None:
            path = urlsplit(self.path).path
            found.asked.append(path)
            status, answer = found.answer(path, form, self.headers)
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            if status in {301, 302}:
                self.send_header("Location", f"{found.issuer}/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = IdentityProvider(port=server.server_address[1], sort=sort)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    there = {
        "name": "there",
        "sort": sort,
        "issuer": found.issuer,
        "id": CLIENT,
        "secret": SECRET,
        "label": "The Neighbours",
    }
    try:
        with override_settings(TOUTDOUX_IDENTITY_PROVIDERS=(there,)):
            yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
