"""The chain of digests: each entry's digest covers its content and the digest before it.

The content is spelled as JSON of plain numbers and texts, the same on every database, so
that anybody can recompute it: `[entry, [line, …]]` with the fields in the order below.
"""

import hashlib
from collections.abc import Sequence

import orjson

Plain = str | int | None
EntryRow = tuple[Plain, ...]
"""id, kind, reference, effective_on, recorded_at, recorded_by, contribution_id, activity_id,
usd_minor, currency, original_minor, rate, rate_source, rate_on, note, reverses_id, and, where
one of them is not empty, approved_by, correction, basis; days as YYYY-MM-DD, moments as
YYYY-MM-DD HH:MM:SS.ffffff in UTC."""

FIRST_FIELDS = 16
"""The fields of an entry before approvals came; an entry without them is spelled as then."""

AccountFace = tuple[int, str, int, int | None]
"""What an account is: id, kind, contribution_id, activity_id."""

LineContent = tuple[int, AccountFace, int, int | None, int, int | None]
"""id, account, minor, measure, attributed (1 or 0), original_minor."""

START = b""
"""What stands before the first entry."""


def content_of(fields: EntryRow) -> EntryRow:
    """Return what the digest covers of an entry's fields: those at the end only when one is set."""
    return fields if any(fields[FIRST_FIELDS:]) else fields[:FIRST_FIELDS]


def digest(before: bytes, entry: EntryRow, lines: Sequence[LineContent]) -> bytes:
    """Return the SHA-256 over the digest before and the JSON of the entry with its lines.

    `entry` has all its fields; those that came later are covered where one of them is set.

    Raises TypeError when something is there that is neither number nor text.
    """
    return hashlib.sha256(before + orjson.dumps((content_of(entry), lines))).digest()
