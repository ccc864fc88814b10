"""Moves of money before they are posted, and the one who posts them in a book.

A move names contributions and activities by reference and code, so that the same moves can
be tried on a book in memory and then posted in the book of a database.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from tracker.fund.ledger.account_days import DayChanges
from tracker.fund.ledger.attribution import FundingCandidate
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.book_data import BookData, Terms
from tracker.fund.ledger.earmarks import ActivityScope
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_drafts import PostedEntry
from tracker.fund.ledger.money_moves import InOriginal, MoneyMove
from tracker.fund.ledger.posting_instructions import PostingInstruction, carry_out
from tracker.sample.rates import Rates


@dataclass(frozen=True, slots=True)
class Move:
    """One entry to be: `usd_minor` in US cents, `undoes` the reference that it reverses."""

    kind: EntryKind
    heading: Heading
    usd_minor: int
    recorded_at: datetime
    contribution: str = ""
    activity: str = ""
    pool: tuple[str, ...] = ()
    against_commitment: bool = False
    undoes: str = ""
    to_contribution: str = ""
    settles_original: int | None = None
    earned: tuple[tuple[str, int], ...] = ()  # contributions by reference, with their cent-days


class Numbers(NamedTuple):
    """The numbers of contributions by reference and of activities by code."""

    contributions: Mapping[str, int]
    activities: Mapping[str, int]

    def instruction_of(self, move: Move, reverses_id: int | None = None) -> PostingInstruction:
        """Return a move with the numbers of what it names."""
        contributions = self.contributions
        return PostingInstruction(
            move.kind,
            move.heading,
            move.usd_minor,
            contributions[move.contribution] if move.contribution else None,
            self.activities[move.activity] if move.activity else None,
            contributions[move.to_contribution] if move.to_contribution else None,
            tuple(contributions[reference] for reference in move.pool),
            tuple(
                FundingCandidate(contributions[name], name, weight) for name, weight in move.earned
            ),
            against_commitment=move.against_commitment,
            settles_original=move.settles_original,
            reverses_id=reverses_id,
        )


@dataclass(slots=True)
class Poster:
    """Posts moves in a book whose ledger holds nothing else."""

    book: Book
    numbers: Numbers
    places: dict[str, int] = field(default_factory=dict)

    def post(self, move: Move) -> None:
        """Post one move by the verb of its kind; raises what the verb raises."""
        undone = self.places[move.undoes] if move.undoes else None
        instruction = self.numbers.instruction_of(move, undone)
        carry_out(self.book, instruction, self._written, move.recorded_at)
        self.places[move.heading.reference] = len(self.book.pending)

    def _written(self, number: int) -> PostedEntry:
        """Return an entry of this book; in an empty ledger its place is its number."""
        done = self.book.pending[number - 1].entry
        return PostedEntry(
            number,
            done.kind,
            done.usd_minor,
            done.lines,
            done.contribution_id,
            done.activity_id,
            done.heading.effective_on,
        )


class MemoryLoader:
    """Gives a book what it asks for without a database."""

    def __init__(
        self, terms: Mapping[int, Terms], scopes: Mapping[int, ActivityScope], rates: Rates
    ) -> None:
        self._terms = terms
        self._scopes = scopes
        self._rates = rates

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

    def in_original(self, currency: str) -> InOriginal:
        """Return the conversion at the rates of the story."""
        return partial(self._rates.in_currency, currency)
