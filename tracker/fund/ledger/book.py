"""The book: balances in memory under the lock, with the entries to be written.

A book knows no database. It refuses an unlawful entry before anything is written, so a refused
entry leaves nothing behind.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple, Protocol

from tracker.errors import (
    ApprovalNeeded,
    Conflict,
    InvalidInput,
    LedgerRefusal,
    NotFound,
    PeriodClosed,
)
from tracker.fund.ledger.account_days import NO_ACCOUNT, AccountDays, BookAccount, DayChanges
from tracker.fund.ledger.accounts import OUTSIDE, AccountKey, AccountKind, share_keys
from tracker.fund.ledger.day_balances import DayBalance
from tracker.fund.ledger.earmarks import ActivityScope, Earmark
from tracker.fund.ledger.entries import NEEDS_SECOND_PERSON, EntryKind, Line, NewEntry
from tracker.fund.ledger.entry_days import entry_day_fault
from tracker.fund.ledger.money_moves import (
    RETURNABLE,
    InOriginal,
    MoneyMove,
    came_and_gone,
    moves_of,
)
from tracker.fund.ledger.pledge_rules import PledgeState
from tracker.fund.ledger.refund_worth import MoneyCame, MoneyGone, most_from
from tracker.fund.ledger.refusals import account_name, period_is_closed, short_of
from tracker.fund.ledger.support_cost import reserve_rate
from tracker.fund.ledger.use_rules import ShareState
from tracker.fund.states import ScopeKind, SupportBasis
from tracker.money import USD
from tracker.periods import day_of
from tracker.reference.codes import Earmarking
from tracker.words import say

TAKES_BACK = frozenset({EntryKind.RECEIPT_CORRECTION, EntryKind.REVERSAL})
"""The kinds by which less has come than before."""
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a contribution that the rules need."""

    id: int
    reference: str
    currency: str
    support_rate_bp: int
    earmark: Earmark
    closed: bool = False
    donor_id: int = 0
    support_basis: SupportBasis = SupportBasis.EXPENDITURE
    use_from: date | None = None
    use_until: date | None = None
    earmarking: Earmarking = Earmarking.UNEARMARKED

    @property
    def reserve_rate_bp(self) -> int:
        """The rate of the support cost reserved at allocation, in basis points."""
        return reserve_rate(self.support_rate_bp, self.support_basis)

    @property
    def only_programme(self) -> str:
        """The programme that is the whole scope of the contribution, empty where it is not."""
        programmes = self.earmark.allowed.get(ScopeKind.PROGRAMME, frozenset())
        only = len(programmes) == len(self.earmark.allowed) == 1
        return next(iter(programmes)) if only else ""

    def may_be_used(self, on: date) -> bool:
        """Tell whether a day lies in the period of use."""
        first, last = self.use_from, self.use_until
        return (first is None or on >= first) and (last is None or on <= last)


class BookData(NamedTuple):
    """The answer of a loader: terms, scopes, accounts, and amounts held by waiting requests."""

    terms: dict[int, Terms]
    scopes: dict[int, ActivityScope]
    accounts: dict[AccountKey, BookAccount]
    held: Mapping[AccountKey, Sequence[DayBalance]] = {}


class BookLoader(Protocol):
    """A source of the contributions and activities that the book lacks."""

    def contributions(self, ids: set[int]) -> BookData:
        """Fetch contributions with their own accounts."""
        ...

    def activities(self, ids: set[int]) -> BookData:
        """Fetch activities with all accounts of theirs and the contributions behind these."""
        ...

    def written(self, references: set[str]) -> set[str]:
        """Return those of the references that the ledger has."""
        ...

    def reversed(self, entries: set[int]) -> set[int]:
        """Return those of the entries that have been reversed."""
        ...

    def changes_after(self, accounts: Collection[int], day: date) -> DayChanges:
        """Return the sums of the lines of accounts by day, for the days after one."""
        ...

    def money_moves(self, contribution_id: int) -> list[MoneyMove]:
        """Return the moves of a contribution that decide what can go back to its donor."""
        ...

    def in_original(self, currency: str) -> InOriginal:
        """Return the conversion of US cents to a currency at the rate of a day."""
        ...


class PendingEntry(NamedTuple):
    """An entry to be written, and the moment at which it counts as recorded."""

    entry: NewEntry
    recorded_at: datetime


@dataclass(slots=True)
class Book:
    """Balances of the loaded accounts, and the entries posted on them so far.

    `now` is the moment at which an entry counts as recorded unless the caller names one;
    `last_recorded` is the moment of the latest entry, and no later entry has an earlier one.
    `approver` is the second person of entries that need one; `closed_until` is the last closed
    day, up to which only corrections count. `held` are the amounts that waiting requests reserve,
    by account, in US cents, each from its day on.

    No account inside the fund is below zero at the end of any day. Where `let_in` gives a reason,
    such days are let in, as long as the balance after all days is not below zero; `below_zero` are
    their accounts.
    """

    loader: BookLoader
    now: datetime
    last_recorded: datetime = LONG_AGO
    approver: str = ""
    closed_until: date | None = None
    terms: dict[int, Terms] = field(default_factory=dict)
    scopes: dict[int, ActivityScope] = field(default_factory=dict)
    accounts: dict[AccountKey, BookAccount] = field(default_factory=dict)
    funders: dict[int, set[int]] = field(default_factory=dict)
    pending: list[PendingEntry] = field(default_factory=list)
    touched: set[AccountKey] = field(default_factory=set)
    held: dict[AccountKey, Sequence[DayBalance]] = field(default_factory=dict)
    let_in: str = ""
    below_zero: set[AccountKey] = field(default_factory=set)
    references: set[str] = field(default_factory=set)
    reversed: set[int] = field(default_factory=set)
    days: AccountDays = field(init=False)
    today: date = field(init=False)

    def __post_init__(self) -> None:
        """Let the balances by day follow the accounts of this book."""
        self.today = day_of(self.now)
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
        missing = set(activities) - self.scopes.keys()
        if missing:
            self._keep(self.loader.activities(missing))
            absent = missing - self.scopes.keys()
            if absent:
                raise NotFound(say("no activity has the number %(number)s", number=min(absent)))
        wanted = (set(contributions) | self._funders_of(missing)) - self.terms.keys()
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

    def came_and_gone(
        self, contribution_id: int, *more: NewEntry
    ) -> tuple[list[MoneyCame], list[MoneyGone]]:
        """Return what came for a contribution, and what went; `more` entries count too."""
        terms = self.contribution(contribution_id)
        written = self.loader.money_moves(contribution_id)
        pending = moves_of([*(one.entry for one in self.pending), *more], contribution_id)
        return came_and_gone(written, pending, self.loader.in_original(terms.currency))

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

    def post(self, entry: NewEntry, recorded_at: datetime | None = None) -> None:
        """Apply an entry to the balances and add it to the pending ones, or refuse it whole.

        Raises InsufficientFunds when an account inside the fund would be below zero, or below its
        reserved amount, at the end of a day, PeriodClosed for a closed day without a reason of
        correction, ApprovalNeeded when the entry needs a second person and there is no approver,
        Conflict for a reference posted before or an entry reversed before, InvalidInput when
        `recorded_at` lies before the latest entry or in the future, or when what has happened is
        dated after today, the day that has come at `now`.
        """
        self._expect_new(entry)
        self._expect_permitted(entry)
        moment = self.now if recorded_at is None else self._moment(recorded_at)
        if moment < self.last_recorded:
            raise InvalidInput(
                say("an entry cannot be recorded before an earlier one"), "recorded_at"
            )
        on = entry.heading.effective_on
        if entry.kind in TAKES_BACK:
            self._expect_refunds_covered(entry)
        changes = changes_of(entry.lines)
        below_zero: list[AccountKey] = []
        for key, (minor, original) in changes.items():
            if minor < 0 and key.kind not in OUTSIDE and not self._covers(key, -minor, on):
                below_zero.append(key)
            if original:
                self._check_pledge(key, minor, original)
        for key, (minor, original) in changes.items():
            account = self.accounts.get(key) or self._open(key)
            account.change(on, minor, original)
        self.touched.update(changes)
        self.below_zero.update(below_zero)
        self.references.add(entry.heading.reference)
        if entry.reverses_id is not None:
            self.reversed.add(entry.reverses_id)
        self.last_recorded = moment
        self.pending.append(PendingEntry(entry, moment))

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
        """Refuse to take back money in another currency that has gone back to the donor."""
        on = entry.heading.effective_on
        touched = (line.account for line in entry.lines if line.account.kind in RETURNABLE)
        for owner in sorted({account.contribution_id for account in touched}):
            terms = self.contribution(owner)
            if terms.currency == USD or not self.balance(AccountKind.REFUNDED, owner):
                continue
            after = most_from(*self.came_and_gone(owner, entry), on)
            if after < min(0, most_from(*self.came_and_gone(owner), on)):
                raise LedgerRefusal(
                    say(
                        "%(reference)s: less would have come than has gone back to the donor",
                        reference=terms.reference,
                    ),
                    "amount",
                )

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
