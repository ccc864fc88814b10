"""Sheets from an accounting system: the expenditures of one or more months, by document.

A row becomes an expenditure whose reference follows from its document, so that the same sheet
again adds nothing. A row below zero reverses a document on record with the same amount; with
another amount it is a fault that names the remedy.
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from datetime import date

from tracker.errors import TrackerError
from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn
from tracker.exchange.conversion import RateLookup
from tracker.exchange.entry_reader import EntryOnRecord, EntryReader, reversal_row
from tracker.exchange.import_context import ImportContext
from tracker.exchange.ledger_columns import YES_NO, correction_column, read_correction, sure_column
from tracker.exchange.ledger_posting import post_rows
from tracker.exchange.ledger_rows import LedgerRow, facts_of, new_rows, usd
from tracker.exchange.mapping import MappedRow
from tracker.exchange.references import References
from tracker.fund.ledger.entries import LONGEST_REFERENCE, EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.money import USD
from tracker.periods import utc_now
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
    references = References(context.session)
    reader = EntryReader(context, references, RateLookup(context.session))
    reader.look_up({_taken_back(row) for row in rows if row.values.get("takes_back")})
    asked = []
    for row in context.progress(rows, say("Checking")):
        one = _read(context.cells(row), references, reader, context)
        if one is not None:
            asked.append(one)
    months: Counter[str] = Counter()
    for one in asked:
        months[f"{one.instruction.heading.effective_on:%Y-%m}"] += one.facts.amount.minor
    for month, minor in sorted(months.items()):
        context.counters.count(month, USD, minor)
    post_rows(context, new_rows(context, asked), say("Posting"))


def reference_of(document: str, line: str, activity: str, account: str) -> str:
    """Return the reference of a document's amount for an activity and an account."""
    return "/".join(part for part in (document, line, activity, account) if part)


def _taken_back(row: MappedRow) -> str:
    """Return the reference of the document that a row reverses: the same activity and account."""
    document, _, line = row.values.get("takes_back", "").partition("/")
    activity, account = row.values.get("activity", ""), row.values.get("account", "")
    return reference_of(document.strip(), line.strip(), activity, account)


def _read(
    cells: Cells, references: References, reader: EntryReader, context: ImportContext
) -> LedgerRow | None:
    """Read a row as an entry to post; None when it is refused."""
    parts = [cells.text(name, required=name in ("document", "activity")) for name in PARTS]
    activity = references.activity(cells, "activity", required=False)
    contribution = references.contribution(cells, "contribution", required=False)
    amount = cells.amount("amount", USD, required=True)
    on = _day(cells)
    committed = cells.yes("against_commitment")
    reference = reference_of(*parts)
    if len(reference) > LONGEST_REFERENCE or not reference.isprintable():
        cells.refuse(
            "document", say("document, line, activity and account have 120 characters at most")
        )
    if amount == 0:
        cells.refuse("amount", say("the amount is not zero; leave the row out"))
    taken = _expect_taken(cells, reader, amount)
    if cells.faults or activity is None or amount is None or on is None:
        context.counters.refuse(cells.faults)
        return None
    try:
        heading = Heading(on, reference, cells.text("note"), correction=read_correction(cells))
    except TrackerError as error:
        context.refuse_for(cells.row, error)
        return None
    context.counters.totals[USD] += amount
    if taken is not None:
        return reversal_row(cells, heading, taken)
    instruction = PostingInstruction(
        EntryKind.EXPENDITURE,
        heading,
        amount,
        contribution.id if contribution else None,
        activity,
        against_commitment=committed,
    )
    return LedgerRow(cells.row, facts_of(instruction, usd(amount)), instruction)


def _day(cells: Cells) -> date | None:
    """Read the day of posting, or the last day of the month; the two agree."""
    on, text = cells.day("posted_on"), cells.text("month")
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
    if on is None and last > utc_now().date():
        cells.refuse("posted_on", say("the month is not over; give the day of posting"))
        return None
    return on or last


def _expect_taken(cells: Cells, reader: EntryReader, amount: int | None) -> EntryOnRecord | None:
    """Return the entry that a row below zero reverses, or refuse the row with its remedy."""
    text = cells.text("takes_back")
    if amount is None or amount >= 0:
        if text:
            cells.refuse("takes_back", say("only a row below zero takes a document back"))
        return None
    if not text:
        cells.refuse(
            "amount",
            say(
                "an expenditure is above zero; name the document that this takes back in the "
                "column takes_back, or leave both rows out"
            ),
        )
        return None
    reference = _taken_back(cells.row)
    found = reader.written.get(reference)
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
        return None
    return found
