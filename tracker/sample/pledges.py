"""Events of the illustrative pledges: made, changed, due, received, cancelled, written off."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tracker.fund.ledger.entries import EntryKind
from tracker.sample.chance import Chance
from tracker.sample.contributions import PlannedContribution, PlannedInstalment, PledgeOutcome
from tracker.sample.story import LAST_DAY

LAST_RECEIPT = 19  # day of the month: what arrives is there before money is allocated
IN_TWO = 0.08  # odds that an instalment arrives in two payments
OVERDUE = timedelta(days=730)  # after so long the donor or the fund may give up what is open
CHANGED = frozenset({EntryKind.PLEDGE_CANCELLATION, EntryKind.PLEDGE_WRITE_OFF})
WITHDRAWN = "The donor's letter: the budget for it was cut"
GIVEN_UP = "Not paid after three reminders; the donor's programme has ended"


class PledgeEvent(NamedTuple):
    """An entry of a pledge on a day: its order within the day, kind, mark and amount.

    `original` is in minor units of the contribution's currency.
    """

    on: date
    order: int
    kind: EntryKind
    mark: str
    original: int
    why: str = ""


def pledge_events(chance: Chance, contribution: PlannedContribution) -> Iterator[PledgeEvent]:
    """Return the events of a contribution's pledge, from the pledge to its end."""
    amount = contribution.draft.amount_minor
    yield PledgeEvent(contribution.pledged_on, 0, EntryKind.PLEDGE, "-PL", amount)
    if contribution.outcome is PledgeOutcome.CANCELLED:
        on = contribution.pledged_on + timedelta(days=chance.randint(150, 420))
        kind = EntryKind.PLEDGE_CANCELLATION
        yield PledgeEvent(min(on, LAST_DAY), 90, kind, "-PC", amount, WITHDRAWN)
    lowered = 0
    if contribution.outcome is PledgeOutcome.RAISED:
        yield from _raised(chance, contribution)
    elif contribution.outcome is PledgeOutcome.LOWERED:
        change = _lowered(chance, contribution)
        lowered = -change.original
        yield change
    arrivals = 0
    for number, part in enumerate(contribution.instalments, start=1):
        minor = part.minor - (lowered if number == len(contribution.instalments) else 0)
        if part.due_on <= LAST_DAY:
            kind = EntryKind.INSTALMENT_DUE
            yield PledgeEvent(part.due_on, 10 + number, kind, f"/instalment-{number}", minor)
        for on, received in _arrivals(chance, contribution, part, minor):
            arrivals += 1
            yield PledgeEvent(on, 20 + arrivals, EntryKind.RECEIPT, f"-R{arrivals}", received)
        if contribution.outcome is PledgeOutcome.OPEN and part.paid_on is None:
            yield from _given_up(chance, part, minor)


def _raised(chance: Chance, contribution: PlannedContribution) -> Iterator[PledgeEvent]:
    """Raise a pledge, and let what was added fall due and arrive."""
    change = _part_of(chance, contribution)
    on = min(contribution.pledged_on + timedelta(days=chance.randint(20, 200)), LAST_DAY)
    why = "Supplement to the agreement"
    yield PledgeEvent(on, 1, EntryKind.PLEDGE_ADJUSTMENT, "-PA", change, why)
    due = on + timedelta(days=14)
    if due <= LAST_DAY:
        yield PledgeEvent(due, 19, EntryKind.INSTALMENT_DUE, "-DA", change)
    paid = _early_in_month(on + timedelta(days=chance.randint(25, 60)))
    if paid < LAST_DAY - timedelta(days=5):
        yield PledgeEvent(paid, 40, EntryKind.RECEIPT, "-RA", change)


def _lowered(chance: Chance, contribution: PlannedContribution) -> PledgeEvent:
    """Lower a pledge before its last instalment falls due."""
    on = contribution.pledged_on + timedelta(days=chance.randint(5, 60))
    first = min(on, contribution.instalments[-1].due_on)
    why = "Amendment to the agreement"
    return PledgeEvent(
        first, 1, EntryKind.PLEDGE_ADJUSTMENT, "-PA", -_part_of(chance, contribution), why
    )


def _part_of(chance: Chance, contribution: PlannedContribution) -> int:
    """Return five to fifteen per cent of a pledge."""
    return contribution.draft.amount_minor * chance.randint(1, 3) // 20 or 1


def _arrivals(
    chance: Chance, contribution: PlannedContribution, part: PlannedInstalment, minor: int
) -> Iterator[tuple[date, int]]:
    """Say when an instalment arrives: at once, in two payments, or not at all."""
    if part.paid_on is None:
        return
    on = _early_in_month(max(part.paid_on, contribution.pledged_on + timedelta(days=8)))
    later = _early_in_month(on + timedelta(days=chance.randint(15, 40)))
    first = minor * chance.randint(50, 80) // 100
    if chance.happens(IN_TWO) and first and later < LAST_DAY - timedelta(days=5):
        yield on, first
        yield later, minor - first
    else:
        yield on, minor


def _given_up(chance: Chance, part: PlannedInstalment, minor: int) -> Iterator[PledgeEvent]:
    """Let the donor withdraw what is long overdue, or give it up, or go on waiting."""
    if part.due_on > LAST_DAY - OVERDUE:
        return
    days = chance.randint(400, 700)
    kind, why = chance.one_of(
        (
            (EntryKind.PLEDGE_CANCELLATION, WITHDRAWN),
            (EntryKind.PLEDGE_WRITE_OFF, GIVEN_UP),
            (None, ""),
        ),
        (4, 4, 2),
    )
    if kind is not None:
        yield PledgeEvent(part.due_on + timedelta(days=days), 90, kind, "-PC", minor, why)


def _early_in_month(on: date) -> date:
    """Return the day, or one early in the next month when it lies late in its own."""
    return on + timedelta(days=32 - LAST_RECEIPT) if on.day > LAST_RECEIPT else on
