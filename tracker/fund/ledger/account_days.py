"""The balances of a book's accounts by day: the lowest of them from a day on.

An entry on or after the last day of an account looks at its balance alone. The first entry that
lies before it reads, once, what the database knows of all accounts of the book by day.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.fund.ledger.accounts import OUTSIDE, AccountKey
from tracker.fund.ledger.day_balances import DayBalance, DayBalances

DayChanges = Mapping[int, Sequence[tuple[date, int]]]
"""The sums of the lines of accounts by day, in US cents, by the number of the account."""
ReadChanges = Callable[[Collection[int], date], DayChanges]
"""Returns the sums by day of the accounts with these numbers, for the days after one."""


@dataclass(slots=True)
class BookAccount:
    """The balance of an account in the book; `id` is 0 until the account is written.

    `last_on` is the day of its last line, `written_on` that of its last line in the database, and
    `unwritten` the sums of its other lines by day. `days` are its balances by day, less what is
    reserved, once an entry before the last one has asked for them.
    """

    id: int
    minor: int = 0
    original: int = 0
    last_on: date = field(default=date.min, compare=False)
    written_on: date = field(default=date.min, compare=False)
    unwritten: dict[date, int] = field(default_factory=dict, compare=False)
    days: DayBalances | None = field(default=None, compare=False)

    def change(self, on: date, minor: int, original: int) -> None:
        """Change the balance from a day on."""
        self.minor += minor
        self.original += original
        self.unwritten[on] = self.unwritten.get(on, 0) + minor
        self.last_on = max(self.last_on, on)
        if self.days is not None:
            self.days.add(on, minor)

    def mark_written(self) -> None:
        """Note that the database has all lines of the account."""
        self.written_on = self.last_on
        self.unwritten = {}


NO_ACCOUNT = BookAccount(0)


@dataclass(slots=True)
class AccountDays:
    """The balances of accounts by day, less the amounts that waiting requests reserve.

    `earliest` is the first day of the entries to come, as far as it was named.
    """

    accounts: Mapping[AccountKey, BookAccount]
    held: Mapping[AccountKey, Sequence[DayBalance]]
    read: ReadChanges
    earliest: date = date.max

    def left(self, key: AccountKey) -> int:
        """Return the balance of an account after all days, less its reserved amounts."""
        left = self.accounts.get(key, NO_ACCOUNT).minor
        return left - sum(one.minor for one in self.held[key]) if key in self.held else left

    def lowest_from(self, key: AccountKey, on: date) -> int:
        """Return the lowest balance of an account at the end of a day and of the days after it."""
        account = self.accounts.get(key)
        if account is None:
            return 0
        if on >= account.last_on:
            held = self.held.get(key)
            if held is None:
                return account.minor
            if max(held).on <= on:
                return self.left(key)
        return self._days_of(key, account, on).lowest_from(on)

    def covers(self, key: AccountKey, needed: int, on: date) -> bool:
        """Tell whether an account has an amount at the end of a day and of all days after it."""
        account = self.accounts.get(key)
        if account is not None and on < account.last_on:
            days = account.days
            if days is None or on < days.since:
                days = self._days_of(key, account, on)
            return days.covers(needed, on)
        return self.lowest_from(key, on) >= needed

    def from_day(self, key: AccountKey, on: date) -> Iterable[DayBalance]:
        """Return the balance of an account on a day, and of each later day with a change."""
        account = self.accounts.get(key)
        if account is None:
            return [DayBalance(on, 0)]
        return self._days_of(key, account, on).from_day(on)

    def _days_of(self, key: AccountKey, account: BookAccount, on: date) -> DayBalances:
        """Return the balances of an account by day, known from a day on.

        The database is read for the days from the earliest one that was named, and for all days
        when an entry lies before it.
        """
        days = account.days
        if days is None or on < days.since:
            if on < account.written_on:
                self._read_all(min(on, self.earliest) if days is None else date.min)
            else:
                self._keep(key, account, (), account.written_on)
        return account.days or DayBalances(0)

    def _read_all(self, since: date) -> None:
        """Read the changes after a day of all accounts that have lines after it."""
        lacking = {
            account.id: (key, account)
            for key, account in self.accounts.items()
            if account.written_on > since
            and key.kind not in OUTSIDE
            and (account.days is None or since < account.days.since)
        }
        changes = self.read(lacking, since)
        for number, (key, account) in lacking.items():
            self._keep(key, account, changes.get(number, ()), since)

    def _keep(
        self,
        key: AccountKey,
        account: BookAccount,
        written: Iterable[tuple[date, int]],
        since: date,
    ) -> None:
        """Keep the balances of an account by day: of what is written, pending and reserved."""
        held = [(one.on, -one.minor) for one in self.held.get(key, ())]
        changes = [*written, *account.unwritten.items(), *held]
        account.days = DayBalances(self.left(key), changes, since)
