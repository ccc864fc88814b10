"""Sheets of expenditures of activities."""

from collections.abc import Sequence

from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn
from tracker.exchange.import_context import ImportContext
from tracker.exchange.ledger_columns import YES_NO, correction_column, read_correction, sure_column
from tracker.exchange.ledger_posting import post_rows
from tracker.exchange.ledger_rows import LedgerRow, facts_of, new_rows, usd
from tracker.exchange.mapping import MappedRow
from tracker.exchange.references import References
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
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
    references = References(context.session)
    asked = []
    for row in context.progress(rows, say("Checking")):
        one = _read(context.cells(row), references, context)
        if one is not None:
            asked.append(one)
    post_rows(context, new_rows(context, asked), say("Posting"))


def _read(cells: Cells, references: References, context: ImportContext) -> LedgerRow | None:
    """Read a row as an entry to post; None when it is refused."""
    reference = cells.text("reference", 120, required=True)
    activity = references.activity(cells, "activity")
    contribution = references.contribution(cells, "contribution", required=False)
    amount = cells.amount("amount", USD, required=True)
    on = cells.day("on", required=True)
    committed = cells.yes("against_commitment")
    note = cells.text("note")
    correction = read_correction(cells)
    if amount is not None and amount <= 0:
        cells.refuse("amount", say("the amount must be above zero; reverse an entry to undo it"))
    if cells.faults or activity is None or amount is None or on is None:
        context.counters.refuse(cells.faults)
        return None
    context.counters.sum_up(cells.row, USD, amount)
    source = contribution.id if contribution else None
    instruction = PostingInstruction(
        EntryKind.EXPENDITURE,
        Heading(on, reference, note, correction=correction),
        amount,
        source,
        activity,
        against_commitment=committed,
    )
    return LedgerRow(cells.row, facts_of(instruction, usd(amount)), instruction)
