"""The desk at which drafts are prepared: the book, and the records of a batch, read once.

A draft that was prepared counts for those after it: it is posted to the book of the desk.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from tracker.fund.contributions.pooled_programmes import PooledProgrammes, pooled_programmes
from tracker.fund.ledger.accounts import HELD, AccountKind
from tracker.fund.ledger.attribution import FundingCandidate
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.book_data import Terms
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.entry_drafts import PostedEntry
from tracker.fund.ledger.ledger_writer import make_book, open_trial_book
from tracker.fund.ledger.posting_instructions import PostingInstruction, carry_out
from tracker.fund.ledger.receipt_duplicates import ReceiptFacts, ReceiptIndex
from tracker.fund.ledger.recorded_rates import RecordedRates, recorded_rates
from tracker.fund.preparation.desk_loader import DeskLoader, RecordLoader
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.named_records import (
    NamedContribution,
    NamedEntry,
    NamedRecords,
    named_records,
)
from tracker.fund.preparation.pending_entries import PendingEntries

ANYBODY = "?"
"""The second person of a book for trying: whether one is needed is asked when it is written."""
NOBODY = frozenset({"", ANYBODY})
"""The second person of a book whose entries nobody has approved yet."""


@dataclass(slots=True)
class Desk:
    """What drafts are prepared with; `book` holds those that were prepared before.

    `_recorded_at` is the moment at which they count as recorded where history is taken over, None
    for the present. `pool` is what the rule may take for `pool_asked`, which was asked last.
    """

    loader: DeskLoader
    book: Book
    records: NamedRecords
    rates: RecordedRates
    pooled: PooledProgrammes
    receipts: ReceiptIndex = field(default_factory=ReceiptIndex)
    pool_asked: object = field(default=None, init=False)
    pool: tuple[FundingCandidate, ...] = field(default=(), init=False)
    _recorded_at: datetime | None = field(default=None, init=False)
    _receipts_read: set[tuple[int, date]] = field(default_factory=set)
    _with_money: set[int] | None = None
    _received: set[int] = field(default_factory=set)
    _of_programmes: dict[str, set[int]] = field(default_factory=dict)
    _earned: dict[tuple[date, date], Mapping[int, int]] = field(default_factory=dict)
    _batch: PendingEntries | None = None

    def read(self, drafts: Sequence[EntryDraft]) -> None:
        """Read at once the records of a batch of drafts."""
        self.records.read(
            (
                name
                for draft in drafts
                for name in (draft.contribution, draft.to_contribution, *draft.among)
            ),
            (draft.activity for draft in drafts),
            (draft.reverses for draft in drafts),
        )
        owners = {
            known.id
            for draft in drafts
            for name in (draft.contribution, draft.to_contribution)
            if name and (known := self.records.contribution(name)) and known.id > 0
        }
        places = {
            number
            for draft in drafts
            if draft.activity and (number := self.records.activity(draft.activity))
        }
        days = [draft.effective_on for draft in drafts if draft.effective_on]
        self.book.prepare(owners, places, min(days, default=date.max))
        if any(_is_by_rule(draft) for draft in drafts):
            self.book.prepare(self.with_money())
        self._read_receipts(drafts)
        corrected = {
            known.id
            for draft in drafts
            if draft.kind is EntryKind.RECEIPT_CORRECTION
            and (known := self.records.contribution(draft.contribution))
        }
        self.book.receipts.prepare(corrected)

    def add_contribution(self, reference: str, terms: Terms) -> None:
        """Add a contribution that the batch brings with it; its number is below zero."""
        self.pool_asked = None
        self.book.terms[terms.id] = terms
        named = NamedContribution(terms.id, terms.currency, terms.donor_id)
        self.records.add_contribution(reference, named)

    def with_money(self) -> set[int]:
        """Return the contributions with money that is not allocated, of record and batch."""
        if self._with_money is None:
            self._with_money = self.loader.with_money() | self._received
        return self._with_money

    def let_go(self, codes: Iterable[str]) -> None:
        """Forget activities by their codes, whose entries are all written."""
        numbers = (self.records.activity(code) for code in codes)
        self.book.let_go(number for number in numbers if number)

    def of_programme(self, programme: str) -> set[int]:
        """Return those of the contributions with money whose whole scope is that programme."""
        if programme not in self._of_programmes:
            self.book.prepare(self.with_money())
            self._of_programmes[programme] = {
                number
                for number in self.with_money()
                if self.book.contribution(number).only_programme == programme
            }
        return self._of_programmes[programme]

    def earned(self, first: date, last: date) -> tuple[FundingCandidate, ...]:
        """Return what contributions held from day to day, those before it in the batch too."""
        days = (first, last)
        if days not in self._earned:
            self._earned[days] = self.loader.cent_days(first, last)
        return _with_pending(self._earned[days], self.book, first, last)

    def like(self, receipt: ReceiptFacts) -> ReceiptFacts | None:
        """Return a receipt of record or batch that this one is likely to repeat."""
        self._read_receipts_of({receipt.donor_id}, [receipt.effective_on])
        return self.receipts.like(receipt)

    def post(self, order: PostingInstruction) -> None:
        """Post an order to the book; raises the errors of the ledger's rules."""
        self.pool_asked = None
        carry_out(self.book, order, self._entry, self._recorded_at)
        for line in self.book.pending[-1].entry.lines:
            if line.account.kind is AccountKind.UNALLOCATED and line.minor > 0:
                self._note_money(line.account.contribution_id)

    def expect_postable(self, order: PostingInstruction) -> None:
        """Raise the errors of the ledger's rules for an order, and change nothing."""
        with self.book.trial():
            carry_out(self.book, order, self._entry, self._recorded_at)

    def entry_named(self, reference: str) -> NamedEntry | None:
        """Return the entry to be undone: of the record, or one before it in the batch.

        An entry of the batch has a number only where the batch is written as it was prepared: with
        the second person, without whom a reversal waits for one.
        """
        found = self.records.entry(reference)
        if found is None and self.book.approver not in NOBODY:
            found = self._in_batch().named(reference)
        return found

    def numbers_of(self, references: Sequence[str]) -> frozenset[int] | None:
        """Return the numbers of contributions to which a draft narrows the rule, None for all."""
        if not references:
            return None
        found = (self.records.contribution(reference) for reference in references)
        return frozenset(one.id for one in found if one is not None)

    def _entry(self, number: int) -> PostedEntry:
        """Return an entry for its reversal, of the record or of the batch."""
        if self._batch is not None and number > self._batch.after:
            return self._batch.posted(number)
        return self.loader.entry(number)

    def _in_batch(self) -> PendingEntries:
        """Return the entries of the batch."""
        if self._batch is None:
            self._batch = PendingEntries(self.book, self.loader.last_entry())
        return self._batch

    def _note_money(self, contribution_id: int) -> None:
        """Note that a contribution of the batch has money that is not allocated."""
        self._received.add(contribution_id)
        if self._with_money is not None and contribution_id not in self._with_money:
            self._with_money.add(contribution_id)
            self._of_programmes.clear()

    def _read_receipts(self, drafts: Iterable[EntryDraft]) -> None:
        """Read the receipts that those of the batch may repeat."""
        donors, days = set(), []
        for draft in drafts:
            known = self.records.contribution(draft.contribution) if draft.contribution else None
            if draft.kind is EntryKind.RECEIPT and known and draft.effective_on:
                donors.add(known.donor_id)
                days.append(draft.effective_on)
        if donors:
            self._read_receipts_of(donors, days)

    def _read_receipts_of(self, donors: set[int], days: Sequence[date]) -> None:
        """Read the receipts of donors around these days, unless they were read before."""
        asked = {(donor, day) for donor in donors for day in (min(days), max(days))}
        if asked <= self._receipts_read:
            return
        for one in self.loader.receipts_between(donors, min(days), max(days)):
            self.receipts.add(one)
        self._receipts_read |= {(donor, day) for donor in donors for day in days}


def open_desk(
    session: Session, approver: str = ANYBODY, records: NamedRecords | None = None
) -> Desk:
    """Open a desk for writing, inside transaction(): it holds the lock of the record.

    `approver` is the second person of entries that need one, where one has approved. `records`
    are those that were read before.
    """
    return Desk(*parts_of_desk(session, make_book(session, approver), records))


def open_trial_desk(session: Session) -> Desk:
    """Open a desk on which drafts are only tried; what was prepared on it is never written."""
    return Desk(*parts_of_desk(session, open_trial_book(session, ANYBODY)))


def parts_of_desk(
    session: Session, book: Book, records: NamedRecords | None = None
) -> tuple[DeskLoader, Book, NamedRecords, RecordedRates, PooledProgrammes]:
    """Return what an empty desk with a book is made of."""
    return (
        RecordLoader(session),
        book,
        records or named_records(session),
        recorded_rates(session),
        pooled_programmes(session),
    )


def _is_by_rule(draft: EntryDraft) -> bool:
    """Tell whether a draft takes money of contributions that it does not name."""
    return draft.kind is EntryKind.ALLOCATION and not draft.contribution


def _with_pending(
    earned: Mapping[int, int], book: Book, first: date, last: date
) -> tuple[FundingCandidate, ...]:
    """Add to the cent-days what the entries of the batch change."""
    weights = dict(earned)
    for pending in book.pending:
        on = pending.entry.heading.effective_on
        if on > last:
            continue
        days = (last - max(on, first)).days + 1
        for line in pending.entry.lines:
            if line.account.kind in HELD:
                owner = line.account.contribution_id
                weights[owner] = weights.get(owner, 0) + line.minor * days
    book.prepare(weights)
    found = (
        FundingCandidate(owner, book.contribution(owner).reference, weight)
        for owner, weight in weights.items()
        if weight > 0
    )
    return tuple(sorted(found, key=lambda one: one.reference))
