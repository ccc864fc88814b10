"""The cells of a contribution that hold lists: instalments, reports and documents.

Items are separated by semicolons; optional parts of an item follow upright strokes.
"""

from tracker.errors import InvalidInput
from tracker.exchange.cells import NO, YES, Cells, day_of
from tracker.exchange.columns import SheetColumn, values_of
from tracker.exchange.numbers import minor_units
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.states import ContributionDocumentKind, ContributionReportKind
from tracker.reference.currencies import currencies
from tracker.words import say

STROKE = "|"
SUBMITTED = "submitted"
NOTE_WIDTH, PERIOD_WIDTH, TITLE_WIDTH, ADDRESS_WIDTH = 500, 60, 500, 1000
INSTALMENT = "2024-03-31 50000.00; 2025-03-31 50000.00"
REPORT = "2025-03-31 financial 2024; 2026-03-31 final 2024-2025 | submitted 2026-03-20"
DOCUMENT = "agreement | Agreement of 15 April | REG/2024/117 | 2024-04-15 | yes"


def list_columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of contributions that hold lists."""
    return (
        SheetColumn(
            "instalments",
            say("when how much of it is due, parted by ; and a note behind |"),
            example=INSTALMENT,
        ),
        SheetColumn(
            "reports",
            say(
                "which reports are due when: day, kind, period; when submitted and a note behind |"
            ),
            False,
            REPORT,
            values_of(ContributionReportKind),
        ),
        SheetColumn(
            "documents",
            say("kind | title | address or number | day | open to the public (yes or no)"),
            False,
            DOCUMENT,
            values_of(ContributionDocumentKind),
        ),
    )


def instalments(cells: Cells, column: str, currency: str) -> tuple[InstalmentDraft, ...]:
    """Read instalments such as "2024-03-31 50000.00 | first part"."""
    known = currencies().get(currency)
    if known is None:
        return ()
    found = []
    for item in cells.items(column):
        head, *rest = _strokes(item)
        day_text, _, amount_text = head.partition(" ")
        on = day_of(day_text)
        if on is None or not amount_text.strip() or len(rest) > 1:
            _refuse(cells, column, item, INSTALMENT)
            continue
        try:
            minor = minor_units(amount_text.strip(), known.minor_units, cells.section)
        except InvalidInput as fault:
            cells.refuse(column, str(fault))
            continue
        note = _fitting(cells, column, "".join(rest), NOTE_WIDTH)
        found.append(InstalmentDraft(on, minor, note))
    return tuple(found)


def reports(cells: Cells, column: str) -> tuple[ReportDraft, ...]:
    """Read reports such as "2025-03-31 financial 2024 | submitted 2025-03-20 | by mail"."""
    found = []
    for item in cells.items(column):
        head, *rest = _strokes(item)
        day_text, _, named = head.partition(" ")
        kind, _, period = named.strip().partition(" ")
        due, submitted = day_of(day_text), None
        faulty = due is None or kind not in set(ContributionReportKind)
        if rest and rest[0].startswith(f"{SUBMITTED} "):
            submitted = day_of(rest.pop(0).removeprefix(SUBMITTED).strip())
            faulty = faulty or submitted is None
        if due is None or faulty or len(rest) > 1:
            _refuse(cells, column, item, REPORT)
            continue
        found.append(
            ReportDraft(
                ContributionReportKind(kind),
                _fitting(cells, column, period.strip(), PERIOD_WIDTH),
                due,
                submitted,
                _fitting(cells, column, "".join(rest), NOTE_WIDTH),
            )
        )
    return tuple(found)


def documents(cells: Cells, column: str) -> tuple[ContributionDocumentDraft, ...]:
    """Read documents such as "agreement | Agreement | REG/2024/117 | 2024-04-15 | yes"."""
    found = []
    for item in cells.items(column):
        parts = [*_strokes(item), "", "", "", ""]
        kind, title, address, day_text, is_open = parts[:5]
        on = day_of(day_text)
        if (
            kind not in set(ContributionDocumentKind)
            or any(parts[5:])
            or (day_text and on is None)
            or is_open.casefold() not in YES | NO
        ):
            _refuse(cells, column, item, DOCUMENT)
            continue
        found.append(
            ContributionDocumentDraft(
                ContributionDocumentKind(kind),
                _fitting(cells, column, title, TITLE_WIDTH),
                _fitting(cells, column, address, ADDRESS_WIDTH),
                on,
                is_open.casefold() in YES,
            )
        )
    return tuple(found)


def _strokes(item: str) -> list[str]:
    """Return the parts of an item, separated by strokes."""
    return [part.strip() for part in item.split(STROKE)]


def _fitting(cells: Cells, column: str, text: str, width: int) -> str:
    """Return a text of at most `width` letters."""
    if len(text) > width:
        cells.refuse(
            column,
            say("this has %(length)s letters; %(width)s fit", length=len(text), width=width),
        )
    return text


def _refuse(cells: Cells, column: str, item: str, like: str) -> None:
    """Refuse an item, with an example of a right one."""
    cells.refuse(
        column, say("'%(item)s' cannot be read; write it like %(like)s", item=item, like=like)
    )
