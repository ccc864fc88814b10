"""Entries of a batch by their references, so that a draft after them can undo them."""

from dataclasses import dataclass, field

from tracker.fund.ledger.book import Book
from tracker.fund.ledger.entry_drafts import PostedEntry
from tracker.fund.preparation.named_records import NamedEntry
from tracker.money import Money


@dataclass(slots=True)
class PendingEntries:
    """The entries that a book holds, numbered as it will write them: from `after` on."""

    book: Book
    after: int
    _places: dict[str, int] = field(default_factory=dict)

    def named(self, reference: str) -> NamedEntry | None:
        """Return the entry with that reference."""
        pending = self.book.pending
        for place in range(len(self._places), len(pending)):
            self._places[pending[place].entry.heading.reference] = place
        if reference not in self._places:
            return None
        place = self._places[reference]
        entry = pending[place].entry
        heading = entry.heading
        own = entry.usd_minor if heading.original_minor is None else heading.original_minor
        return NamedEntry(
            self.after + place + 1,
            entry.kind,
            heading.effective_on,
            Money(own, heading.currency),
            entry.usd_minor,
            entry.contribution_id,
            entry.activity_id,
        )

    def posted(self, number: int) -> PostedEntry:
        """Return the entry that will have that number, for its reversal."""
        entry = self.book.pending[number - self.after - 1].entry
        return PostedEntry(
            number,
            entry.kind,
            entry.usd_minor,
            entry.lines,
            entry.contribution_id,
            entry.activity_id,
            entry.heading.effective_on,
        )
