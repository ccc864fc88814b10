"""Sheets from an accounting system: the expenditures of one or more months, by document.

A row becomes an expenditure whose reference follows from its document, so that the same sheet
again adds nothing. A row below zero reverses a document on record with the same amount; with
another amount it is a fault that names the remedy.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from tracker.exchange.cells import Cells, day_of
from tracker.exchange.columns import SheetColumn
from tracker.exchange.document_references import (
    document_key,
    recorded_references,
    reference_of,
)
from tracker.exchange.entry_reader import read_named
from tracker.exchange.import_context import ImportContext
from tracker.exchange.ledger_columns import YES_NO, correction_column, read_correction, sure_column
from tracker.exchange.ledger_posting import post_rows
from tracker.exchange.ledger_rows import TOTAL, CountedAmount, LedgerRow, read_sure
from tracker.exchange.mapped_rows import MappedRow
from tracker.fund.ledger.entries import LONGEST_REFERENCE, EntryKind
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.named_records import NamedRecords, named_records
from tracker.money import USD
from tracker.periods import today
from tracker.words import say

MONTH = re.compile(r"(\d{4})-(\d{2})")
PARTS = ("document", "line", "activity", "account")


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet from an accounting system."""
    return (
        SheetColumn("document", say("the number of the document"), True, "3500012345"),
        SheetColumn(
            "line", say("its line, where a document has several of one kind"), example="002"
        ),
        SheetColumn(
            "month", say("the month; its last day counts where no day is given"), False, "2024-09"
        ),
        SheetColumn("posted_on", say("the day of posting; needed where no month is given")),
        SheetColumn("activity", say("the code of the activity"), True, "ACT-2024-031"),
        SheetColumn("account", say("the account or budget line"), example="160-TRAVEL"),
        SheetColumn(
            "contribution",
            say(
                "the reference of the contribution; empty: pro rata to what each contribution "
                "has left on the activity"
            ),
        ),
        SheetColumn(
            "amount",
            say("how much, in US dollars, without support cost; below zero takes back"),
            True,
            "8450.20",
        ),
        SheetColumn(
            "takes_back", say("below zero: the document that is taken back, and its line after a /")
        ),
        SheetColumn(
            "against_commitment", say("whether it was committed before"), False, "no", YES_NO
        ),
        sure_column(),
        correction_column(),
        SheetColumn("note", say("a remark")),
    )


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Post expenditures, and the reversals of rows below zero."""
    records = named_records(context.session)
    read_named(records, rows)
    cells = [context.cells(row) for row in context.progress(rows, say("Checking"))]
    days = [month_end(one) for one in cells]
    known = recorded_references(
        context.session,
        {row.values.get("activity", "") for row in rows},
        [day for day in days if day is not None],
    )
    documents = DocumentReferences(known)
    taken = {documents.taken_back(row) for row in rows if row.values.get("takes_back")}
    records.read(entries=taken)
    asked = [_read(one, day, records, documents) for one, day in zip(cells, days, strict=True)]
    post_rows(context, records, asked, say("Posting"))


class DocumentReferences:
    """The references of the documents of a sheet: as they are on record, or in an earlier row."""

    def __init__(self, known: dict[str, str]) -> None:
        self._known = known

    def of(self, document: str, line: str, activity: str, account: str) -> str:
        """Return the reference of a document's amount for an activity and an account."""
        reference = reference_of(document, line, activity, account)
        return self._known.setdefault(document_key(reference), reference)

    def taken_back(self, row: MappedRow) -> str:
        """Return the reference of the document that a row reverses, with its activity, account."""
        document, _, line = row.values.get("takes_back", "").partition("/")
        activity, account = row.values.get("activity", ""), row.values.get("account", "")
        reference = reference_of(document.strip(), line.strip(), activity, account)
        return self._known.get(document_key(reference), reference)


def _read(
    cells: Cells, on: date | None, records: NamedRecords, documents: DocumentReferences
) -> LedgerRow:
    """Read a row as the draft of an expenditure, or of the reversal of one."""
    parts = [cells.text(name, required=name in ("document", "activity")) for name in PARTS]
    amount = cells.amount("amount", USD, required=True)
    reference = documents.of(*parts)
    if len(reference) > LONGEST_REFERENCE or not reference.isprintable():
        cells.refuse(
            "document", say("document, line, activity and account have 120 characters at most")
        )
    if amount == 0:
        cells.refuse("amount", say("the amount is not zero; leave the row out"))
    taken = _expect_taken(cells, documents, records, amount)
    contribution, activity = cells.text("contribution"), cells.text("activity")
    committed = cells.yes("against_commitment")
    draft = EntryDraft(
        EntryKind.EXPENDITURE if not taken else EntryKind.REVERSAL,
        reference[:LONGEST_REFERENCE],
        on,
        None if amount is None else abs(amount),
        contribution="" if taken else contribution,
        activity="" if taken else activity,
        reverses=taken,
        note=cells.text("note"),
        correction=read_correction(cells),
        against_commitment=committed and not taken,
        sure=read_sure(cells),
    )
    month = f"{on:%Y-%m}" if on else ""
    amounts = (
        CountedAmount(TOTAL, USD, amount or 0),
        CountedAmount(month, USD, amount or 0),
    )
    return LedgerRow(cells.row, draft, amounts, tuple(cells.faults))


def month_end(cells: Cells) -> date | None:
    """Read the day of posting, or the last day of the month; the two agree."""
    on, text = cells.day("posted_on"), _month_text(cells)
    found = MONTH.fullmatch(text)
    if text and (found is None or not 1 <= int(found[2]) <= 12):  # noqa: PLR2004 - months
        cells.refuse("month", say("'%(text)s' is no month; write it like 2024-09", text=text))
        return None
    if found is None:
        if on is None and not cells.raw("posted_on"):
            cells.refuse("posted_on", say("give the day of posting, or the month"))
        return on
    year, month = int(found[1]), int(found[2])
    if on is not None and (on.year, on.month) != (year, month):
        cells.refuse("posted_on", say("the day does not lie in the month of the row"))
    last = date(year, month, monthrange(year, month)[1])
    if on is None and last > today():
        cells.refuse("posted_on", say("the month is not over; give the day of posting"))
        return None
    return on or last


def _month_text(cells: Cells) -> str:
    """Return the month of a row; a spreadsheet program makes the first day of 2024-09 of it."""
    text = cells.text("month")
    found = day_of(text)
    return f"{found:%Y-%m}" if found is not None and found.day == 1 else text


def _expect_taken(
    cells: Cells, documents: DocumentReferences, records: NamedRecords, amount: int | None
) -> str:
    """Return the entry that a row below zero reverses, or refuse the row with its remedy."""
    text = cells.text("takes_back")
    if amount is None or amount >= 0:
        if text:
            cells.refuse("takes_back", say("only a row below zero takes a document back"))
        return ""
    if not text:
        cells.refuse(
            "amount",
            say(
                "an expenditure is above zero; name the document that this takes back in the "
                "column takes_back, or leave both rows out"
            ),
        )
        return ""
    reference = documents.taken_back(cells.row)
    found = records.entry(reference)
    if found is None:
        cells.refuse(
            "takes_back",
            say(
                "%(reference)s is not in the ledger; import it first, or leave both rows out where "
                "both stand in this sheet",
                reference=reference,
            ),
        )
    elif found.usd_minor != -amount:
        cells.refuse(
            "amount",
            say(
                "%(reference)s is in the ledger with another amount; an entry is taken back whole: "
                "take it back and post what is right as a row of its own",
                reference=reference,
            ),
        )
    return reference
