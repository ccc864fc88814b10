"""Withdrawn parts of records as answers hold them."""

from collections.abc import Iterable
from typing import Any

from tracker.people.withdrawn_parts import WithdrawnPart


def withdrawn(parts: Iterable[WithdrawnPart[Any]], *, names: bool) -> list[dict[str, Any]]:
    """Return withdrawn parts with when and, where the reader may see `names`, by whom."""
    return [
        {
            **one.part.values(),
            "withdrawn_at": one.withdrawn_at,
            "withdrawn_by": one.withdrawn_by if names else None,
        }
        for one in parts
    ]
