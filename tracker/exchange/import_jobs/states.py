"""The states of an import that came through a page, and the lawful moves between them."""

from collections.abc import Mapping
from enum import StrEnum

from tracker.errors import Conflict
from tracker.words import say


class ImportState(StrEnum):
    """How far an import has come."""

    UPLOADED = "uploaded"  # the file is here
    CHECKING = "checking"  # a job compares its rows with the record, or waits to do so
    CHECKED = "checked"  # there is a preview; a person decides
    APPLYING = "applying"  # a job takes its rows up, or waits to do so
    APPLIED = "applied"  # the record holds them
    DISCARDED = "discarded"  # a person decided against it; the file is gone
    FAILED = "failed"  # its process ended before it was done; the record is as before
    CANCELLED = "cancelled"  # a person stopped it; the record is as before


MOVES: Mapping[ImportState, frozenset[ImportState]] = {
    ImportState.UPLOADED: frozenset({ImportState.CHECKING, ImportState.DISCARDED}),
    ImportState.CHECKING: frozenset(
        {ImportState.CHECKED, ImportState.FAILED, ImportState.CANCELLED}
    ),
    ImportState.CHECKED: frozenset(
        {ImportState.APPLYING, ImportState.CHECKING, ImportState.DISCARDED}
    ),
    ImportState.APPLYING: frozenset(
        {ImportState.APPLIED, ImportState.CHECKED, ImportState.FAILED, ImportState.CANCELLED}
    ),
    ImportState.APPLIED: frozenset(),
    ImportState.DISCARDED: frozenset(),
    ImportState.FAILED: frozenset({ImportState.CHECKING, ImportState.DISCARDED}),
    ImportState.CANCELLED: frozenset({ImportState.CHECKING, ImportState.DISCARDED}),
}
"""From which state to which; a preview that no longer fits goes from applying back to checked."""

AT_WORK = frozenset({ImportState.CHECKING, ImportState.APPLYING})


def lawful(before: ImportState, after: ImportState) -> ImportState:
    """Return the state after a move; raises Conflict when there is no such move."""
    if after not in MOVES[before]:
        raise Conflict(
            say(
                "this import is %(before)s; it cannot become %(after)s",
                before=before.value,
                after=after.value,
            )
        )
    return after
