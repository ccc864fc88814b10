"""The remainders of a contribution's receipts, after the corrections that name them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind, RateUsed
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine

_REVERSAL = aliased(LedgerEntry)


@dataclass(frozen=True, slots=True)
class ReceiptRemainder:
    """A receipt and its remainder.

    `original_minor` in minor units of `currency`, `settled_minor` in those of the contribution's
    currency, `usd_minor` in US cents.
    """

    reference: str
    effective_on: date
    currency: str
    original_minor: int
    settled_minor: int
    usd_minor: int
    rate: RateUsed | None = None

    def part(self, original_minor: int) -> tuple[int, int]:
        """Return the US cents of a part of the remainder, and the amount that it settled.

        The whole remainder has all of both, so that no cent stays behind; `original_minor` lies
        within it.
        """
        if original_minor == self.original_minor:
            return self.usd_minor, self.settled_minor
        share = Fraction(original_minor, self.original_minor)
        return round(self.usd_minor * share), round(self.settled_minor * share)


def receipts_left(session: Session, contribution_id: int) -> tuple[ReceiptRemainder, ...]:
    """Return the receipts of a contribution with a remainder, the newest first."""
    return tuple(remainders_of(session, {contribution_id})[contribution_id])


def remainders_of(session: Session, ids: Collection[int]) -> dict[int, list[ReceiptRemainder]]:
    """Return the receipts with a remainder of contributions, the newest first of each.

    A correction names its receipt as its basis. Reversed entries do not count.
    """
    statement = (
        select(LedgerEntry, col(LedgerLine.original_minor))
        .join(LedgerLine, col(LedgerLine.entry_id) == col(LedgerEntry.id))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .outerjoin(_REVERSAL, col(_REVERSAL.reverses_id) == col(LedgerEntry.id))
        .where(
            col(LedgerEntry.contribution_id).in_(ids),
            col(LedgerEntry.kind).in_((EntryKind.RECEIPT, EntryKind.RECEIPT_CORRECTION)),
            col(LedgerAccount.kind) == AccountKind.DONOR,
            col(_REVERSAL.id).is_(None),
        )
        .order_by(col(LedgerEntry.effective_on).desc(), col(LedgerEntry.id).desc())
    )
    receipts: list[tuple[LedgerEntry, int]] = []
    gone: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for entry, in_line in session.execute(statement):
        if entry.kind is EntryKind.RECEIPT:
            receipts.append((entry, -(in_line or 0)))
        else:
            gone[entry.basis].append((entry.original_minor or 0, in_line or 0, entry.usd_minor))
    found: dict[int, list[ReceiptRemainder]] = {number: [] for number in ids}
    for entry, settled in receipts:
        left = _left(entry, settled, gone[entry.reference])
        if left.original_minor > 0 and left.usd_minor > 0:
            found[entry.contribution_id or 0].append(left)
    return found


def _left(entry: LedgerEntry, settled: int, gone: list[tuple[int, int, int]]) -> ReceiptRemainder:
    """Subtract the corrections of a receipt from it."""
    original, own, usd = (sum(column) for column in zip(*gone, strict=True)) if gone else (0, 0, 0)
    used = None
    if entry.rate is not None and entry.rate_on is not None:
        used = RateUsed(entry.rate, entry.rate_source, entry.rate_on, entry.rate_implied)
    return ReceiptRemainder(
        entry.reference,
        entry.effective_on,
        entry.currency,
        (entry.original_minor or 0) - original,
        settled - own,
        entry.usd_minor - usd,
        used,
    )
