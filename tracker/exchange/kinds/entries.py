"""Sheets of entries of every kind, one row each; the column `kind` says which."""

from collections.abc import Sequence

from tracker.exchange.columns import SheetColumn, values_of
from tracker.exchange.entry_reader import read_entry_row, read_named
from tracker.exchange.import_context import ImportContext
from tracker.exchange.ledger_columns import YES_NO, another_column, correction_column, sure_column
from tracker.exchange.ledger_posting import post_rows
from tracker.exchange.mapped_rows import MappedRow
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.preparation.named_records import named_records
from tracker.words import say


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of entries."""
    return (
        SheetColumn("reference", say("the entry's own reference"), True, "TRF-2024-003"),
        SheetColumn("kind", say("what happened"), True, "transfer", values_of(EntryKind)),
        SheetColumn(
            "contribution",
            say(
                "the reference of the contribution; empty for interest, allocations and uses of "
                "money by the rule"
            ),
            example="CON-2024-007",
        ),
        SheetColumn("to_contribution", say("for a transfer: the contribution that gets the money")),
        SheetColumn("activity", say("for allocations and uses: the code of the activity")),
        SheetColumn(
            "amount",
            say("how much, above zero; a change of the pledge is below zero when it falls"),
            True,
            "25000.00",
        ),
        SheetColumn("currency", say("empty: that of the contribution, for uses and transfers USD")),
        SheetColumn(
            "usd_amount",
            say("what it was worth in US dollars, where that is recorded; else the rate decides"),
        ),
        SheetColumn("rate", say("the rate used, in local units per 1 USD")),
        SheetColumn("rate_source", say("where the rate comes from")),
        SheetColumn(
            "settles",
            say(
                "for a receipt in another currency: what it settles, in the contribution's; "
                "empty: by the rate of the day"
            ),
        ),
        SheetColumn("on", say("the day for which it counts"), True, "2024-09-30"),
        SheetColumn(
            "basis",
            say(
                "on what it rests: the reason of a write-off, the first and last day of interest "
                "by the rule, the receipt that is corrected"
            ),
            example="2024-01-01 / 2024-12-31",
        ),
        SheetColumn(
            "letter",
            say(
                "for a transfer: the letter of the donor's consent; empty: the basis, read as "
                "letter and day"
            ),
            example="Note verbale 12/2024",
        ),
        SheetColumn(
            "consent_on",
            say("for a transfer: the day of the donor's consent"),
            example="2024-09-20",
        ),
        SheetColumn(
            "receipt",
            say("for a refund: the receipt whose worth goes back; empty: the oldest first"),
            example="REC-2024-0012",
        ),
        SheetColumn("reverses", say("for a reversal: the reference of the entry that it undoes")),
        SheetColumn(
            "against_commitment", say("whether it was committed before"), False, "no", YES_NO
        ),
        another_column(),
        sure_column(),
        correction_column(),
        SheetColumn("note", say("a remark")),
    )


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Post entries of every kind in their order."""
    records = named_records(context.session)
    read_named(records, rows)
    asked = []
    for row in context.progress(rows, say("Checking")):
        cells = context.cells(row)
        one = read_entry_row(cells, records)
        if one is None:
            context.counters.refuse(cells.faults)
        else:
            asked.append(one)
    post_rows(context, records, asked, say("Posting"))
