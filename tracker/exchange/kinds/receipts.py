"""Sheets of receipts, and of their corrections below zero."""

from collections.abc import Sequence

from tracker.errors import TrackerError
from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn
from tracker.exchange.conversion import RateLookup, stated
from tracker.exchange.duplicate_receipts import refuse_likely_duplicates
from tracker.exchange.import_context import ImportContext
from tracker.exchange.ledger_columns import (
    another_column,
    correction_column,
    read_correction,
    sure_column,
)
from tracker.exchange.ledger_posting import post_rows
from tracker.exchange.ledger_rows import LedgerRow, facts_of, new_rows
from tracker.exchange.mapping import MappedRow
from tracker.exchange.references import References
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.money import Money
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
        another_column(),
        sure_column(),
        correction_column(),
        SheetColumn("note", say("a remark")),
    )


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Post receipts and corrections of receipts."""
    references = References(context.session)
    rates = RateLookup(context.session)
    asked = []
    for row in context.progress(rows, say("Checking")):
        one = _read(context.cells(row), references, rates, context)
        if one is not None:
            asked.append(one)
    new = refuse_likely_duplicates(context, new_rows(context, asked), references)
    post_rows(context, new, say("Posting"))


def _read(
    cells: Cells, references: References, rates: RateLookup, context: ImportContext
) -> LedgerRow | None:
    """Read a row as an entry to post; None when it is refused."""
    reference = cells.text("reference", 120, required=True)
    contribution = references.contribution(cells, "contribution", required=True)
    on = cells.day("received_on", required=True)
    currency = cells.currency("currency", contribution.currency if contribution else "USD")
    amount = cells.amount("amount", currency, required=True)
    said = stated(cells)
    note = cells.text("note")
    correction = read_correction(cells)
    cells.yes("another")
    if contribution and currency != contribution.currency:
        cells.refuse(
            "currency",
            say("the contribution is in %(currency)s", currency=contribution.currency),
        )
    if amount == 0:
        cells.refuse("amount", say("a receipt is above zero, a correction below"))
    if said.rate is not None and said.rate <= 0:
        cells.refuse("rate", say("a rate is above zero: local units per 1 USD"))
    if cells.faults or contribution is None or on is None or amount is None:
        context.counters.refuse(cells.faults)
        return None
    try:
        worth = rates.worth(Money(abs(amount), currency), on, said)
    except TrackerError as error:
        context.refuse_for(cells.row, error)
        return None
    context.counters.sum_up(cells.row, currency, amount)
    kind = EntryKind.RECEIPT if amount > 0 else EntryKind.RECEIPT_CORRECTION
    heading = Heading(on, reference, note, currency, abs(amount), worth.rate, correction)
    instruction = PostingInstruction(kind, heading, abs(worth.usd_minor), contribution.id)
    return LedgerRow(
        cells.row,
        facts_of(instruction, Money(abs(amount), currency)),
        instruction,
        warning_column="received_on",
        warning=worth.warning,
    )
