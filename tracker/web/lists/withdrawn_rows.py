"""Withdrawn parts of a record as rows of its page."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from tracker.people.withdrawn_parts import WithdrawnPart


class WithdrawnRow(NamedTuple):
    """A withdrawn part: its kind and content in words, when it was withdrawn, and by whom.

    `by` is empty for readers who may not see it.
    """

    kind: str
    words: str
    at: datetime
    by: str


def withdrawn_row(
    kind: str, content: Iterable[object], gone: WithdrawnPart[Any], *, names: bool
) -> WithdrawnRow:
    """Return the row of a part, its content parted by dots; what is empty is left out."""
    words = " \N{MIDDLE DOT} ".join(str(one) for one in content if one not in (None, ""))
    return WithdrawnRow(kind, words, gone.withdrawn_at, gone.withdrawn_by if names else "")
