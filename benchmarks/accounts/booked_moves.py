"""Moves of a large account that go through the verbs of the ledger, and the one who posts them.

A large account is made for measuring, and its totals are checked by the rules afterwards; it does
not pass the desk.
"""

from dataclasses import dataclass, field
from datetime import datetime

from tracker.fund.ledger.attribution import FundingCandidate
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_drafts import PostedEntry
from tracker.fund.ledger.posting_instructions import PostingInstruction, carry_out
from tracker.sample.moves import Numbers


@dataclass(frozen=True, slots=True)
class BookedMove:
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


def instruction_of(
    numbers: Numbers, move: BookedMove, reverses_id: int | None = None
) -> PostingInstruction:
    """Return a move with the numbers of what it names."""
    contributions = numbers.contributions
    return PostingInstruction(
        move.kind,
        move.heading,
        move.usd_minor,
        contributions[move.contribution] if move.contribution else None,
        numbers.activities[move.activity] if move.activity else None,
        contributions[move.to_contribution] if move.to_contribution else None,
        tuple(contributions[reference] for reference in move.pool),
        tuple(FundingCandidate(contributions[name], name, weight) for name, weight in move.earned),
        against_commitment=move.against_commitment,
        settles_original=move.settles_original,
        reverses_id=reverses_id,
    )


@dataclass(slots=True)
class BookPoster:
    """Posts moves in a book whose ledger holds nothing else."""

    book: Book
    numbers: Numbers
    places: dict[str, int] = field(default_factory=dict)

    def post(self, move: BookedMove) -> None:
        """Post one move by the verb of its kind; raises what the verb raises."""
        undone = self.places[move.undoes] if move.undoes else None
        instruction = instruction_of(self.numbers, move, undone)
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
