"""The pledges, receipts and refunds of a period: amounts as they were paid, and their rates."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col

from tracker.fund.ledger.contribution_entries import EntryItem, entry_item, select_entries
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.measures import Measure
from tracker.fund.ledger.tables import LedgerEntry
from tracker.money import USD
from tracker.reports.content.blocks import ReportTable, TableRow
from tracker.reports.content.texts import Amount, Day, PlainText, Sentence, Words, sentence
from tracker.reports.statement.cells import (
    amount_column,
    code_column,
    day_column,
    original_column,
    sums_of,
    text_column,
    text_of,
)
from tracker.totals.opened_entries import opened_entries
from tracker.totals.page_source import PageSource
from tracker.totals.query import date_of
from tracker.words import say

READ_AT_ONCE = 500


class StatedPayment(NamedTuple):
    """What an entry moved of a contribution: US cents, with the entry's own amount and rate."""

    entry: EntryItem
    contribution: str
    day: date
    minor: int

    @property
    def code(self) -> str:
        """The code of its row, which no other payment has."""
        return f"{self.entry.id}:{self.contribution}"

    @property
    def paid(self) -> Amount:
        """The amount in the currency in which it was paid, with the sign by which it counts."""
        original = self.entry.original_minor
        if self.entry.currency == USD or original is None:
            return Amount(self.minor)
        return Amount(-abs(original) if self.minor < 0 else abs(original), self.entry.currency)


def payments_of(source: PageSource, measure: Measure) -> tuple[StatedPayment, ...]:
    """Return the entries of a measure in the days of a source, by day and number."""
    sums: dict[tuple[int, int, str], int] = defaultdict(int)
    for line in opened_entries(source.session.connection(), source.reader.scope, measure):
        sums[line.day, line.entry, line.contribution] += line.minor
    entries = _entries(source.session, {number for _day, number, _of in sums})
    return tuple(
        StatedPayment(entries[number], contribution, date_of(day), minor)
        for (day, number, contribution), minor in sorted(sums.items())
    )


def payments_table(
    identity: str, title: Words, payments: tuple[StatedPayment, ...], notes: tuple[Words, ...] = ()
) -> ReportTable:
    """Return a row for each payment; those of a period sum to its line of the account."""
    columns = (
        code_column("contribution", say("Contribution")),
        day_column("day", say("Date")),
        text_column("entry", say("Entry")),
        code_column("currency", say("Currency")),
        original_column("paid", say("Amount")),
        code_column("rate", say("Rate")),
        day_column("rate_on", say("Date of the rate")),
        code_column("rate_source", say("Source of the rate")),
        amount_column("usd", say("US dollars")),
    )
    rows = tuple(_row(one) for one in payments)
    sums = sums_of(rows, sentence("Total"), without=(4,)) if rows else None
    return ReportTable(identity, title, columns, rows, sums, notes)


def kind_name(kind: EntryKind) -> str:
    """Return the kind of an entry in words."""
    return {
        EntryKind.PLEDGE: say("Pledge"),
        EntryKind.PLEDGE_ADJUSTMENT: say("Change of the pledge"),
        EntryKind.PLEDGE_CANCELLATION: say("Cancellation of the pledge"),
        EntryKind.RECEIPT: say("Receipt"),
        EntryKind.RECEIPT_CORRECTION: say("Correction of a receipt"),
        EntryKind.REFUND: say("Refund"),
        EntryKind.REVERSAL: say("Reversal"),
    }[kind]


def _row(one: StatedPayment) -> TableRow:
    entry = one.entry
    has_rate = entry.currency != USD and entry.rate is not None
    return TableRow(
        one.code,
        (
            PlainText(one.contribution),
            Day(one.day),
            sentence(
                "%(kind)s %(reference)s",
                kind=Sentence(kind_name(entry.kind)),
                reference=PlainText(entry.reference),
            ),
            PlainText(one.paid.currency),
            one.paid,
            PlainText(f"{entry.rate:f}") if has_rate else None,
            Day(entry.rate_on) if has_rate and entry.rate_on else None,
            text_of(entry.terms.rate_source) if has_rate and entry.terms else None,
            Amount(one.minor),
        ),
    )


def _entries(session: Session, numbers: Collection[int]) -> dict[int, EntryItem]:
    """Read entries by their numbers, some hundred at once."""
    return {one.id: one for part in _parts(sorted(numbers)) for one in _read(session, part)}


def _parts(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), READ_AT_ONCE):
        yield numbers[start : start + READ_AT_ONCE]


def _read(session: Session, numbers: list[int]) -> Iterator[EntryItem]:
    for row in session.execute(select_entries().where(col(LedgerEntry.id).in_(numbers))):
        yield entry_item(*row)
