"""Posting instructions as JSON in a waiting request, and back."""

from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter

from tracker.fund.ledger.posting_instructions import PostingInstruction

_ADAPTER = TypeAdapter(tuple[PostingInstruction, ...])


def as_json(instructions: Iterable[PostingInstruction]) -> list[dict[str, Any]]:
    """Return instructions as JSON; days and rates are texts, amounts whole numbers."""
    kept: list[dict[str, Any]] = _ADAPTER.dump_python(tuple(instructions), mode="json")
    return kept


def from_json(kept: Iterable[dict[str, Any]]) -> tuple[PostingInstruction, ...]:
    """Return the instructions of stored JSON; raises pydantic's error for anything else."""
    return _ADAPTER.validate_python(tuple(kept))
