"""Moves of money before they are posted, and the one who posts them in a book.

A move names contributions and activities by reference and code, so that the same moves can
be tried on a book in memory and then posted in the book of a database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from tracker.fund.contributions.terms import ContributionDraft
from tracker.fund.ledger import posting
from tracker.fund.ledger.book import Book, Loaded, Terms
from tracker.fund.ledger.earmarks import ActivityScope, Earmark
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting import Allocation, Payment, Use, Written
from tracker.fund.states import ScopeKind


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


class Numbers(NamedTuple):
    """The numbers of contributions by reference and of activities by code."""

    contributions: Mapping[str, int]
    activities: Mapping[str, int]


@dataclass(slots=True)
class Poster:
    """Posts moves in a book whose ledger holds nothing else."""

    book: Book
    numbers: Numbers
    places: dict[str, int] = field(default_factory=dict)

    def post(self, move: Move) -> None:
        """Post one move by the verb of its kind; raises what the verb raises."""
        if move.kind in PAYMENTS:
            contribution = self.numbers.contributions[move.contribution]
            payment = Payment(contribution, move.usd_minor, move.heading)
            PAYMENTS[move.kind](self.book, payment, move.recorded_at)
        elif move.kind is EntryKind.ALLOCATION:
            posting.allocate(self.book, self._allocation(move), move.recorded_at)
        elif move.kind is EntryKind.REVERSAL:
            posting.reverse(self.book, self._written(move.undoes), move.heading, move.recorded_at)
        else:
            verb = posting.commit if move.kind is EntryKind.COMMITMENT else posting.spend
            verb(self.book, self._use(move), move.recorded_at)
        self.places[move.heading.reference] = len(self.book.pending)

    def _allocation(self, move: Move) -> Allocation:
        return Allocation(
            self.numbers.activities[move.activity],
            move.usd_minor,
            move.heading,
            self._contribution(move),
            tuple(self.numbers.contributions[reference] for reference in move.pool),
        )

    def _use(self, move: Move) -> Use:
        return Use(
            self.numbers.activities[move.activity],
            move.usd_minor,
            move.heading,
            self._contribution(move),
            move.against_commitment,
        )

    def _contribution(self, move: Move) -> int | None:
        return self.numbers.contributions[move.contribution] if move.contribution else None

    def _written(self, reference: str) -> Written:
        """Return an entry of this book; in an empty ledger its place is its number."""
        number = self.places[reference]
        done = self.book.pending[number - 1].posting
        return Written(
            number, done.kind, done.usd_minor, done.lines, done.contribution_id, done.activity_id
        )


PAYMENTS = {
    EntryKind.PLEDGE: posting.pledge,
    EntryKind.PLEDGE_ADJUSTMENT: posting.adjust_pledge,
    EntryKind.RECEIPT: posting.receive,
    EntryKind.RECEIPT_CORRECTION: posting.correct_receipt,
    EntryKind.REFUND: posting.refund,
}


class MemoryLoader:
    """Gives a book what it asks for without a database."""

    def __init__(self, terms: Mapping[int, Terms], scopes: Mapping[int, ActivityScope]) -> None:
        self._terms = terms
        self._scopes = scopes

    def contributions(self, ids: set[int]) -> Loaded:
        """Return the terms of contributions; no money has moved yet."""
        return Loaded({number: self._terms[number] for number in ids}, {}, {})

    def activities(self, ids: set[int]) -> Loaded:
        """Return the scopes of activities."""
        return Loaded({}, {number: self._scopes[number] for number in ids}, {})

    def written(self, references: set[str]) -> set[str]:
        """Return those of the references that the ledger holds: none."""
        return references & set()

    def reversed(self, entries: set[int]) -> set[int]:
        """Return those of the entries that were reversed before: none."""
        return entries & set()


def terms_of(number: int, draft: ContributionDraft) -> Terms:
    """Return the terms of a contribution that is not written yet."""
    allowed: dict[ScopeKind, set[str]] = {}
    for kind, code in draft.scope:
        allowed.setdefault(kind, set()).add(code)
    earmark = Earmark({kind: frozenset(codes) for kind, codes in allowed.items()})
    return Terms(number, draft.reference, draft.currency, draft.support_rate_bp, earmark)
