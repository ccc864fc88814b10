"""The chain of digests: each entry's digest covers its content and the digest before it."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple

FIELD = "\x1f"
RECORD = "\x1e"


class EntryContent(NamedTuple):
    """All that an entry says, as the digest reads it."""

    id: int
    kind: str
    reference: str
    effective_on: date
    recorded_at: datetime
    recorded_by: str
    contribution_id: int | None
    activity_id: int | None
    usd_minor: int
    currency: str
    original_minor: int | None
    rate: Decimal | None
    rate_source: str
    rate_on: date | None
    note: str
    reverses_id: int | None


class LineContent(NamedTuple):
    """All that a line says, its account spelled out."""

    id: int
    account_id: int
    account_kind: str
    contribution_id: int
    activity_id: int | None
    minor: int
    measure: int | None
    attributed: bool
    original_minor: int | None


def digest(before: bytes, entry: EntryContent, lines: Iterable[LineContent]) -> bytes:
    """Return the SHA-256 over the digest before, the entry, and its lines in their order."""
    moment = entry.recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    parts = [
        FIELD.join(
            (
                str(entry.id), entry.kind, entry.reference, entry.effective_on.isoformat(), moment,
                entry.recorded_by, _text(entry.contribution_id), _text(entry.activity_id),
                str(entry.usd_minor), entry.currency, _text(entry.original_minor),
                "" if entry.rate is None else format(entry.rate, "f"), entry.rate_source,
                "" if entry.rate_on is None else entry.rate_on.isoformat(), entry.note,
                _text(entry.reverses_id),
            )
        )
    ]
    parts.extend(
        FIELD.join(
            (
                str(line.id), str(line.account_id), line.account_kind, str(line.contribution_id),
                _text(line.activity_id), str(line.minor), _text(line.measure),
                "1" if line.attributed else "0", _text(line.original_minor),
            )
        )
        for line in lines
    )
    return hashlib.sha256(before + RECORD.join(parts).encode()).digest()


def _text(number: int | None) -> str:
    """Write a number, or nothing."""
    return "" if number is None else str(number)
