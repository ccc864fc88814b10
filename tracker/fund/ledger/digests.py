"""The chain of digests: each entry's digest covers its content and the digest before it.

The content is spelled as JSON of plain numbers and texts, the same on every database, so that
anybody can recompute it: `[entry, [line, …]]` with the fields in the order below.
"""

import hashlib
from collections.abc import Sequence

import orjson

Plain = str | int | None
EntryRow = tuple[Plain, ...]
"""id, kind, reference, effective_on, recorded_at, recorded_by, contribution_id, activity_id,
usd_minor, currency, original_minor, rate, rate_source, rate_on, note, reverses_id, and, where
one of them is not empty, approved_by, correction, basis, and, where it is set, rate_implied (1),
and, where one of them is set, letter, consent_on; days as YYYY-MM-DD,
moments as YYYY-MM-DD HH:MM:SS.ffffff in UTC."""

STEPS = (16, 19, 20)
"""The number of an entry's fields before each addition of fields, which are spelled only where one
of them, or of those added later, is set."""

AccountFace = tuple[int, str, int, int | None]
"""The identity of an account: id, kind, contribution_id, activity_id."""

LineContent = tuple[int, AccountFace, int, int | None, int, int | None]
"""id, account, minor, measure, attributed (1 or 0), original_minor."""

START = b""
"""The digest before the first entry."""


def content_of(fields: EntryRow) -> EntryRow:
    """Return the fields that the digest covers: the later ones only where one is set."""
    for number in STEPS:
        if not any(fields[number:]):
            return fields[:number]
    return fields


def digest(before: bytes, entry: EntryRow, lines: Sequence[LineContent]) -> bytes:
    """Return the SHA-256 over the digest before and the JSON of the entry with its lines.

    `entry` has all its fields; the later ones are covered where one of them is set.

    Raises TypeError for a value that is neither number nor text.
    """
    return hashlib.sha256(before + orjson.dumps((content_of(entry), lines))).digest()
