"""Secrets that are read again, encrypted at rest: AES and HMAC by Fernet, under a derived key.

The keys are derived from SECRET_KEY and those that it has replaced, by HKDF-SHA256, so that a copy
of the database alone opens nothing.
"""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tracker.errors import TrackerError
from tracker.words import say

PURPOSE = b"article 30 tracker: second factor"
KEY_BYTES = 32


class UnreadableSecret(TrackerError):
    """A secret was encrypted under a key that is no longer known, or is not one of ours."""

    status = 422
    title = "What was entered is not valid"


class SecretBox:
    """Encrypts with the first of some keys, and decrypts with any of them."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._box = MultiFernet([_fernet(key) for key in keys])

    def close(self, secret: str) -> str:
        """Encrypt a secret."""
        return self._box.encrypt(secret.encode()).decode()

    def renew(self, closed: str) -> str:
        """Encrypt a secret anew, under the first key; raises UnreadableSecret."""
        return self.close(self.open(closed))

    def open(self, closed: str, *, within: int | None = None) -> str:
        """Decrypt a secret that was encrypted `within` seconds; raises UnreadableSecret."""
        try:
            return self._box.decrypt(closed.encode(errors="replace"), ttl=within).decode()
        except (InvalidToken, TypeError) as error:
            text = say("This cannot be read any more. Begin again.")
            raise UnreadableSecret(text) from error


@lru_cache(maxsize=16)
def _fernet(key: str) -> Fernet:
    """Derive the key of a box from a secret of the site."""
    derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=PURPOSE).derive(key.encode())
    return Fernet(urlsafe_b64encode(derived))
