"""Moves of the story: drafts of entries, each with the moment at which it is recorded.

A draft names contributions and activities by reference and code, so that the same moves can be
prepared before a record that holds nothing, and then before the one of a database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from tracker.fund.preparation.entry_draft import EntryDraft


@dataclass(frozen=True, slots=True)
class Move:
    """One entry to be."""

    draft: EntryDraft
    recorded_at: datetime

    @property
    def on(self) -> date:
        """The day for which the entry counts."""
        return self.draft.effective_on or date.min


class Numbers(NamedTuple):
    """The numbers of contributions by reference and of activities by code."""

    contributions: Mapping[str, int]
    activities: Mapping[str, int]
