"""Cells and columns of a statement's tables."""

from collections.abc import Iterable

from tracker.reports.content.blocks import ReportColumn, TableCellKind, TableRow
from tracker.reports.content.texts import Amount, Count, PerCent, PlainText, Sentence, Text

SUMS = "total"
"""The code of the row of sums."""


def text_column(code: str, heading: str) -> ReportColumn:
    """Return a column of texts; `heading` is a message of the catalogues."""
    return ReportColumn(code, Sentence(heading))


def code_column(code: str, heading: str) -> ReportColumn:
    """Return a column of short texts."""
    return ReportColumn(code, Sentence(heading), TableCellKind.CODE)


def amount_column(code: str, heading: str) -> ReportColumn:
    """Return a column of amounts."""
    return ReportColumn(code, Sentence(heading), TableCellKind.AMOUNT)


def original_column(code: str, heading: str) -> ReportColumn:
    """Return a column of amounts whose currency another cell of the row names."""
    return ReportColumn(code, Sentence(heading), TableCellKind.ORIGINAL)


def count_column(code: str, heading: str) -> ReportColumn:
    """Return a column of whole numbers."""
    return ReportColumn(code, Sentence(heading), TableCellKind.COUNT)


def share_column(code: str, heading: str) -> ReportColumn:
    """Return a column of shares."""
    return ReportColumn(code, Sentence(heading), TableCellKind.SHARE)


def day_column(code: str, heading: str) -> ReportColumn:
    """Return a column of days."""
    return ReportColumn(code, Sentence(heading), TableCellKind.DAY)


def count_of(number: int | None) -> Count | None:
    """Return a number; None where it is not known or not shown."""
    return None if number is None else Count(number)


def share_of(basis_points: int | None) -> PerCent | None:
    """Return a share; None where there is none."""
    return None if basis_points is None else PerCent(basis_points)


def text_of(typed: str) -> PlainText | None:
    """Return a text of people; None where nobody has typed one."""
    return PlainText(typed) if typed else None


def sums_of(rows: Iterable[TableRow], name: Text, *, without: Iterable[int] = ()) -> TableRow:
    """Return the row that sums the amounts in US dollars of each column but those left out."""
    columns = list(zip(*(row.cells for row in rows), strict=True))
    left_out = {0, *without}
    cells: list[Text | None] = [name]
    for place, column in enumerate(columns[1:], start=1):
        amounts = [cell for cell in column if isinstance(cell, Amount) and cell.currency == "USD"]
        sums = amounts and len(amounts) == len(column) and place not in left_out
        cells.append(Amount(sum(one.minor for one in amounts)) if sums else None)
    return TableRow(SUMS, tuple(cells))
