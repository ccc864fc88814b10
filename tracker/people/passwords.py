"""Passwords: argon2 hashes, and the rules of their length and of how soon they are guessed."""

import re
import secrets
from functools import cache
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.errors import Fault
from tracker.late_imports import LateImport
from tracker.words import say

if TYPE_CHECKING:
    import zxcvbn
else:
    zxcvbn = LateImport("zxcvbn")

SHORTEST = 12
LONGEST = 200
HARD_TO_GUESS = 4
"""The highest of zxcvbn's five scores: more than 10^10 guesses."""
LOOKED_AT = 72
"""How many characters zxcvbn looks at; who has more is judged by these."""
OF_THE_PRODUCT = (
    "article30tracker", "article30", "tracker", "untoc", "unodc", "organizedcrime", "palermo",
)  # fmt: skip
"""The names of the product and of its field, which are guessed first here."""
SHORTEST_NAME = 3
OF_ONES_OWN = 8
"""How many letters and digits a password has at least beside such names."""
_HASHER = PasswordHasher()


def hash_password(password: str) -> str:
    """Return the hash of a password."""
    return _HASHER.hash(password)


def is_right(kept: str, password: str) -> bool:
    """Tell whether a password belongs to a hash; one that is too long belongs to none."""
    if len(password) > LONGEST:
        return False
    try:
        return _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Tell whether the hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


def is_users_password(kept: str | None, password: str) -> bool:
    """Tell whether a password belongs to a user's hash; None for no user, which takes as long."""
    nobodys = _nobodys_hash()
    return is_right(nobodys if kept is None else kept, password) and kept is not None


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
    if not faults and is_easily_guessed(password, email):
        faults.append(
            Fault(
                "password",
                say(
                    "this password is soon guessed; take several words that have nothing to do "
                    "with each other, with this product or with the address"
                ),
            )
        )
    return faults


def is_easily_guessed(password: str, email: str) -> bool:
    """Tell whether a password is common, a pattern, or made of names that one would try."""
    names = [*_letters_of_address(email), *OF_THE_PRODUCT]
    rest = _letters(password)
    for name in names:
        rest = rest.replace(name, "")
    if len(rest) < OF_ONES_OWN:
        return True
    score: int = zxcvbn.zxcvbn(password[:LOOKED_AT], user_inputs=names)["score"]
    return score < HARD_TO_GUESS


def one_time_password() -> str:
    """Make a password that nobody can guess."""
    return secrets.token_urlsafe(18)


def _letters(text: str) -> str:
    """Return the letters and digits of a text, without regard to case."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _letters_of_address(email: str) -> list[str]:
    """Return the parts of an address that are long enough to be names, the longest first."""
    parts = {_letters(part) for part in re.split(r"[@.\-_+]", email)} | {_letters(email)}
    return sorted((one for one in parts if len(one) >= SHORTEST_NAME), key=len, reverse=True)


@cache
def _nobodys_hash() -> str:
    """Return the hash of a random password, made when it is first needed."""
    return hash_password(secrets.token_urlsafe(18))
