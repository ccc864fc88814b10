"""Loads a book from the database: terms, scopes, accounts, references in use."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from tracker.assistance.activity_scopes import scopes_of_activities
from tracker.fund.ledger.account_days import BookAccount, DayChanges
from tracker.fund.ledger.accounts import AccountKey
from tracker.fund.ledger.book_data import BookData, Terms
from tracker.fund.ledger.day_balances import DayBalance
from tracker.fund.ledger.earmarks import UNTIED, ActivityScope, Earmark
from tracker.fund.ledger.money_moves import (
    InOriginal,
    MoneyMove,
    WaitingMoney,
    moves_on_record,
)
from tracker.fund.ledger.receipt_moves import ReceiptMoves
from tracker.fund.ledger.recorded_rates import recorded_rates
from tracker.fund.ledger.recorded_receipts import NO_REQUEST, recorded_receipts
from tracker.fund.ledger.rows import known_references, reserved_references
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerHold, LedgerLine
from tracker.fund.ledger.waiting_money import read_waiting_money
from tracker.fund.states import ContributionState, ScopeKind
from tracker.fund.tables.approvals import ReservedReference
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.reference.states import states

T = TypeVar("T")
BATCH = 5_000
Held = dict[AccountKey, list[DayBalance]]
CLOSED = frozenset({ContributionState.CLOSED, ContributionState.CANCELLED})


class DatabaseLoader:
    """Loads a book through the session that holds the lock.

    Amounts reserved by the waiting request `besides` count as free: they are its own.
    """

    def __init__(self, session: Session, besides: int = NO_REQUEST) -> None:
        self._session = session
        self._besides = besides
        self._rates = recorded_rates(session)
        self._waiting: WaitingMoney | None = None

    def contributions(self, ids: set[int]) -> BookData:
        """Load contributions with their own accounts, those of no activity."""
        earmarks = self._earmarks(ids)
        terms: dict[int, Terms] = {}
        accounts: dict[AccountKey, BookAccount] = {}
        held: Held = {}
        for batch in batches(ids):
            rows = self._session.execute(
                select_columns(
                    col(Contribution.id),
                    col(Contribution.reference),
                    col(Contribution.currency),
                    col(Contribution.support_rate_bp),
                    col(Contribution.state),
                    col(Contribution.donor_id),
                    col(Contribution.support_basis),
                    col(Contribution.use_from),
                    col(Contribution.use_until),
                    col(Contribution.earmarking),
                ).where(col(Contribution.id).in_(batch))
            )
            for number, reference, currency, rate, state, *more in rows:
                if number is not None:
                    terms[number] = Terms(
                        number,
                        reference,
                        currency,
                        rate,
                        earmarks.get(number, UNTIED),
                        state in CLOSED,
                        *more,
                    )
            accounts.update(
                self._accounts(
                    col(LedgerAccount.contribution_id).in_(batch),
                    col(LedgerAccount.activity_id).is_(None),
                )
            )
            held.update(
                self._held(
                    col(LedgerHold.contribution_id).in_(batch),
                    col(LedgerHold.activity_id).is_(None),
                )
            )
        return BookData(terms, {}, accounts, held)

    def activities(self, ids: set[int]) -> BookData:
        """Load activities with all accounts of their shares."""
        scopes: dict[int, ActivityScope] = {}
        accounts: dict[AccountKey, BookAccount] = {}
        held: Held = {}
        for batch in batches(ids):
            for number, facts in scopes_of_activities(self._session, batch).items():
                scopes[number] = ActivityScope(
                    facts.code,
                    {
                        ScopeKind.ACTIVITY: frozenset({facts.code}),
                        ScopeKind.PROGRAMME: frozenset({facts.programme}),
                        ScopeKind.INSTRUMENT: facts.instruments,
                        ScopeKind.COUNTRY: facts.countries,
                        ScopeKind.REGION: facts.regions,
                        ScopeKind.TOOL: facts.tools,
                    },
                    not_assisted(facts.countries),
                    facts.cancelled,
                )
            accounts.update(self._accounts(col(LedgerAccount.activity_id).in_(batch)))
            held.update(self._held(col(LedgerHold.activity_id).in_(batch)))
        return BookData({}, scopes, accounts, held)

    def written(self, references: set[str]) -> set[str]:
        """Return those of the references that the ledger or a waiting request has."""
        connection = self._session.connection()
        reserved = reserved_references(connection, references)
        return known_references(connection, references) | (reserved - self._own_references())

    def reversed(self, entries: set[int]) -> set[int]:
        """Return those of the entries that are reversed, by the ledger or by a waiting request."""
        found: set[int] = set()
        for table in (LedgerEntry, ReservedReference):
            for batch in batches(entries):
                statement = select(table.reverses_id).where(col(table.reverses_id).in_(batch))
                if table is ReservedReference:
                    statement = statement.where(ReservedReference.request_id != self._besides)
                found.update(each for each in self._session.exec(statement) if each is not None)
        return found

    def changes_after(self, accounts: Collection[int], day: date) -> DayChanges:
        """Return the sums of the lines of accounts by day, for the days after one."""
        found: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
        number, on = col(LedgerLine.account_id), col(LedgerEntry.effective_on)
        for batch in batches(accounts):
            statement = (
                select_columns(number, on, func.sum(col(LedgerLine.minor)))
                .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
                .where(number.in_(batch), on > day)
                .group_by(number, on)
            )
            for account, changed_on, minor in self._session.execute(statement):
                found[account].append((changed_on, int(minor)))
        return found

    def money_moves(self, contribution_id: int) -> list[MoneyMove]:
        """Read the moves of a contribution that decide what can go back to its donor."""
        return moves_on_record(self._session, contribution_id)

    def recorded_receipts(self, contributions: Collection[int]) -> ReceiptMoves:
        """Read the receipts of contributions and their corrections, with those that wait."""
        found: ReceiptMoves = {}
        for batch in batches(contributions):
            found |= recorded_receipts(self._session, batch, self._besides)
        return found

    def in_original(self, currency: str) -> InOriginal:
        """Return the conversion of US cents to a currency at the rates on record."""
        return lambda usd_minor, on: self._rates.from_usd(usd_minor, currency, on)

    def waiting_money(self) -> WaitingMoney:
        """Return the money that waiting requests would take, read once."""
        if self._waiting is None:
            self._waiting = read_waiting_money(self._session, self._besides)
        return self._waiting

    def _own_references(self) -> set[str]:
        """Return the references reserved by the request that is left out."""
        if self._besides == NO_REQUEST:
            return set()
        own = select(ReservedReference.reference)
        return set(self._session.exec(own.where(ReservedReference.request_id == self._besides)))

    def _accounts(self, *conditions: ColumnElement[bool]) -> dict[AccountKey, BookAccount]:
        """Load accounts by a condition."""
        statement = select_columns(
            col(LedgerAccount.id),
            col(LedgerAccount.kind),
            col(LedgerAccount.contribution_id),
            col(LedgerAccount.activity_id),
            col(LedgerAccount.balance_minor),
            col(LedgerAccount.original_minor),
            col(LedgerAccount.last_on),
        ).where(*conditions)
        return {
            AccountKey(kind, contribution, activity): BookAccount(
                number or 0, minor, original, last_on, last_on
            )
            for number, kind, contribution, activity, minor, original, last_on in (
                self._session.execute(statement)
            )
        }

    def _held(self, *conditions: ColumnElement[bool]) -> Held:
        """Load the amounts reserved by waiting requests, by account and day."""
        statement = select_columns(
            col(LedgerHold.kind),
            col(LedgerHold.contribution_id),
            col(LedgerHold.activity_id),
            col(LedgerHold.effective_on),
            col(LedgerHold.minor),
        ).where(*conditions, col(LedgerHold.request_id) != self._besides)
        held: defaultdict[AccountKey, list[DayBalance]] = defaultdict(list)
        for kind, contribution, activity, on, minor in self._session.execute(statement):
            held[AccountKey(kind, contribution, activity)].append(DayBalance(on, minor))
        return held

    def _earmarks(self, ids: set[int]) -> dict[int, Earmark]:
        """Load the earmarks of contributions; contributions with the same scope share one."""
        found: dict[int, dict[ScopeKind, set[str]]] = defaultdict(lambda: defaultdict(set))
        for batch in batches(ids):
            statement = select(ContributionScope).where(
                col(ContributionScope.contribution_id).in_(batch)
            )
            for scope in self._session.exec(statement):
                found[scope.contribution_id][scope.kind].add(scope.code)
        shared: dict[frozenset[tuple[ScopeKind, frozenset[str]]], Earmark] = {}
        earmarks = {}
        for number, kinds in found.items():
            allowed = {kind: frozenset(codes) for kind, codes in kinds.items()}
            earmarks[number] = shared.setdefault(frozenset(allowed.items()), Earmark(allowed))
        return earmarks


def not_assisted(countries: Iterable[str]) -> frozenset[str]:
    """Return the States and areas that are not eligible for assistance by any source."""
    known = states()
    return frozenset(code for code in countries if code in known and not known[code].eligible)


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """Cut items into batches that fit a statement."""
    ranked = list(items)
    for start in range(0, len(ranked), BATCH):
        yield ranked[start : start + BATCH]
