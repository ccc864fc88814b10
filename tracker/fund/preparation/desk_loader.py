"""What a desk reads of the record, beside the balances of its book and records by their codes."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from sqlmodel import Session, col, select

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.cash_days import cent_days
from tracker.fund.ledger.entry_drafts import PostedEntry
from tracker.fund.ledger.ledger_head import read_head
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.receipt_duplicates import ReceiptFacts, receipts_between
from tracker.fund.ledger.tables import LedgerAccount


class DeskLoader(Protocol):
    """A source of what a desk asks of the record."""

    def with_money(self) -> set[int]:
        """Return the contributions with money that is not allocated."""
        ...

    def cent_days(self, first: date, last: date) -> Mapping[int, int]:
        """Return the cent-days of contributions from day to day, of those below zero too."""
        ...

    def receipts_between(self, donors: set[int], first: date, last: date) -> Iterable[ReceiptFacts]:
        """Return the receipts of donors close to these days, without reversed ones."""
        ...

    def entry(self, number: int) -> PostedEntry:
        """Return an entry of the ledger, for its reversal."""
        ...

    def last_entry(self) -> int:
        """Return the number of the ledger's last entry, 0 where it has none."""
        ...


class RecordLoader:
    """Reads what a desk asks of the record from the database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def with_money(self) -> set[int]:
        """Read the contributions with money that is not allocated."""
        statement = select(LedgerAccount.contribution_id).where(
            LedgerAccount.kind == AccountKind.UNALLOCATED, col(LedgerAccount.balance_minor) > 0
        )
        return set(self._session.exec(statement))

    def cent_days(self, first: date, last: date) -> Mapping[int, int]:
        """Read the cent-days of contributions from day to day, of those below zero too."""
        return cent_days(self._session, first, last)

    def receipts_between(self, donors: set[int], first: date, last: date) -> Iterable[ReceiptFacts]:
        """Read the receipts of donors close to these days, without reversed ones."""
        return receipts_between(self._session, donors, first, last)

    def entry(self, number: int) -> PostedEntry:
        """Read an entry of the ledger; raises NotFound, or Conflict where it was reversed."""
        return read_entry(self._session, number)

    def last_entry(self) -> int:
        """Read the number of the ledger's last entry."""
        return read_head(self._session).last_entry_id
