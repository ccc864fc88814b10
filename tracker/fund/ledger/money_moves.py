"""The moves of a contribution's money that decide what can go back to its donor."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind, NewEntry
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine

RETURNABLE = frozenset(
    {AccountKind.DONOR, AccountKind.REFUNDED, AccountKind.INTEREST, AccountKind.TRANSFERRED}
)
"""The accounts of what comes and of what goes as it came."""
MOVES_RETURNABLE = frozenset(
    {
        EntryKind.RECEIPT,
        EntryKind.RECEIPT_CORRECTION,
        EntryKind.INTEREST,
        EntryKind.TRANSFER,
        EntryKind.REFUND,
        EntryKind.REVERSAL,
    }
)
"""The kinds of entries with lines on these accounts."""
InOriginal = Callable[[int, date], int]
"""Converts US cents to the contribution's currency at the rate of a day; raises MissingRate."""


class MoneyMove(NamedTuple):
    """A line of a RETURNABLE account, of entry `number`; `original` None where it has none."""

    number: int
    reference: str
    on: date
    basis: str
    reverses: int | None
    kind: AccountKind
    usd: int
    original: int | None

    @property
    def came(self) -> bool:
        """Tell whether the money came."""
        return self.usd < 0


class WaitingMoney(NamedTuple):
    """The money that waiting requests would take: what would go, and what came and is undone.

    `gone` are the moves by contribution, `undone` the numbers of the entries to be reversed.
    `given_up` is what pledges would be cancelled or written off by, by contribution, in minor
    units of its currency.
    """

    gone: Mapping[int, Sequence[MoneyMove]] = {}
    undone: frozenset[int] = frozenset()
    given_up: Mapping[int, int] = {}


def moves_on_record(session: Session, contribution_id: int) -> list[MoneyMove]:
    """Return the moves of a contribution in the order of recording."""
    entry, line = LedgerEntry, LedgerLine
    statement = (
        select_columns(entry, col(LedgerAccount.kind), col(line.minor), col(line.original_minor))
        .join(line, col(line.entry_id) == col(entry.id))
        .join(LedgerAccount, col(LedgerAccount.id) == col(line.account_id))
        .where(
            col(LedgerAccount.contribution_id) == contribution_id,
            col(LedgerAccount.kind).in_(RETURNABLE),
        )
        .order_by(col(line.id))
    )
    return [
        MoneyMove(
            one.id or 0, one.reference, one.effective_on, one.basis, one.reverses_id, kind, minor,
            one.original_minor if original is None and kind is AccountKind.REFUNDED else original,
        )
        for one, kind, minor, original in session.execute(statement)
    ]  # fmt: skip


def moves_of(entry: NewEntry, number: int) -> Iterator[tuple[int, MoneyMove]]:
    """Yield the moves of an entry that is not yet written, with their contributions."""
    heading = entry.heading
    for line in entry.lines:
        if line.account.kind in RETURNABLE:
            yield (
                line.account.contribution_id,
                MoneyMove(
                    number, heading.reference, heading.effective_on, heading.basis,
                    entry.reverses_id, line.account.kind, line.minor, line.original_minor,
                ),
            )  # fmt: skip
