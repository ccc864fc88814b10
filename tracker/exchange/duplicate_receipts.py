"""Refuses receipts that are likely duplicates, on record or in the sheet, unless confirmed."""

from collections.abc import Sequence

from tracker.errors import Fault
from tracker.exchange.import_context import ImportContext
from tracker.exchange.ledger_rows import LedgerRow
from tracker.exchange.references import References
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.receipt_duplicates import (
    ReceiptFacts,
    ReceiptIndex,
    ask_whether_another,
    receipts_between,
)


def refuse_likely_duplicates(
    context: ImportContext, rows: Sequence[LedgerRow], references: References
) -> list[LedgerRow]:
    """Return the rows without likely duplicates that nobody confirmed; the others are refused."""
    arrived = {place: one for place, row in enumerate(rows) if (one := _arrived(row, references))}
    if not arrived:
        return list(rows)
    days = [one.effective_on for one in arrived.values()]
    donors = {one.donor_id for one in arrived.values()}
    known = ReceiptIndex(receipts_between(context.session, donors, min(days), max(days)))
    kept = []
    for place, row in enumerate(rows):
        new = arrived.get(place)
        found = known.like(new) if new else None
        if found and not context.cells(row.row).yes("another"):
            context.refuse(row.row, [Fault("another", ask_whether_another(found))])
            continue
        if new:
            known.add(new)
        kept.append(row)
    return kept


def _arrived(row: LedgerRow, references: References) -> ReceiptFacts | None:
    """Return the receipt of a row, None for other kinds."""
    instruction = row.instruction
    if instruction.kind is not EntryKind.RECEIPT or instruction.contribution_id is None:
        return None
    donor = references.donors[instruction.contribution_id]
    amount, on = row.facts.amount, instruction.heading.effective_on
    return ReceiptFacts(row.reference, donor, amount.currency, amount.minor, on)
