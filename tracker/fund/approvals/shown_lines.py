"""The digest of the lines that a person was shown, to which what they decide is bound.

It covers each entry's kind, reference, day and amount, and its lines in their order: account,
amount, measure, whether the rule attributed it, original amount. It does not cover balances
around them. The spelling is JSON of plain numbers and texts, the same on every database.
"""

import hashlib
from collections.abc import Iterable

import orjson

from tracker.errors import ShownChanged
from tracker.fund.ledger.entries import Line, NewEntry
from tracker.words import say


def digest_of(entries: Iterable[NewEntry]) -> str:
    """Return the SHA-256 over entries and their lines, as hexadecimal text."""
    content = [
        (
            entry.kind.value,
            entry.heading.reference,
            entry.heading.effective_on.isoformat(),
            entry.usd_minor,
            [_spelled(line) for line in entry.lines],
        )
        for entry in entries
    ]
    return hashlib.sha256(orjson.dumps(content)).hexdigest()


def expect_shown(entries: Iterable[NewEntry], shown: str) -> None:
    """Refuse entries whose lines differ from those with the digest `shown`."""
    if digest_of(entries) != shown:
        raise ShownChanged(
            say("the lines have changed since they were shown; look at them again"), "shown"
        )


def _spelled(line: Line) -> tuple[str | int | None, ...]:
    """Spell a line as numbers and texts."""
    key = line.account
    return (
        key.kind.value,
        key.contribution_id,
        key.activity_id,
        line.minor,
        line.measure.value if line.measure else None,
        int(line.attributed),
        line.original_minor,
    )
