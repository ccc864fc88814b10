"""A receipt of a contribution, or a correction that lowers one, by its amounts.

Amounts are above zero: `original_minor` in minor units of `currency`, `settled_minor` in those of
the contribution's currency, `usd_minor` in US cents.
"""

from dataclasses import dataclass
from datetime import date

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind, NewEntry, RateUsed

MOVED = (EntryKind.RECEIPT, EntryKind.RECEIPT_CORRECTION)
"""The kinds by which receipts of a contribution grow and shrink."""


@dataclass(frozen=True, slots=True)
class ReceiptMove:
    """A receipt, or a correction that names it in `named` or names none.

    `number` is that of its entry, also of one that is not written yet; 0 for one that waits.
    """

    kind: EntryKind
    reference: str
    named: str
    effective_on: date
    currency: str
    original_minor: int
    settled_minor: int
    usd_minor: int
    rate: RateUsed | None = None
    number: int = 0


ReceiptMoves = dict[int, list[ReceiptMove]]
"""The moves of contributions, by number, in the order of recording."""


def move_of(entry: NewEntry, number: int) -> ReceiptMove | None:
    """Return the move of an entry that is not written yet; None for other kinds."""
    if entry.kind not in MOVED:
        return None
    heading = entry.heading
    settled = sum(
        line.original_minor or 0 for line in entry.lines if line.account.kind is AccountKind.DONOR
    )
    return ReceiptMove(
        entry.kind,
        heading.reference,
        heading.basis,
        heading.effective_on,
        heading.currency,
        heading.original_minor or 0,
        abs(settled),
        entry.usd_minor,
        heading.rate,
        number,
    )
