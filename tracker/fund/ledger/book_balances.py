"""The balances of a book: accounts loaded as they are needed, and what they say of a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.errors import NotFound
from tracker.fund.ledger.account_days import NO_ACCOUNT, AccountDays, BookAccount
from tracker.fund.ledger.accounts import AccountKey, AccountKind, share_keys
from tracker.fund.ledger.book_data import BookData, BookLoader, Terms
from tracker.fund.ledger.day_balances import DayBalance
from tracker.fund.ledger.earmarks import ActivityScope
from tracker.fund.ledger.pledge_rules import PledgeState
from tracker.fund.ledger.use_rules import ShareState
from tracker.fund.states import ScopeKind
from tracker.words import say


@dataclass(slots=True)
class BookBalances:
    """Balances of the loaded accounts, with the terms and scopes behind them.

    `held` are the amounts that waiting requests reserve, by account, in US cents, each from its
    day on. Where `let_in` gives a reason, days below zero do not count in what can be taken.
    """

    loader: BookLoader
    terms: dict[int, Terms] = field(default_factory=dict)
    scopes: dict[int, ActivityScope] = field(default_factory=dict)
    accounts: dict[AccountKey, BookAccount] = field(default_factory=dict)
    funders: dict[int, set[int]] = field(default_factory=dict)
    held: dict[AccountKey, Sequence[DayBalance]] = field(default_factory=dict)
    let_in: str = ""
    days: AccountDays = field(init=False)
    _asked_of: int = field(default=0, init=False)
    _objections: dict[int, list[ScopeKind]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Let the balances by day follow the accounts of this book."""
        self.days = AccountDays(self.accounts, self.held, self.loader.changes_after)

    def prepare(
        self,
        contributions: Iterable[int] = (),
        activities: Iterable[int] = (),
        earliest: date = date.max,
    ) -> None:
        """Load missing contributions and activities at once; a bulk posting calls this first.

        `earliest` is the first day of the entries to come.
        """
        self.days.earliest = min(self.days.earliest, earliest)
        missing = {number for number in activities if number not in self.scopes}
        if missing:
            self._keep(self.loader.activities(missing))
            absent = missing - self.scopes.keys()
            if absent:
                raise NotFound(say("no activity has the number %(number)s", number=min(absent)))
        wanted = {number for number in contributions if number not in self.terms}
        wanted |= {number for number in self._funders_of(missing) if number not in self.terms}
        if wanted:
            self._keep(self.loader.contributions(wanted))
            absent = wanted - self.terms.keys()
            if absent:
                raise NotFound(say("no contribution has the number %(number)s", number=min(absent)))

    def contribution(self, contribution_id: int) -> Terms:
        """Return the terms of a contribution; raises NotFound."""
        if contribution_id not in self.terms:
            self.prepare(contributions=[contribution_id])
        return self.terms[contribution_id]

    def activity(self, activity_id: int) -> ActivityScope:
        """Return the scope of an activity; raises NotFound."""
        if activity_id not in self.scopes:
            self.prepare(activities=[activity_id])
        return self.scopes[activity_id]

    def objections(self, contribution_id: int, activity_id: int) -> list[ScopeKind]:
        """Return the kinds of scope by which an activity lies outside a contribution's earmark.

        Those of the activity that was asked about last are kept by earmark: contributions share
        earmarks, and each rule asks again.
        """
        if activity_id != self._asked_of:
            self._asked_of, self._objections = activity_id, {}
        earmark = self.contribution(contribution_id).earmark
        found = self._objections.get(id(earmark))
        if found is None:
            found = self._objections[id(earmark)] = earmark.objections(self.activity(activity_id))
        return found

    def let_go(self, activities: Iterable[int]) -> None:
        """Forget activities whose entries are all written; they are loaded again when asked for."""
        gone = set(activities)
        for number in gone:
            self.scopes.pop(number, None)
            self.funders.pop(number, None)
        for key in [key for key in self.accounts if key.activity_id in gone]:
            del self.accounts[key]
        self._asked_of, self._objections = 0, {}

    def funders_of(self, activity_id: int) -> list[int]:
        """Return the contributions that have, or had, money on an activity."""
        self.activity(activity_id)
        return sorted(self.funders.get(activity_id, ()))

    def balance(
        self, kind: AccountKind, contribution_id: int, activity_id: int | None = None
    ) -> int:
        """Return the balance of an account in US cents, 0 for a new account."""
        return self.account(kind, contribution_id, activity_id).minor

    def free_from(
        self, kind: AccountKind, contribution_id: int, activity_id: int | None, on: date
    ) -> int:
        """Return what can be taken from an account on a day, in US cents.

        It is the lowest balance at the end of that day and of the days after it, less the reserved
        amounts; where days below zero are let in, the balance after all days.
        """
        key = AccountKey(kind, contribution_id, activity_id)
        return self.days.left(key) if self.let_in else self.days.lowest_from(key, on)

    def account(
        self, kind: AccountKind, contribution_id: int, activity_id: int | None = None
    ) -> BookAccount:
        """Return an account for reading; an empty one for a new account."""
        return self.accounts.get(AccountKey(kind, contribution_id, activity_id), NO_ACCOUNT)

    def pledge_state(self, contribution_id: int) -> PledgeState:
        """Return the state of a contribution's pledge: pledged, received, written off, due."""
        pledged = self.account(AccountKind.PLEDGED, contribution_id)
        donor = self.account(AccountKind.DONOR, contribution_id)
        written_off = self.account(AccountKind.PLEDGE_WRITTEN_OFF, contribution_id)
        return PledgeState(
            pledged=pledged.minor,
            pledged_original=pledged.original,
            received=-donor.minor,
            received_original=-donor.original,
            difference=self.balance(AccountKind.EXCHANGE_DIFFERENCE, contribution_id),
            written_off=written_off.minor,
            written_off_original=written_off.original,
            due_original=self.account(AccountKind.DUE, contribution_id).original,
        )

    def share_state(self, contribution_id: int, activity_id: int, on: date) -> ShareState:
        """Return the balances of a contribution's share of an activity.

        `reserved` is the support cost that can be taken on the day; what a waiting request
        reserves is not in it. Money that it reserves stays in `allocated` and `committed`: it will
        be spent, so another expenditure is not the last.
        """
        accounts, keys = self.accounts, share_keys(contribution_id, activity_id)
        allocated, committed, spent, charged = [
            accounts.get(key, NO_ACCOUNT).minor
            for key in (keys.allocated, keys.committed, keys.spent, keys.charged)
        ]
        days = self.days
        reserved = days.left(keys.reserved) if self.let_in else days.lowest_from(keys.reserved, on)
        return ShareState(allocated, committed, spent, reserved, charged)

    def _open(self, key: AccountKey) -> BookAccount:
        """Open a new account."""
        account = self.accounts[key] = BookAccount(0)
        if key.activity_id is not None:
            self.funders.setdefault(key.activity_id, set()).add(key.contribution_id)
        return account

    def _keep(self, loaded: BookData) -> None:
        """Add the answer of a loader to the book; accounts already in the book stay."""
        self.terms.update(loaded.terms)
        self.scopes.update(loaded.scopes)
        self.held.update(loaded.held)
        for key, account in loaded.accounts.items():
            self.accounts.setdefault(key, account)
            if key.activity_id is not None:
                self.funders.setdefault(key.activity_id, set()).add(key.contribution_id)

    def _funders_of(self, activities: set[int]) -> set[int]:
        """Return the contributions behind these activities."""
        return {funder for activity in activities for funder in self.funders.get(activity, ())}
