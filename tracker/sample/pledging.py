"""When the illustrative contributions are pledged, fall due, arrive, change or are given up."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tracker.fund.ledger.entries import EntryKind
from tracker.sample.chance import Chance
from tracker.sample.giving import Fate, Gift, Instalment
from tracker.sample.story import LAST_DAY

LAST_RECEIPT = 19  # day of the month: what arrives is there before money is allocated
IN_TWO = 0.08  # odds that an instalment arrives in two payments
OVERDUE = timedelta(days=730)  # after so long the donor or the fund may give up what is open
CHANGED = frozenset({EntryKind.PLEDGE_CANCELLATION, EntryKind.PLEDGE_WRITE_OFF})
WITHDRAWN = "The donor's letter: the budget for it was cut"
GIVEN_UP = "Not paid after three reminders; the donor's programme has ended"


class Due(NamedTuple):
    """What happens on a day: in which order, what, under which mark, and how much of its money.

    `original` is in minor units of the contribution's currency.
    """

    on: date
    order: int
    kind: EntryKind
    mark: str
    original: int
    why: str = ""


def dues(chance: Chance, gift: Gift) -> Iterator[Due]:
    """Return all that is promised of a contribution, and what becomes of it."""
    amount = gift.draft.amount_minor
    yield Due(gift.pledged_on, 0, EntryKind.PLEDGE, "-PL", amount)
    if gift.fate is Fate.CANCELLED:
        on = gift.pledged_on + timedelta(days=chance.randint(150, 420))
        kind = EntryKind.PLEDGE_CANCELLATION
        yield Due(min(on, LAST_DAY), 90, kind, "-PC", amount, WITHDRAWN)
    lowered = 0
    if gift.fate is Fate.RAISED:
        yield from _raised(chance, gift)
    elif gift.fate is Fate.LOWERED:
        change = _lowered(chance, gift)
        lowered = -change.original
        yield change
    arrivals = 0
    for number, part in enumerate(gift.instalments, start=1):
        minor = part.minor - (lowered if number == len(gift.instalments) else 0)
        if part.due_on <= LAST_DAY:
            kind = EntryKind.INSTALMENT_DUE
            yield Due(part.due_on, 10 + number, kind, f"/instalment-{number}", minor)
        for on, received in _arrivals(chance, gift, part, minor):
            arrivals += 1
            yield Due(on, 20 + arrivals, EntryKind.RECEIPT, f"-R{arrivals}", received)
        if gift.fate is Fate.OPEN and part.paid_on is None:
            yield from _given_up(chance, part, minor)


def _raised(chance: Chance, gift: Gift) -> Iterator[Due]:
    """Raise a pledge, and let what was added fall due and arrive."""
    change = _part_of(chance, gift)
    on = min(gift.pledged_on + timedelta(days=chance.randint(20, 200)), LAST_DAY)
    why = "Supplement to the agreement"
    yield Due(on, 1, EntryKind.PLEDGE_ADJUSTMENT, "-PA", change, why)
    due = on + timedelta(days=14)
    if due <= LAST_DAY:
        yield Due(due, 19, EntryKind.INSTALMENT_DUE, "-DA", change)
    paid = _early_in_month(on + timedelta(days=chance.randint(25, 60)))
    if paid < LAST_DAY - timedelta(days=5):
        yield Due(paid, 40, EntryKind.RECEIPT, "-RA", change)


def _lowered(chance: Chance, gift: Gift) -> Due:
    """Lower a pledge before its last instalment falls due."""
    on = gift.pledged_on + timedelta(days=chance.randint(5, 60))
    first = min(on, gift.instalments[-1].due_on)
    why = "Amendment to the agreement"
    return Due(first, 1, EntryKind.PLEDGE_ADJUSTMENT, "-PA", -_part_of(chance, gift), why)


def _part_of(chance: Chance, gift: Gift) -> int:
    """Return five to fifteen per cent of a pledge."""
    return gift.draft.amount_minor * chance.randint(1, 3) // 20 or 1


def _arrivals(
    chance: Chance, gift: Gift, part: Instalment, minor: int
) -> Iterator[tuple[date, int]]:
    """Say when an instalment arrives: at once, in two payments, or not at all."""
    if part.paid_on is None:
        return
    on = _early_in_month(max(part.paid_on, gift.pledged_on + timedelta(days=8)))
    later = _early_in_month(on + timedelta(days=chance.randint(15, 40)))
    first = minor * chance.randint(50, 80) // 100
    if chance.happens(IN_TWO) and first and later < LAST_DAY - timedelta(days=5):
        yield on, first
        yield later, minor - first
    else:
        yield on, minor


def _given_up(chance: Chance, part: Instalment, minor: int) -> Iterator[Due]:
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
        yield Due(part.due_on + timedelta(days=days), 90, kind, "-PC", minor, why)


def _early_in_month(on: date) -> date:
    """Return the day, or one early in the next month when it lies late in its own."""
    return on + timedelta(days=32 - LAST_RECEIPT) if on.day > LAST_RECEIPT else on
