"""Sheets of expenditures of activities."""

from collections.abc import Sequence

from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn
from tracker.exchange.entry_reader import read_named
from tracker.exchange.import_context import ImportContext
from tracker.exchange.ledger_columns import YES_NO, correction_column, read_correction, sure_column
from tracker.exchange.ledger_posting import post_rows
from tracker.exchange.ledger_rows import TOTAL, CountedAmount, LedgerRow, read_sure
from tracker.exchange.mapped_rows import MappedRow
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.named_records import NamedRecords, named_records
from tracker.money import USD
from tracker.words import say


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of expenditures."""
    return (
        SheetColumn("reference", say("the expenditure's own reference"), True, "EXP-2024-1207"),
        SheetColumn("activity", say("the code of the activity"), True, "ACT-2024-031"),
        SheetColumn(
            "contribution",
            say(
                "the reference of the contribution; empty: pro rata to what each contribution "
                "has left on the activity"
            ),
            example="CON-2024-007",
        ),
        SheetColumn(
            "amount", say("how much, in US dollars, without support cost"), True, "8450.20"
        ),
        SheetColumn("on", say("the day of the expenditure"), True, "2024-09-02"),
        SheetColumn(
            "against_commitment", say("whether it was committed before"), False, "no", YES_NO
        ),
        sure_column(),
        correction_column(),
        SheetColumn("note", say("a remark")),
    )


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Post expenditures."""
    records = named_records(context.session)
    read_named(records, rows)
    asked = [_read(context.cells(row), records) for row in context.progress(rows, say("Checking"))]
    post_rows(context, records, asked, say("Posting"))


def _read(cells: Cells, records: NamedRecords) -> LedgerRow:
    """Read a row as the draft of an expenditure."""
    del records
    amount = cells.amount("amount", USD, required=True)
    if amount is not None and amount <= 0:
        cells.refuse("amount", say("the amount must be above zero; reverse an entry to undo it"))
    draft = EntryDraft(
        EntryKind.EXPENDITURE,
        cells.text("reference", 120, required=True),
        cells.day("on", required=True),
        amount,
        contribution=cells.text("contribution"),
        activity=cells.text("activity"),
        note=cells.text("note"),
        correction=read_correction(cells),
        against_commitment=cells.yes("against_commitment"),
        sure=read_sure(cells),
    )
    return LedgerRow(
        cells.row, draft, (CountedAmount(TOTAL, USD, amount or 0),), tuple(cells.faults)
    )
