"""Passwords: argon2 hashes, and the rules of their length."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.errors import Fault
from tracker.words import say

SHORTEST = 12
LONGEST = 200
_HASHER = PasswordHasher()


def hash_password(password: str) -> str:
    """Return the hash of a password."""
    return _HASHER.hash(password)


def is_right(kept: str, password: str) -> bool:
    """Tell whether a password belongs to a hash."""
    try:
        return _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Tell whether the hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


def waste_time(password: str) -> None:
    """Take as long as a check takes, so that the answer does not tell whether there is a user."""
    is_right(_nobodys_hash(), password)


def password_faults(password: str, email: str) -> list[Fault]:
    """Return the faults of a new password."""
    faults = []
    if not SHORTEST <= len(password) <= LONGEST:
        faults.append(
            Fault(
                "password",
                say(
                    "a password has between %(shortest)s and %(longest)s characters",
                    shortest=SHORTEST,
                    longest=LONGEST,
                ),
            )
        )
    if password and password.casefold() in (email.casefold(), email.casefold().partition("@")[0]):
        faults.append(Fault("password", say("a password is not the e-mail address")))
    return faults


def one_time_password() -> str:
    """Make a password that nobody can guess."""
    return secrets.token_urlsafe(18)


@cache
def _nobodys_hash() -> str:
    """Return the hash of a random password, made when it is first needed."""
    return hash_password(secrets.token_urlsafe(18))
