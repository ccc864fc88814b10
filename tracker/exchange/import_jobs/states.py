"""The states of an import from a page, and the lawful moves between them."""

from collections.abc import Mapping
from enum import StrEnum

from tracker.errors import Conflict
from tracker.words import say


class ImportState(StrEnum):
    """The state of an import."""

    UPLOADED = "uploaded"  # the file is stored
    CHECKING = "checking"  # a job compares its rows with the record, or waits to do so
    CHECKED = "checked"  # the preview is ready; a user decides
    APPLYING = "applying"  # a job applies its rows, or waits to do so
    APPLIED = "applied"  # its rows are in the record
    DISCARDED = "discarded"  # a user decided against it; the file is deleted
    FAILED = "failed"  # its process ended before it was done; the record is as before
    CANCELLED = "cancelled"  # a user stopped it; the record is as before


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
"""The lawful moves; a preview that no longer fits leads from applying back to checked."""

AT_WORK = frozenset({ImportState.CHECKING, ImportState.APPLYING})


def lawful(before: ImportState, after: ImportState) -> ImportState:
    """Return the state after a move; raises Conflict when there is no such move."""
    if after not in MOVES[before]:
        raise Conflict(
            say(
                "this import is %(before)s; it cannot become %(after)s",
                before=before,
                after=after,
            )
        )
    return after
