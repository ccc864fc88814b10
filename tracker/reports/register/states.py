"""The states of a report, and the moves between them."""

from enum import StrEnum

from tracker.errors import Conflict
from tracker.words import say


class ReportState(StrEnum):
    """The state of a report."""

    DRAFT = "draft"  # texts and dates can change
    CLEARED = "cleared"  # a second person has agreed; it can be issued or returned
    ISSUED = "issued"  # frozen: content, digest and files never change


MOVES: dict[ReportState, frozenset[ReportState]] = {
    ReportState.DRAFT: frozenset({ReportState.CLEARED}),
    ReportState.CLEARED: frozenset({ReportState.DRAFT, ReportState.ISSUED}),
    ReportState.ISSUED: frozenset(),
}
"""The lawful moves; what was issued is corrected by a corrigendum, a report of its own."""


def expect_move(old: ReportState, new: ReportState) -> None:
    """Refuse an unlawful move. Raises Conflict."""
    if new in MOVES[old]:
        return
    raise Conflict(
        {
            ReportState.DRAFT: say("an issued report never changes: correct it by a corrigendum"),
            ReportState.CLEARED: say("only a draft is cleared"),
            ReportState.ISSUED: say("only a cleared report is issued"),
        }[new]
    )


def expect_draft(state: ReportState) -> None:
    """Refuse a change of what is no draft any more. Raises Conflict."""
    if state is not ReportState.DRAFT:
        raise Conflict(say("only a draft changes: return it first"))
