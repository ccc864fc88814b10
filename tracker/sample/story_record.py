"""The record as it is when the story begins: terms, scopes and rates, and no entry yet."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial

from tracker.errors import NotFound
from tracker.fund.ledger.account_days import DayChanges
from tracker.fund.ledger.book_data import BookData, Terms
from tracker.fund.ledger.earmarks import ActivityScope
from tracker.fund.ledger.entry_drafts import PostedEntry
from tracker.fund.ledger.money_moves import InOriginal, MoneyMove, WaitingMoney
from tracker.fund.ledger.receipt_duplicates import ReceiptFacts
from tracker.fund.ledger.receipt_moves import ReceiptMoves
from tracker.fund.preparation.named_records import NamedContribution, NamedEntry
from tracker.sample.rates import Rates
from tracker.words import say


class StoryRecord:
    """Gives a book and a desk what they ask for, without a database."""

    def __init__(
        self, terms: Mapping[int, Terms], scopes: Mapping[int, ActivityScope], rates: Rates
    ) -> None:
        self._terms = terms
        self._scopes = scopes
        self._rates = rates
        self._contributions = {
            one.reference: NamedContribution(one.id, one.currency, one.donor_id)
            for one in terms.values()
        }
        self._activities = {scope.code: number for number, scope in scopes.items()}

    def contributions(self, ids: set[int]) -> BookData:
        """Return the terms of contributions; no money has moved yet."""
        return BookData({number: self._terms[number] for number in ids}, {}, {})

    def activities(self, ids: set[int]) -> BookData:
        """Return the scopes of activities."""
        return BookData({}, {number: self._scopes[number] for number in ids}, {})

    def written(self, references: set[str]) -> set[str]:
        """Return those of the references that the ledger holds: none."""
        return references & set()

    def reversed(self, entries: set[int]) -> set[int]:
        """Return those of the entries that were reversed before: none."""
        return entries & set()

    def changes_after(self, accounts: Collection[int], day: date) -> DayChanges:
        """Return what accounts changed after a day: nothing is written yet."""
        del accounts, day
        return {}

    def money_moves(self, contribution_id: int) -> list[MoneyMove]:
        """Return the moves of a contribution: nothing is written yet."""
        del contribution_id
        return []

    def waiting_money(self) -> WaitingMoney:
        """Return the money that waiting requests would take: nothing waits yet."""
        return WaitingMoney()

    def in_original(self, currency: str) -> InOriginal:
        """Return the conversion at the rates of the story."""
        return partial(self._rates.in_currency, currency)

    def contributions_named(self, references: Collection[str]) -> dict[str, NamedContribution]:
        """Return contributions by their references."""
        known = self._contributions
        return {name: known[name] for name in references if name in known}

    def activities_named(self, codes: Collection[str]) -> dict[str, int]:
        """Return the numbers of activities by their codes."""
        return {code: self._activities[code] for code in codes if code in self._activities}

    def entries_named(self, references: Collection[str]) -> dict[str, NamedEntry]:
        """Return entries by their references: none is written yet."""
        del references
        return {}

    def with_money(self) -> set[int]:
        """Return the contributions with money: none yet."""
        return set()

    def cent_days(self, first: date, last: date) -> dict[int, int]:
        """Return the cent-days of contributions: no money is written yet."""
        del first, last
        return {}

    def receipts_between(self, donors: set[int], first: date, last: date) -> list[ReceiptFacts]:
        """Return the receipts of donors: none yet."""
        del donors, first, last
        return []

    def recorded_receipts(self, contributions: Collection[int]) -> ReceiptMoves:
        """Return the receipts of contributions: there is none yet."""
        del contributions
        return {}

    def entry(self, number: int) -> PostedEntry:
        """Refuse an entry that is not there."""
        raise NotFound(say("there is no ledger entry %(number)s", number=number))

    def last_entry(self) -> int:
        """Return the number of the last entry: there is none."""
        return 0
