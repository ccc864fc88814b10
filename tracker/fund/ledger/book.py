"""The book: balances in memory under the lock, with the entries to be written.

A book knows no database. It refuses an unlawful entry before anything is written, so a refused
entry leaves nothing behind.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

from tracker.errors import ApprovalNeeded, Conflict, InvalidInput, LedgerRefusal, PeriodClosed
from tracker.fund.ledger.accounts import OUTSIDE, AccountKey, AccountKind
from tracker.fund.ledger.book_balances import BookBalances
from tracker.fund.ledger.book_money import BookMoney
from tracker.fund.ledger.entries import NEEDS_SECOND_PERSON, EntryKind, Line, NewEntry
from tracker.fund.ledger.entry_days import entry_day_fault
from tracker.fund.ledger.money_moves import RETURNABLE
from tracker.fund.ledger.receipt_register import ReceiptRegister
from tracker.fund.ledger.refusals import account_name, period_is_closed, short_of
from tracker.money import USD
from tracker.periods import day_of
from tracker.words import say

TAKES_BACK = frozenset({EntryKind.RECEIPT_CORRECTION, EntryKind.REVERSAL})
"""The kinds by which less has come than before."""
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


class PendingEntry(NamedTuple):
    """An entry to be written, and the moment at which it counts as recorded."""

    entry: NewEntry
    recorded_at: datetime


@dataclass(slots=True, kw_only=True)
class Book(BookBalances):
    """Balances of the loaded accounts, and the entries posted on them so far.

    `now` is the moment at which an entry counts as recorded unless the caller names one;
    `last_recorded` is the moment of the latest entry, and no later entry has an earlier one;
    `last_entry` is the number of the last one that was written when the book was opened.
    `approver` is the second person of entries that need one; `closed_until` is the last closed
    day, up to which only corrections count.

    No account inside the fund is below zero at the end of any day. Where `let_in` gives a reason,
    such days are let in, as long as the balance after all days is not below zero; `below_zero` are
    their accounts. `money` is what can go back to donors.
    """

    now: datetime
    last_recorded: datetime = LONG_AGO
    last_entry: int = 0
    approver: str = ""
    closed_until: date | None = None
    pending: list[PendingEntry] = field(default_factory=list)
    touched: set[AccountKey] = field(default_factory=set)
    below_zero: set[AccountKey] = field(default_factory=set)
    references: set[str] = field(default_factory=set)
    reversed: set[int] = field(default_factory=set)
    today: date = field(init=False)
    money: BookMoney = field(init=False)
    receipts: ReceiptRegister = field(init=False)
    _only_tries: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Note the day that has come, and what money and receipts are read from."""
        BookBalances.__post_init__(self)  # a class with slots is made twice: super() has the first
        self.today = day_of(self.now)
        self.money = BookMoney(
            self.loader, lambda number: self.contribution(number).currency, self.last_entry
        )
        self.receipts = ReceiptRegister(self.loader.recorded_receipts, self.last_entry)

    def post(self, entry: NewEntry, recorded_at: datetime | None = None) -> None:
        """Apply an entry to the balances and add it to the pending ones, or refuse it whole.

        Raises InsufficientFunds when an account inside the fund would be below zero, or below its
        reserved amount, at the end of a day, PeriodClosed for a closed day without a reason of
        correction, ApprovalNeeded when the entry needs a second person and there is no approver,
        Conflict for a reference posted before or an entry reversed before, InvalidInput when
        `recorded_at` lies before the latest entry or in the future, or when what has happened is
        dated after today, the day that has come at `now`.
        """
        moment = self._expect_lawful(entry, recorded_at)
        changes = changes_of(entry.lines)
        below_zero = self._left_below_zero(changes, entry.heading.effective_on)
        if self._only_tries:
            return
        for key, (minor, original) in changes.items():
            account = self.accounts.get(key) or self._open(key)
            account.change(entry.heading.effective_on, minor, original)
        self.touched.update(changes)
        self.below_zero.update(below_zero)
        self.references.add(entry.heading.reference)
        if entry.reverses_id is not None:
            self.reversed.add(entry.reverses_id)
        self.last_recorded = moment
        self.pending.append(PendingEntry(entry, moment))
        self.money.add(entry)
        self.receipts.add(entry)

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Let entries be refused as ever, and otherwise change nothing, as long as this lasts."""
        self._only_tries = True
        try:
            yield
        finally:
            self._only_tries = False

    def _expect_lawful(self, entry: NewEntry, recorded_at: datetime | None) -> datetime:
        """Refuse an entry for what it is; return the moment at which it counts as recorded."""
        self._expect_new(entry)
        self._expect_permitted(entry)
        moment = self.now if recorded_at is None else self._moment(recorded_at)
        if moment < self.last_recorded:
            raise InvalidInput(
                say("an entry cannot be recorded before an earlier one"), "recorded_at"
            )
        if entry.kind in TAKES_BACK:
            self._expect_refunds_covered(entry)
        return moment

    def _left_below_zero(
        self, changes: Mapping[AccountKey, tuple[int, int]], on: date
    ) -> list[AccountKey]:
        """Return the accounts that changes leave below zero, or refuse them where they may not."""
        below_zero: list[AccountKey] = []
        for key, (minor, original) in changes.items():
            if minor < 0 and key.kind not in OUTSIDE and not self._covers(key, -minor, on):
                below_zero.append(key)
            if original:
                self._check_pledge(key, minor, original)
        return below_zero

    def mark_written(self) -> None:
        """Note that the database has all pending entries."""
        for key in self.touched:
            self.accounts[key].mark_written()
        for kept in (self.pending, self.touched, self.below_zero):
            kept.clear()
        self.money.forget()
        self.receipts.forget()

    def _expect_new(self, entry: NewEntry) -> None:
        """Refuse a reference posted before, and a second reversal of one entry."""
        reference = entry.heading.reference
        if reference in self.references:
            raise Conflict(
                say("the reference %(entry)s is already in the ledger", entry=reference),
                "reference",
            )
        if entry.reverses_id in self.reversed:
            raise Conflict(
                say("the ledger entry %(number)s was reversed before", number=entry.reverses_id)
            )

    def _expect_permitted(self, entry: NewEntry) -> None:
        """Refuse a day that has not come, one in a closed period, and a missing second person."""
        heading = entry.heading
        on, until = heading.effective_on, self.closed_until
        fault = entry_day_fault(entry.kind, on, self.today)
        if fault:
            raise InvalidInput(fault.message, fault.field)
        if until and on <= until and not heading.correction.strip():
            raise PeriodClosed(period_is_closed(until), "effective_on")
        if not self.approver and self.needs_approval(entry.kind, on):
            raise ApprovalNeeded(
                say("%(entry)s takes the approval of a second person", entry=heading.reference)
            )

    def is_closed(self, on: date) -> bool:
        """Tell whether a day lies in a closed period."""
        return self.closed_until is not None and on <= self.closed_until

    def needs_approval(self, kind: EntryKind, on: date) -> bool:
        """Tell whether an entry needs a second person: by its kind, or as its day is closed."""
        return kind in NEEDS_SECOND_PERSON or self.is_closed(on)

    def _expect_refunds_covered(self, entry: NewEntry) -> None:
        """Refuse to take back money in another currency that has gone back, or waits to."""
        on = entry.heading.effective_on
        for owner, lowered in sorted(self._lowered_by(entry).items()):
            before = self.money.of(owner).most_on(on)
            if before - lowered < min(0, before):
                reference = self.contribution(owner).reference
                text = say(
                    "%(reference)s: less would have come than has gone back to the donor",
                    reference=reference,
                )
                if self.money.refund_waits(owner):
                    text = say(
                        "%(reference)s: less would have come than has gone back to the donor or "
                        "waits to",
                        reference=reference,
                    )
                raise LedgerRefusal(text, "amount")

    def _lowered_by(self, entry: NewEntry) -> dict[int, int]:
        """Return how much less would have come, of those that gave another currency back."""
        touched = (line.account for line in entry.lines if line.account.kind in RETURNABLE)
        gave_back = {
            owner
            for owner in {account.contribution_id for account in touched}
            if self.contribution(owner).currency != USD
            and (self.balance(AccountKind.REFUNDED, owner) or self.money.refund_waits(owner))
        }
        return self.money.lowered_by(entry, gave_back)

    def _moment(self, recorded_at: datetime) -> datetime:
        """Return a moment named by the caller, or refuse it."""
        if recorded_at.tzinfo is None:
            raise TypeError("a moment needs its zone")
        if recorded_at > self.now:
            raise InvalidInput(say("an entry cannot be recorded in the future"), "recorded_at")
        return recorded_at

    def _covers(self, key: AccountKey, needed: int, on: date) -> bool:
        """Tell whether an account has an amount on every day from one on.

        Raises InsufficientFunds where it has not, unless such days are let in.
        """
        if self.days.covers(key, needed, on):
            return True
        if self.let_in and self.days.left(key) >= needed:
            return False
        owner = self.contribution(key.contribution_id).reference
        first = next(day for day in self.days.from_day(key, on) if day.minor < needed)
        raise short_of(account_name(owner, key.kind), first, needed)

    def _check_pledge(self, key: AccountKey, minor: int, original: int) -> None:
        """Refuse a pledge or receipts below zero, and a pledge below its write-offs.

        Receipts lie outside the fund, so their account in US cents is no guard.
        """
        account = self.account(*key)
        after, own_after = account.minor + minor, account.original + original
        given_up = self.account(AccountKind.PLEDGE_WRITTEN_OFF, key.contribution_id)
        reference = self.contribution(key.contribution_id).reference
        pledged, donor = key.kind is AccountKind.PLEDGED, key.kind is AccountKind.DONOR
        if (pledged and own_after < 0) or (donor and own_after > 0):
            message = say(
                "%(reference)s: more is taken back than there was, in the original currency",
                reference=reference,
            )
        elif donor and after > 0:
            message = say(
                "%(reference)s: more US dollars are taken back than were received",
                reference=reference,
            )
        elif pledged and (after < given_up.minor or own_after < given_up.original):
            message = say(
                "%(reference)s: less would be pledged than is written off of the pledge",
                reference=reference,
            )
        else:
            return
        raise LedgerRefusal(message, "amount")


def changes_of(lines: Iterable[Line]) -> dict[AccountKey, tuple[int, int]]:
    """Add up the lines by account: US cents and original minor units."""
    changes: dict[AccountKey, tuple[int, int]] = {}
    for key, minor, _, _, in_original in lines:
        original = in_original or 0
        if key in changes:
            before = changes[key]
            changes[key] = (before[0] + minor, before[1] + original)
        else:
            changes[key] = (minor, original)
    return changes
