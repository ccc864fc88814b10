"""The book: balances held in memory under the lock, entries waiting to be written.

A book knows no database. It refuses what the rules forbid before anything is written, so
a refused posting leaves nothing behind.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from tracker.errors import Conflict, InsufficientFunds, InvalidInput, NotFound, Shortage
from tracker.fund.accounts import AccountKey, AccountKind, may_be_negative
from tracker.fund.earmarks import ActivityScope, Earmark
from tracker.fund.entries import Line, Posting
from tracker.fund.moves import PledgeState, ShareState


@dataclass(slots=True)
class Account:
    """An account as the book holds it; `id` 0 until it is written."""

    id: int
    minor: int = 0
    original: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """What the rules need to know of a contribution."""

    id: int
    reference: str
    currency: str
    support_rate_bp: int
    earmark: Earmark
    closed: bool = False


class Loaded(NamedTuple):
    """What a loader found: terms of contributions, scopes of activities, accounts."""

    terms: dict[int, Terms]
    scopes: dict[int, ActivityScope]
    accounts: dict[AccountKey, Account]


class Loader(Protocol):
    """Whoever can fetch what the book does not hold yet."""

    def contributions(self, ids: set[int]) -> Loaded:
        """Fetch contributions with their own accounts."""
        ...

    def activities(self, ids: set[int]) -> Loaded:
        """Fetch activities with all accounts of theirs and the contributions behind these."""
        ...

    def written(self, references: set[str]) -> set[str]:
        """Return those of the references that the ledger holds already."""
        ...


class Pending(NamedTuple):
    """An entry that waits to be written, and when it counts as recorded."""

    posting: Posting
    recorded_at: datetime


@dataclass(slots=True)
class Book:
    """Balances of what was touched, and the entries posted on them so far."""

    loader: Loader
    now: datetime
    terms: dict[int, Terms] = field(default_factory=dict)
    scopes: dict[int, ActivityScope] = field(default_factory=dict)
    accounts: dict[AccountKey, Account] = field(default_factory=dict)
    funders: dict[int, set[int]] = field(default_factory=dict)
    pending: list[Pending] = field(default_factory=list)
    touched: set[AccountKey] = field(default_factory=set)
    references: set[str] = field(default_factory=set)

    def prepare(self, contributions: Iterable[int] = (), activities: Iterable[int] = ()) -> None:
        """Fetch what is missing of these at once; a bulk posting calls this first."""
        missing = set(activities) - self.scopes.keys()
        if missing:
            self._keep(self.loader.activities(missing))
            self._expect(missing, self.scopes, "activity")
        wanted = (set(contributions) | self._funders_of(missing)) - self.terms.keys()
        if wanted:
            self._keep(self.loader.contributions(wanted))
            self._expect(wanted, self.terms, "contribution")

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

    def funders_of(self, activity_id: int) -> list[int]:
        """Return the contributions that have money, or had it, on the activity."""
        self.activity(activity_id)
        return sorted(self.funders.get(activity_id, ()))

    def balance(
        self, kind: AccountKind, contribution_id: int, activity_id: int | None = None
    ) -> int:
        """Return the balance of an account in US cents, 0 where it does not exist yet."""
        account = self.accounts.get(AccountKey(kind, contribution_id, activity_id))
        return account.minor if account else 0

    def pledge_state(self, contribution_id: int) -> PledgeState:
        """Return what is pledged and received of a contribution."""
        pledged = self.accounts.get(AccountKey(AccountKind.PLEDGED, contribution_id))
        donor = self.accounts.get(AccountKey(AccountKind.DONOR, contribution_id))
        return PledgeState(
            pledged=pledged.minor if pledged else 0,
            pledged_original=pledged.original if pledged else 0,
            received_original=-donor.original if donor else 0,
        )

    def share_state(self, contribution_id: int, activity_id: int) -> ShareState:
        """Return what a contribution's share of an activity holds."""
        return ShareState(
            allocated=self.balance(AccountKind.ALLOCATED, contribution_id, activity_id),
            committed=self.balance(AccountKind.COMMITTED, contribution_id, activity_id),
            spent=self.balance(AccountKind.SPENT, contribution_id, activity_id),
            reserved=self.balance(AccountKind.SUPPORT_RESERVED, contribution_id, activity_id),
            charged=self.balance(AccountKind.SUPPORT_CHARGED, contribution_id, activity_id),
        )

    def post(self, posting: Posting, recorded_at: datetime | None = None) -> None:
        """Apply an entry to the balances and keep it for writing, or refuse it whole.

        Raises InsufficientFunds when an account inside the fund would go below zero,
        Conflict when the reference was posted before, InvalidInput when `recorded_at` lies
        before an entry that is already recorded.
        """
        if posting.heading.reference in self.references:
            raise Conflict(f"the reference {posting.heading.reference} is already in the ledger")
        moment = self.now if recorded_at is None else recorded_at
        if self.pending and moment < self.pending[-1].recorded_at:
            raise InvalidInput("an entry cannot be recorded before an earlier one", "recorded_at")
        changes = _changes(posting.lines)
        for key, (minor, _) in changes.items():
            self._check(key, minor)
        for key, (minor, original) in changes.items():
            account = self.accounts.setdefault(key, Account(0))
            account.minor += minor
            account.original += original
            if key.activity_id is not None:
                self.funders.setdefault(key.activity_id, set()).add(key.contribution_id)
        self.touched.update(changes)
        self.references.add(posting.heading.reference)
        self.pending.append(Pending(posting, moment))

    def _check(self, key: AccountKey, change: int) -> None:
        """Refuse a change that takes an account inside the fund below zero."""
        if change >= 0 or may_be_negative(key.kind):
            return
        available = self.balance(*key)
        if available + change < 0:
            reference = self.contribution(key.contribution_id).reference
            raise InsufficientFunds(
                Shortage(f"{reference} {key.kind.value}", available, -change)
            )

    def _keep(self, loaded: Loaded) -> None:
        """Take in what a loader found, without touching what the book holds already."""
        self.terms.update(loaded.terms)
        self.scopes.update(loaded.scopes)
        for key, account in loaded.accounts.items():
            self.accounts.setdefault(key, account)
            if key.activity_id is not None:
                self.funders.setdefault(key.activity_id, set()).add(key.contribution_id)

    def _funders_of(self, activities: set[int]) -> set[int]:
        """Return the contributions behind these activities."""
        return {funder for activity in activities for funder in self.funders.get(activity, ())}

    @staticmethod
    def _expect(wanted: set[int], found: Iterable[int], what: str) -> None:
        """Raise NotFound when something asked for does not exist."""
        absent = wanted.difference(found)
        if absent:
            raise NotFound(f"there is no {what} with the number {min(absent)}")


def _changes(lines: Iterable[Line]) -> dict[AccountKey, tuple[int, int]]:
    """Add up the lines by account: US cents and original minor units."""
    changes: dict[AccountKey, tuple[int, int]] = {}
    for line in lines:
        minor, original = changes.get(line.account, (0, 0))
        changes[line.account] = (minor + line.minor, original + (line.original_minor or 0))
    return changes
