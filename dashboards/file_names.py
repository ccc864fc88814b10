"""The names of files: page, subject, filter and both dates."""

import re
from collections.abc import Iterator

from tracker.periods import KnownAt
from tracker.totals.query import Query

MOST_CODES = 3
LONGEST_CHOICE = 80
NOT_IN_NAMES = re.compile(r"[^\w.-]+")


def file_name(stem: str, fixed: Query, form: str) -> str:
    """Name a file after what it shows, by a query with both dates."""
    choice = "_".join(_choice(fixed))[:LONGEST_CHOICE].rstrip("_-.")
    parts = [stem, choice, f"as-at-{fixed.as_at}", f"known-at-{_known(fixed.known_at)}"]
    return f"{'_'.join(NOT_IN_NAMES.sub('-', part) for part in parts if part)}.{form}"


def _choice(query: Query) -> Iterator[str]:
    """Yield the chosen codes of each dimension, of many their number, and the days."""
    for dimension, codes in query.codes:
        many = len(codes) > MOST_CODES
        yield f"{dimension}-{len(codes)}-chosen" if many else f"{dimension}-{'-'.join(codes)}"
    if query.first:
        yield f"from-{query.first}"
    if query.last:
        yield f"to-{query.last}"


def _known(known: KnownAt | None) -> str:
    """Return a day or a moment to the second, without signs that names of files cannot have."""
    if known is None or known.whole_day:
        return str(known and known.day)
    return known.moment.strftime("%Y-%m-%dT%H%M%SZ")
