"""A device with a passkey, in memory: answers challenges as a browser does, or wrongly."""

import hashlib
import json
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url as text_of

DOMAIN, ORIGIN = "a30.example.org", "https://a30.example.org"
PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class SoftPasskey:
    """A passkey for one site, which counts how often it was used."""

    credential_id: bytes = b"a credential of the tests"
    domain: str = DOMAIN
    origin: str = ORIGIN
    verified: bool = True
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: dict[str, Any]) -> str:
        """Return what a browser says that made the passkey."""
        told = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: told.x.to_bytes(32), -3: told.y.to_bytes(32)}
        held = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id
        data = self._data(WITH_KEY) + held + cbor2.dumps(public)
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options["challenge"])
        return self._answer({"clientDataJSON": text_of(client), "attestationObject": text_of(made)})

    def show(self, options: dict[str, Any]) -> str:
        """Return what a browser says that showed the passkey."""
        self.count += 1
        data, client = self._data(0), self._client("webauthn.get", options["challenge"])
        signed = data + hashlib.sha256(client).digest()
        return self._answer(
            {
                "clientDataJSON": text_of(client),
                "authenticatorData": text_of(data),
                "signature": text_of(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            }
        )

    def _data(self, flags: int) -> bytes:
        domain = hashlib.sha256(self.domain.encode()).digest()
        flags |= PRESENT | (VERIFIED if self.verified else 0)
        return domain + struct.pack(">BI", flags, self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(told).encode()

    def _answer(self, response: dict[str, str]) -> str:
        own = text_of(self.credential_id)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": response})
