"""Rows whose changes move figures of a closed period: they wait for a second person, together."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from sqlmodel import Session

from tracker.errors import TrackerError
from tracker.exchange.import_context import ImportContext
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.outcomes import FieldChange, Outcome, RowResult
from tracker.words import ngettext, say

REQUESTS = "requests"


class WaitingRow(NamedTuple):
    """A row with its draft, and the fields that it changes."""

    row: MappedRow
    key: str
    draft: Any
    changes: tuple[FieldChange, ...]


class HandIn(Protocol):
    """Hands changes of drafts in as one request, and returns its number."""

    def __call__(self, session: Session, drafts: Sequence[Any], actor: str, why: str) -> int:
        """Hand the drafts in."""
        ...


def hand_in_rows(context: ImportContext, rows: Sequence[WaitingRow], hand_in: HandIn) -> None:
    """Hand the changes of rows in as one request, and note it in the counters."""
    if not rows:
        return
    try:
        hand_in(context.session, [one.draft for one in rows], context.actor, context.why)
    except TrackerError as error:
        for one in rows:
            context.refuse_for(one.row, error)
        return
    for one in rows:
        context.counters.change(one.row, one.key, one.changes)
        why = say("waits for the approval of a second person")
        result = RowResult(Outcome.CHANGED, one.key, one.changes, why)
        context.counters.results[one.row.file, one.row.number] = result
    context.counters.also_added[REQUESTS] += 1
    context.counters.notes.append(
        ngettext(
            "%(count)s row would change figures of a closed period; it waits for the approval of "
            "a second person, and nothing of it holds before",
            "%(count)s rows would change figures of a closed period; they wait for the approval of "
            "a second person, as one request, and nothing of them holds before",
            len(rows),
            count=len(rows),
        )
    )
