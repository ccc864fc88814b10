"""Reads values of settings; what cannot be meant is refused with a sentence that names it."""

import os
import zlib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from tracker.errors import SettingsError

Environ = Mapping[str, str]

SHORTEST_SECRET = 32
"""Characters of a secret; `secrets.token_urlsafe(24)` gives as many."""
FEWEST_CHARACTERS = 8
"""Different characters of a secret; one of 32 random hexadecimal digits has 9 or more."""
SMALLEST_PACKED = 30
"""Bytes of a secret compressed; one of 32 random hexadecimal digits takes 36 or more."""
PLACEHOLDERS = ("changeme", "notasecret", "placeholder", "yoursecret", "replacethis")
MADE_BY = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))" makes one'
NONE = "none"
YES_NO = {"yes": True, "no": False}


def refuse(name: str, value: str, right: str) -> SettingsError:
    """Return the refusal of a setting: its name, its value, and what it can be."""
    return SettingsError(f"{name} is '{value}'; it {right}")


def whole_number(environ: Environ, name: str, default: int, *, least: int, most: int) -> int:
    """Read a whole number within bounds; raises SettingsError."""
    text = environ.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):  # noqa: PLR2004 - digits that any bound has
        raise refuse(name, text, f"must be a whole number from {least} to {most}")
    return int(text)


def one_of(environ: Environ, name: str, choices: tuple[str, ...], default: str) -> str:
    """Read one of a few words; raises SettingsError."""
    text = environ.get(name) or default
    if text not in choices:
        raise refuse(name, text, f"can be one of {', '.join(choices)}")
    return text


def some_of(
    environ: Environ, name: str, choices: tuple[str, ...], default: tuple[str, ...]
) -> tuple[str, ...]:
    """Read some of a few words between commas, or none of them; raises SettingsError."""
    words = listed(environ, name)
    if not words:
        return default
    if words == (NONE,):
        return ()
    if not set(words) <= set(choices):
        raise refuse(
            name, ",".join(words), f"can be {NONE}, or some of {', '.join(choices)} between commas"
        )
    return words


def yes_or_no(environ: Environ, name: str, *, default: bool) -> bool:
    """Read yes or no; raises SettingsError."""
    text = environ.get(name, "")
    if not text:
        return default
    if text not in YES_NO:
        raise refuse(name, text, "can be yes or no")
    return YES_NO[text]


def listed(environ: Environ, name: str) -> tuple[str, ...]:
    """Read values between commas, without the blanks around them."""
    return tuple(part for text in environ.get(name, "").split(",") if (part := text.strip()))


def host_names(environ: Environ, name: str) -> tuple[str, ...]:
    """Read names of hosts, such as a30.example.org, or .example.org with all below it.

    Raises SettingsError for an address with a scheme, a port or a path.
    """
    names = listed(environ, name)
    for one in names:
        plain = one.removeprefix(".").replace("-", "").replace(".", "")
        if not (plain.isascii() and plain.isalnum()) or ".." in one:
            right = "must be names of hosts between commas, without https://, port or path"
            raise refuse(name, one, right)
    return names


def existing_folder(environ: Environ, name: str, default: Path) -> Path:
    """Read a folder that is there; raises SettingsError."""
    text = environ.get(name, "")
    if text and not Path(text).is_dir():
        raise refuse(name, text, "must be a folder that exists")
    return Path(text) if text else default


def can_be_written(folder: Path) -> bool:
    """Tell whether a folder can be written, or made where it is not there yet."""
    nearest = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK)


def strong_secret(name: str, text: str, *, default: str) -> str:
    """Return a secret that cannot be guessed; raises SettingsError, which does not repeat it."""
    if not text or text == default:
        raise SettingsError(
            f"{name} is not set. Give a long random value ({MADE_BY}), or set "
            "TRACKER_ENV=development on a machine that only you use."
        )
    if len(text) < SHORTEST_SECRET:
        raise SettingsError(
            f"{name} has {len(text)} characters; it must be random and have at least "
            f"{SHORTEST_SECRET}: {MADE_BY}."
        )
    if _is_a_pattern(text):
        raise SettingsError(f"{name} can be guessed; it must be random: {MADE_BY}.")
    if not (text.isascii() and text.isprintable()):
        raise SettingsError(f"{name} must be of letters, digits and signs of ASCII: {MADE_BY}.")
    return text


def database_url(text: str, default: Path) -> str:
    """Read the address of the database, and name psycopg 3 for PostgreSQL.

    Raises SettingsError, which does not repeat it, since it may hold a password.
    """
    if not text:
        return f"sqlite:///{default}"
    for prefix in ("postgres://", "postgresql://"):
        if text.startswith(prefix):
            text = "postgresql+psycopg://" + text.removeprefix(prefix)
    try:
        drivername = make_url(text).drivername
    except (ArgumentError, ValueError):
        drivername = ""
    if drivername not in ("sqlite", "postgresql+psycopg"):
        raise SettingsError(
            "DATABASE_URL is no address of a database; it must be like "
            "sqlite:////folder/file.sqlite or postgresql://user:password@host/name"
        )
    return text


def _is_a_pattern(text: str) -> bool:
    """Tell of a long secret whether it repeats itself, counts up or down, or is an example's.

    What repeats itself takes little room when it is compressed.
    """
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    letters = "".join(filter(str.isalnum, text.lower()))
    return (
        len(set(text)) < FEWEST_CHARACTERS
        or len(steps) < FEWEST_CHARACTERS
        or len(zlib.compress(text.encode(), 9)) < SMALLEST_PACKED
        or any(one in letters for one in PLACEHOLDERS)
    )
