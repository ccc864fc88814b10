"""What is due of a contribution: instalments as receipts fill them, and reports to the donor."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.fund.contributions.part_drafts import ContributionParts, InstalmentDraft, ReportDraft
from tracker.fund.states import ContributionState

NOTHING_TO_COME = frozenset(
    {ContributionState.RECEIVED, ContributionState.CLOSED, ContributionState.CANCELLED}
)
"""All of the promise has arrived, as it stands since it was changed, or no more is waited for."""


class DueState(StrEnum):
    """How something that is due stands."""

    DONE = "done"  # received in full, submitted, or no longer waited for
    TO_COME = "to_come"  # its day has not passed
    OVERDUE = "overdue"  # its day has passed


class ScheduledInstalment(NamedTuple):
    """An instalment and how much of it was received, in the contribution's currency."""

    number: int
    draft: InstalmentDraft
    received_minor: int
    state: DueState

    @property
    def open_minor(self) -> int:
        """What has not arrived yet."""
        return self.draft.amount_minor - self.received_minor


class ScheduledReport(NamedTuple):
    """A report and how it stands."""

    number: int
    draft: ReportDraft
    state: DueState


def instalments_of(
    parts: ContributionParts, state: ContributionState, received_minor: int, today: date
) -> tuple[ScheduledInstalment, ...]:
    """Fill instalments in their order with what was received, in the original currency.

    Nothing more is due once all of the promise has arrived, or the contribution has ended.
    """
    left = max(received_minor, 0)
    found = []
    for number, draft in enumerate(parts.instalments, start=1):
        part = min(left, draft.amount_minor)
        left -= part
        done = part == draft.amount_minor or state in NOTHING_TO_COME
        found.append(
            ScheduledInstalment(number, draft, part, due_state(draft.due_on, today, done=done))
        )
    return tuple(found)


def reports_of(
    parts: ContributionParts, state: ContributionState, today: date
) -> tuple[ScheduledReport, ...]:
    """Tell which reports are owed; on a contribution that was cancelled none is."""
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
    """Tell how something stands that was due on a day; on the day itself it is not late."""
    if done:
        return DueState.DONE
    return DueState.OVERDUE if due_on < today else DueState.TO_COME
