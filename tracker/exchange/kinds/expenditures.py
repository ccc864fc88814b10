"""Sheets of expenditures of activities."""

from collections.abc import Sequence

from tracker.exchange.cells import Cells
from tracker.exchange.columns import Column
from tracker.exchange.desk import Desk
from tracker.exchange.ledger_columns import YES_NO, correction_column, read_correction
from tracker.exchange.ledger_posting import post_rows
from tracker.exchange.ledger_rows import LedgerRow, facts_of, new_rows, usd
from tracker.exchange.mapping import MappedRow
from tracker.exchange.references import References
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.money import USD
from tracker.words import say


def columns() -> tuple[Column, ...]:
    """Return the columns of a sheet of expenditures."""
    return (
        Column("reference", say("the expenditure's own reference"), True, "EXP-2024-1207"),
        Column("activity", say("the code of the activity"), True, "ACT-2024-031"),
        Column(
            "contribution",
            say(
                "the reference of the contribution; empty: pro rata to what each contribution "
                "has left on the activity"
            ),
            example="CON-2024-007",
        ),
        Column("amount", say("how much, in US dollars, without support cost"), True, "8450.20"),
        Column("on", say("the day of the expenditure"), True, "2024-09-02"),
        Column("against_commitment", say("whether it was committed before"), False, "no", YES_NO),
        correction_column(),
        Column("note", say("a remark")),
    )


def take_up(desk: Desk, rows: Sequence[MappedRow]) -> None:
    """Post expenditures."""
    references = References(desk.session)
    asked = []
    for row in desk.progress(rows, say("Checking")):
        one = _read(desk.cells(row), references, desk)
        if one is not None:
            asked.append(one)
    post_rows(desk, new_rows(desk, asked), say("Posting"))


def _read(cells: Cells, references: References, desk: Desk) -> LedgerRow | None:
    """Read a row as what is to be posted; None when it is refused."""
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
        desk.tally.refuse(cells.faults)
        return None
    desk.tally.sum_up(cells.row, USD, amount)
    source = contribution.id if contribution else None
    order = PostingInstruction(
        EntryKind.EXPENDITURE,
        Heading(on, reference, note, correction=correction),
        amount,
        source,
        activity,
        against_commitment=committed,
    )
    return LedgerRow(cells.row, facts_of(order, usd(amount)), order)
