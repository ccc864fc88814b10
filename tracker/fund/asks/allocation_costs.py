"""The cost of allocations that are asked for: their support cost, and what is left afterwards.

Each line is prepared as the ledger would post it, one after the other at one desk, so that what is
shown is what an approval records, to the cent.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from tracker.errors import Fault, cell_name
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind, NewEntry
from tracker.fund.ledger.programmable_money import programmable_minor
from tracker.fund.ledger.support_cost import reserve
from tracker.fund.preparation.desk import Desk, open_trial_desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import CLOSED_PERIOD, Prepared, prepare

LINES = "lines"
"""The part of an ask that its lines are; faults name their cells."""
CELLS = {"amount": "amount", "contribution": "contribution", "reference": "reference"}
"""The cells of a line, by the fields of a draft; other faults are of the whole ask."""


class AllocationLine(NamedTuple):
    """What is asked of one contribution by its reference, in US cents without support cost."""

    contribution: str
    minor: int


class LineCost(NamedTuple):
    """A line with its support cost and what could still be allocated of the contribution after it.

    In US cents; `left_minor` is without support cost, and None for a contribution not on record.
    """

    contribution: str
    minor: int
    rate_bp: int
    support_minor: int
    left_minor: int | None
    faults: tuple[Fault, ...] = ()

    @property
    def taken_minor(self) -> int:
        """What the contribution gives in all."""
        return self.minor + self.support_minor


class AllocationCosts(NamedTuple):
    """The lines of an ask with their costs, and their sums in US cents."""

    lines: tuple[LineCost, ...]

    @property
    def minor(self) -> int:
        """What the activity gets."""
        return sum(one.minor for one in self.lines)

    @property
    def support_minor(self) -> int:
        """The support cost of all lines."""
        return sum(one.support_minor for one in self.lines)

    @property
    def taken_minor(self) -> int:
        """What the contributions give in all."""
        return self.minor + self.support_minor

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults, those of a line by its cells."""
        return tuple(dict.fromkeys(fault for one in self.lines for fault in one.faults))


def costs_of_lines(
    session: Session, activity: str, lines: Sequence[AllocationLine], on: date
) -> AllocationCosts:
    """Return the costs of lines if they were allocated on a day; nothing is written."""
    drafts = [
        EntryDraft(
            EntryKind.ALLOCATION,
            f"{LINES}/{number}",
            on,
            line.minor,
            contribution=line.contribution,
            activity=activity,
            correction=CLOSED_PERIOD,
        )
        for number, line in enumerate(lines)
    ]
    return costs_of_drafts(session, drafts)


def costs_of_drafts(session: Session, drafts: Sequence[EntryDraft]) -> AllocationCosts:
    """Return the costs of the drafts of allocations of named contributions."""
    desk = open_trial_desk(session)
    desk.read(drafts)
    return AllocationCosts(tuple(_cost(desk, draft, number) for number, draft in enumerate(drafts)))


def _cost(desk: Desk, draft: EntryDraft, number: int) -> LineCost:
    """Prepare one line after those before it, and return its cost."""
    prepared = prepare(desk, draft)
    known = desk.records.contribution(draft.contribution)
    minor = draft.amount_minor or 0
    faults = tuple(_of_line(fault, number) for fault in prepared.faults)
    if known is None:
        return LineCost(draft.contribution, minor, 0, 0, None, faults)
    terms = desk.book.contribution(known.id)
    return LineCost(
        draft.contribution,
        minor,
        terms.reserve_rate_bp,
        _support(prepared, minor, terms.reserve_rate_bp),
        programmable_minor(desk.book, known.id, draft.effective_on or desk.book.today),
        faults,
    )


def _support(prepared: Prepared, minor: int, rate_bp: int) -> int:
    """Return the support cost of a line: that of its entry; by the rate where it is refused."""
    if prepared.entry is None:
        return reserve(max(minor, 0), rate_bp)
    return support_of(prepared.entry)


def support_of(entry: NewEntry) -> int:
    """Return the support cost that an allocation reserves."""
    return sum(
        line.minor for line in entry.lines if line.account.kind is AccountKind.SUPPORT_RESERVED
    )


def _of_line(fault: Fault, number: int) -> Fault:
    """Return a fault of a draft by the cell of its line, where the line has one."""
    cell = CELLS.get(fault.field)
    return Fault(cell_name(LINES, number, cell), fault.message) if cell else fault
