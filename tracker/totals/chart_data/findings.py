"""The parts of sentences: shares, the largest row, the lack of anything to show."""

from collections.abc import Sequence

from tracker.totals.reader import Row
from tracker.words import say

WHOLE_BP = 10_000
TENTHS = 1_000
MANIFOLD = 10
"""The number of times from which a change is no longer told in per cent."""


def share_of(part: int, whole: int) -> int:
    """Return a share in basis points, rounded to a tenth of a per cent; 0 of nothing."""
    return round(part * TENTHS / whole) * (WHOLE_BP // TENTHS) if whole else 0


def largest(rows: Sequence[Row]) -> Row | None:
    """Return the largest row that has a code, the first of equals."""
    named = [row for row in rows if row.code and row.minor > 0]
    return max(named, key=lambda row: row.minor, default=None)


def nothing() -> str:
    """Return the sentence that nothing on record meets the filter."""
    return say("Nothing has been recorded that meets this filter.")
