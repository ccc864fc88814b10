"""Sheets of allocations to activities, of named contributions or by the rule."""

from collections.abc import Sequence

from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn
from tracker.exchange.entry_reader import read_named
from tracker.exchange.import_context import ImportContext
from tracker.exchange.ledger_columns import correction_column, read_correction, sure_column
from tracker.exchange.ledger_posting import post_rows
from tracker.exchange.ledger_rows import TOTAL, CountedAmount, LedgerRow, read_sure
from tracker.exchange.mapped_rows import MappedRow
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.named_records import NamedRecords, named_records
from tracker.money import USD
from tracker.words import say


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of allocations."""
    return (
        SheetColumn("reference", say("the allocation's own reference"), True, "ALL-2024-0031"),
        SheetColumn("activity", say("the code of the activity"), True, "ACT-2024-031"),
        SheetColumn(
            "contribution",
            say(
                "the reference of the contribution; empty: pro rata from all that may pay for it "
                "by the rule"
            ),
            example="CON-2024-007",
        ),
        SheetColumn(
            "amount", say("how much, in US dollars, without support cost"), True, "125000.00"
        ),
        SheetColumn("on", say("the day of the allocation"), True, "2024-07-15"),
        sure_column(),
        correction_column(),
        SheetColumn("note", say("a remark")),
    )


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Post allocations."""
    records = named_records(context.session)
    read_named(records, rows)
    asked = [_read(context.cells(row), records) for row in context.progress(rows, say("Checking"))]
    post_rows(context, records, asked, say("Allocating"))


def _read(cells: Cells, records: NamedRecords) -> LedgerRow:
    """Read a row as the draft of an allocation."""
    del records
    amount = cells.amount("amount", USD, required=True)
    draft = EntryDraft(
        EntryKind.ALLOCATION,
        cells.text("reference", 120, required=True),
        cells.day("on", required=True),
        amount,
        contribution=cells.text("contribution"),
        activity=cells.text("activity"),
        note=cells.text("note"),
        correction=read_correction(cells),
        sure=read_sure(cells),
    )
    return LedgerRow(
        cells.row, draft, (CountedAmount(TOTAL, USD, amount or 0),), tuple(cells.faults)
    )
