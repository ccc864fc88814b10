"""The data of a book: terms of contributions, scopes, accounts, and the source that loads them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from tracker.fund.ledger.account_days import BookAccount, DayChanges
from tracker.fund.ledger.accounts import AccountKey
from tracker.fund.ledger.day_balances import DayBalance
from tracker.fund.ledger.earmarks import ActivityScope, Earmark
from tracker.fund.ledger.money_moves import InOriginal, MoneyMove, WaitingMoney
from tracker.fund.ledger.receipt_moves import ReceiptMoves
from tracker.fund.ledger.support_cost import reserve_rate
from tracker.fund.states import ScopeKind, SupportBasis
from tracker.reference.codes import Earmarking


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

    def recorded_receipts(self, contributions: Collection[int]) -> ReceiptMoves:
        """Return the receipts of contributions and their corrections, with those that wait."""
        ...

    def waiting_money(self) -> WaitingMoney:
        """Return the money that waiting requests would take; read once."""
        ...

    def in_original(self, currency: str) -> InOriginal:
        """Return the conversion of US cents to a currency at the rate of a day."""
        ...
