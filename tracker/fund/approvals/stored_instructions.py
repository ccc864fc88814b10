"""Orders as a waiting request keeps them: as plain JSON, and back."""

from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter

from tracker.fund.ledger.posting_instructions import PostingInstruction

_ADAPTER = TypeAdapter(tuple[PostingInstruction, ...])


def as_json(instructions: Iterable[PostingInstruction]) -> list[dict[str, Any]]:
    """Return orders as JSON holds them; days and rates are texts, amounts whole numbers."""
    kept: list[dict[str, Any]] = _ADAPTER.dump_python(tuple(instructions), mode="json")
    return kept


def from_json(kept: Iterable[dict[str, Any]]) -> tuple[PostingInstruction, ...]:
    """Return the orders that JSON holds; raises pydantic's error when it holds anything else."""
    return _ADAPTER.validate_python(tuple(kept))
