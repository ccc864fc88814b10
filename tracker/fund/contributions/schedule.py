"""The schedule of a contribution: instalments with the receipts applied to them, and reports."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.fund.contributions.part_drafts import ContributionParts, InstalmentDraft, ReportDraft
from tracker.fund.states import ContributionState

NOTHING_TO_COME = frozenset(
    {ContributionState.RECEIVED, ContributionState.CLOSED, ContributionState.CANCELLED}
)
"""States in which all of the pledge has been received, or no more is expected."""


class DueState(StrEnum):
    """The state of a due item."""

    DONE = "done"  # received in full, submitted, or no longer expected
    TO_COME = "to_come"  # its due date has not passed
    OVERDUE = "overdue"  # its due date has passed


class ScheduledInstalment(NamedTuple):
    """An instalment and the amount received of it, in the contribution's currency."""

    number: int
    draft: InstalmentDraft
    received_minor: int
    state: DueState

    @property
    def open_minor(self) -> int:
        """The amount not yet received."""
        return self.draft.amount_minor - self.received_minor


class ScheduledReport(NamedTuple):
    """A report and its state."""

    number: int
    draft: ReportDraft
    state: DueState


def instalments_of(
    parts: ContributionParts, state: ContributionState, received_minor: int, today: date
) -> tuple[ScheduledInstalment, ...]:
    """Apply receipts to instalments in their order, in the original currency.

    Nothing more is due once all of the pledge has been received, or the contribution has ended.
    """
    amounts = [draft.amount_minor for draft in parts.instalments]
    found = []
    for number, (draft, part) in enumerate(
        zip(parts.instalments, received_of(amounts, received_minor), strict=True), start=1
    ):
        done = part == draft.amount_minor or state in NOTHING_TO_COME
        found.append(
            ScheduledInstalment(number, draft, part, due_state(draft.due_on, today, done=done))
        )
    return tuple(found)


def received_of(amounts: Iterable[int], received_minor: int) -> Iterator[int]:
    """Yield what was received of each instalment: receipts fill them in their order."""
    left = max(received_minor, 0)
    for amount in amounts:
        part = min(left, amount)
        left -= part
        yield part


def reports_of(
    parts: ContributionParts, state: ContributionState, today: date
) -> tuple[ScheduledReport, ...]:
    """Return the reports with their states; a cancelled contribution owes none."""
    cancelled = state is ContributionState.CANCELLED
    return tuple(
        ScheduledReport(
            number,
            draft,
            due_state(draft.due_on, today, done=cancelled or draft.submitted_on is not None),
        )
        for number, draft in enumerate(parts.reports, start=1)
    )


def due_state(due_on: date, today: date, *, done: bool) -> DueState:
    """Return the state of an item with a due date; on the date itself it is not late."""
    if done:
        return DueState.DONE
    return DueState.OVERDUE if due_on < today else DueState.TO_COME
