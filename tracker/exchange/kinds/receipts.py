"""Sheets of receipts, and of their corrections below zero."""

from collections.abc import Sequence

from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn
from tracker.exchange.entry_reader import LONGEST_SOURCE, read_named
from tracker.exchange.import_context import ImportContext
from tracker.exchange.ledger_columns import (
    another_column,
    correction_column,
    read_correction,
    sure_column,
)
from tracker.exchange.ledger_posting import post_rows
from tracker.exchange.ledger_rows import TOTAL, CountedAmount, LedgerRow, read_sure
from tracker.exchange.mapped_rows import MappedRow
from tracker.fund.ledger.entries import LONGEST_REFERENCE, EntryKind
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.named_records import NamedRecords, named_records
from tracker.money import USD
from tracker.words import say


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of receipts."""
    return (
        SheetColumn("reference", say("the receipt's own reference"), True, "REC-2024-0012"),
        SheetColumn("contribution", say("the reference of the contribution"), True, "CON-2024-007"),
        SheetColumn("received_on", say("when it arrived"), True, "2024-06-30"),
        SheetColumn(
            "amount",
            say("how much, in the currency of the contribution; below zero to correct"),
            True,
            "250000.00",
        ),
        SheetColumn(
            "currency", say("the currency of the contribution; empty for that"), example="EUR"
        ),
        SheetColumn(
            "usd_amount",
            say("what it was worth in US dollars, where that is recorded; else the rate decides"),
            example="267523.41",
        ),
        SheetColumn("rate", say("the rate used, in local units per 1 USD"), example="0.9345"),
        SheetColumn("rate_source", say("where the rate comes from")),
        SheetColumn(
            "corrects",
            say(
                "for an amount below zero: the reference of the receipt that is lowered; empty: "
                "the latest by its day that has enough left"
            ),
        ),
        another_column(),
        sure_column(),
        correction_column(),
        SheetColumn("note", say("a remark")),
    )


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Post receipts and corrections of receipts."""
    records = named_records(context.session)
    read_named(records, rows)
    asked = [_read(context.cells(row), records) for row in context.progress(rows, say("Checking"))]
    post_rows(context, records, asked, say("Posting"))


def _read(cells: Cells, records: NamedRecords) -> LedgerRow:
    """Read a row; an amount below zero lowers what was received."""
    contribution = cells.text("contribution")
    owner = records.contribution(contribution) if contribution else None
    currency = cells.currency("currency", owner.currency if owner else USD)
    amount = cells.amount("amount", currency, required=True)
    if amount == 0:
        cells.refuse("amount", say("a receipt is above zero, a correction below"))
    lowers = amount is not None and amount < 0
    if owner and currency != owner.currency:
        why = say("the contribution is in %(currency)s", currency=owner.currency)
        cells.refuse("currency", why)
    worth = cells.amount("usd_amount", USD)
    draft = EntryDraft(
        EntryKind.RECEIPT_CORRECTION if lowers else EntryKind.RECEIPT,
        cells.text("reference", 120, required=True),
        cells.day("received_on", required=True),
        None if amount is None else abs(amount),
        currency,
        contribution=contribution,
        usd_minor=-worth if lowers and worth is not None and worth < 0 else worth,
        rate=cells.decimal("rate"),
        rate_source=cells.text("rate_source", LONGEST_SOURCE),
        corrects=cells.text("corrects", LONGEST_REFERENCE),
        note=cells.text("note"),
        correction=read_correction(cells),
        another=cells.yes("another"),
        sure=read_sure(cells),
    )
    amounts = (CountedAmount(TOTAL, currency, amount or 0),)
    return LedgerRow(cells.row, draft, amounts, tuple(cells.faults))
