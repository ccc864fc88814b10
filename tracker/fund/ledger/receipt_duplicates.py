"""Likely duplicates of receipts: same donor, currency and amount, close in time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.tables.contributions import Contribution
from tracker.words import say

WITHIN = timedelta(days=3)
"""The days between two receipts within which the later one is more often a duplicate."""

_REVERSAL = aliased(LedgerEntry)


class ReceiptFacts(NamedTuple):
    """A receipt, recorded or about to be; `amount_minor` in minor units of `currency`."""

    reference: str
    donor_id: int
    currency: str
    amount_minor: int
    effective_on: date


def is_alike(one: ReceiptFacts, other: ReceiptFacts) -> bool:
    """Tell whether two receipts of different references are likely duplicates."""
    same = (one.donor_id, one.currency, one.amount_minor) == (
        other.donor_id, other.currency, other.amount_minor,
    )  # fmt: skip
    return (
        same
        and one.reference != other.reference
        and abs(one.effective_on - other.effective_on) <= WITHIN
    )


class ReceiptIndex:
    """Receipts by donor, currency and amount, so that each new one is compared with few."""

    def __init__(self, known: Iterable[ReceiptFacts] = ()) -> None:
        self._found: defaultdict[tuple[int, str, int], list[ReceiptFacts]] = defaultdict(list)
        self._dropped: set[str] = set()
        for one in known:
            self.add(one)

    def add(self, one: ReceiptFacts) -> None:
        """Add a receipt."""
        self._found[one.donor_id, one.currency, one.amount_minor].append(one)

    def drop(self, reference: str) -> None:
        """Leave out a receipt that is reversed."""
        self._dropped.add(reference)

    def like(self, new: ReceiptFacts) -> ReceiptFacts | None:
        """Return the likely duplicate of a receipt, the closest in time first."""
        near = self._found.get((new.donor_id, new.currency, new.amount_minor), ())
        alike = [one for one in near if one.reference not in self._dropped and is_alike(one, new)]
        return min(
            alike,
            key=lambda one: (abs(one.effective_on - new.effective_on), one.reference),
            default=None,
        )


def receipts_between(
    session: Session, donors: Collection[int], first: date, last: date
) -> Iterator[ReceiptFacts]:
    """Yield the receipts of donors close to these days, without reversed ones.

    In one statement, whatever the number of donors.
    """
    statement = (
        select(
            col(LedgerEntry.reference),
            col(Contribution.donor_id),
            col(LedgerEntry.currency),
            col(LedgerEntry.original_minor),
            col(LedgerEntry.effective_on),
        )
        .join(Contribution, col(Contribution.id) == col(LedgerEntry.contribution_id))
        .outerjoin(_REVERSAL, col(_REVERSAL.reverses_id) == col(LedgerEntry.id))
        .where(
            col(LedgerEntry.kind) == EntryKind.RECEIPT,
            col(LedgerEntry.effective_on).between(_before(first), _after(last)),
            col(_REVERSAL.id).is_(None),
        )
        .order_by(col(LedgerEntry.id))
    )
    wanted = set(donors)
    if len(wanted) == 1:
        statement = statement.where(col(Contribution.donor_id).in_(wanted))
    for reference, donor, currency, minor, on in session.execute(statement):
        if donor in wanted:
            yield ReceiptFacts(reference, donor, currency, int(minor or 0), on)


def ask_whether_another(found: ReceiptFacts) -> str:
    """Return the question whether a receipt is another than its likely duplicate."""
    return say(
        "%(reference)s of %(day)s has the same donor, currency and amount; say so if this is "
        "another receipt",
        reference=found.reference,
        day=found.effective_on,
    )


def _before(day: date) -> date:
    """Return the earliest day close to a day."""
    return day - WITHIN if day - date.min > WITHIN else date.min


def _after(day: date) -> date:
    """Return the latest day close to a day."""
    return day + WITHIN if date.max - day > WITHIN else date.max
