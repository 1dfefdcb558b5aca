"""What people hold in their hands, in software: a device that keeps passkeys, an application that shows codes."""

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

Flag = AuthenticatorData.FLAG
NONE = Flag(0)


@dataclass
class Authenticator:
    """One passkey, that signs as WebAuthn says, and lies as told. ``counter`` is what it says at its next use; 0 and no ``counts``: it never counts, as most do."""

    origin: str
    counter: int = 0
    counts: bool = False
    verifies: bool = True
    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    id: bytes = field(default_factory=lambda: os.urandom(32))
    user: bytes = b""

    def create(self, options: Mapping[str, Any], **client: Any) -> dict[str, Any]:
        """Answer a request for a new passkey."""
        asked = options["publicKey"]
        self.user = websafe_decode(asked["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        data = self._data(asked["rp"]["id"], flags=Flag.AT, credential=credential)
        attestation = AttestationObject.create("none", data, {})
        said = self._client("webauthn.create", asked["challenge"], client)
        return self._answer({"clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(attestation)})

    def get(self, options: Mapping[str, Any], **client: Any) -> dict[str, Any]:
        """Answer a request to sign in."""
        asked = options["publicKey"]
        data = self._data(asked["rpId"])
        said = self._client("webauthn.get", asked["challenge"], client)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(said),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": websafe_encode(self.user),
            }
        )

    def _data(
        self,
        host: str,
        *,
        flags: AuthenticatorData.FLAG = NONE,
        credential: AttestedCredentialData | None = None,
    ) -> AuthenticatorData:
        if self.counts:
            self.counter += 1
        flags |= Flag.UP | (Flag.UV if self.verifies else NONE)
        digest = hashlib.sha256(host.encode()).digest()
        return AuthenticatorData.create(digest, flags, self.counter, credential or b"")

    def _client(self, sort: str, challenge: str, more: Mapping[str, Any]) -> bytes:
        return json.dumps({"type": sort, "challenge": challenge, "origin": self.origin} | more).encode()

    def _answer(self, response: Mapping[str, str]) -> dict[str, Any]:
        name = websafe_encode(self.id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": dict(response),
            "clientExtensionResults": {},
        }


class App:
    """An application that shows codes, as on a phone."""

    def __init__(self, secret: str) -> None:
        self.totp = TOTP(base64.b32decode(secret), 6, SHA1(), 30)

    def shows(self, at: datetime) -> str:
        return self.totp.generate(int(at.timestamp())).decode()
