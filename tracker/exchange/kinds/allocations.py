"""Sheets of allocations to activities, of named contributions or by the rule."""

from collections.abc import Sequence
from functools import partial

from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn
from tracker.exchange.import_context import ImportContext
from tracker.exchange.ledger_columns import correction_column, read_correction, sure_column
from tracker.exchange.ledger_posting import post_rows
from tracker.exchange.ledger_rows import LedgerRow, facts_of, new_rows, usd
from tracker.exchange.mapping import MappedRow
from tracker.exchange.pools import Received, with_money_left, with_pool
from tracker.exchange.references import References
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
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
                "the reference of the contribution; empty: pro rata from all money received by "
                "then that is unearmarked or earmarked for such an activity"
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
    references = References(context.session)
    received = with_money_left(context.session)
    asked = []
    for row in context.progress(rows, say("Checking")):
        one = _read(context.cells(row), references, received, context)
        if one is not None:
            asked.append(one)
    post_rows(context, new_rows(context, asked), say("Allocating"))


def _read(
    cells: Cells, references: References, received: Sequence[Received], context: ImportContext
) -> LedgerRow | None:
    """Read a row as an entry to post; None when it is refused."""
    reference = cells.text("reference", 120, required=True)
    activity = references.activity(cells, "activity")
    contribution = references.contribution(cells, "contribution", required=False)
    amount = cells.amount("amount", USD, required=True)
    on = cells.day("on", required=True)
    note = cells.text("note")
    correction = read_correction(cells)
    if amount is not None and amount <= 0:
        cells.refuse("amount", say("the amount must be above zero"))
    if cells.faults or activity is None or amount is None or on is None:
        context.counters.refuse(cells.faults)
        return None
    context.counters.sum_up(cells.row, USD, amount)
    source = contribution.id if contribution else None
    heading = Heading(on, reference, note, correction=correction)
    instruction = PostingInstruction(EntryKind.ALLOCATION, heading, amount, source, activity)
    return LedgerRow(
        cells.row,
        facts_of(instruction, usd(amount)),
        instruction,
        partial(with_pool, received=received),
    )
