"""The widths of a table's columns, by the length of what stands in them."""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from tracker.reports.content.blocks import ReportColumn, ReportTable, TableCellKind
from tracker.reports.content.texts import PlainText
from tracker.reports.spelling.speller import Speller

ROOM = 120
"""The letters that a line of a table holds."""
LONGEST = 56
"""The letters of a text that is broken into lines in any case."""
CODE = 15.0
"""The letters after which a code is broken in any case."""
AROUND, BOLD = 2.5, 1.15
"""The space around a cell in letters, and how much wider bold ones are."""
BROAD, DIGIT, BROADEST = 1.25, 1.1, 2.0
"""The space of capitals, of digits and of signs of two columns in letters."""
WHOLE = frozenset(
    {TableCellKind.AMOUNT, TableCellKind.ORIGINAL, TableCellKind.COUNT, TableCellKind.SHARE}
)
"""The kinds of cells that are never broken."""


class _Need(NamedTuple):
    """The letters without which a column's words break, and those that it can use."""

    least: float
    most: float


def column_widths(table: ReportTable, speller: Speller) -> list[float]:
    """Return the part of the table's width that each column has; they add up to about one.

    Each has what its longest word needs; what is left goes to those that can use more.
    """
    needs = [_need(table, place, column, speller) for place, column in enumerate(table.columns)]
    left = max(0.0, ROOM - sum(need.least for need in needs))
    more = sum(need.most - need.least for need in needs)
    part = min(1.0, left / more) if more else 0.0
    widths = [need.least + (need.most - need.least) * part for need in needs]
    return [round(width / sum(widths), 4) for width in widths]


def _need(table: ReportTable, place: int, column: ReportColumn, speller: Speller) -> _Need:
    cells = list(_cells(table, place, column, speller))
    heading = [_letters(word) * BOLD for word in speller.text(column.heading).split()]
    longest = max(map(_letters, cells), default=0.0)
    words = [_letters(word) for text in cells for word in text.split(" ")]
    least = longest if column.kind in WHOLE else max(words, default=0.0)
    if column.kind is TableCellKind.CODE:
        least = min(least, CODE)
    least = max(least, *heading) + AROUND
    return _Need(least, max(least, min(longest + AROUND, LONGEST)))


def _cells(table: ReportTable, place: int, column: ReportColumn, speller: Speller) -> Iterator[str]:
    is_named = column.kind is TableCellKind.ORIGINAL
    for row in (*table.rows, *((table.sums,) if table.sums else ())):
        value = row.cells[place]
        written = PlainText("") if value is None else value
        yield speller.cell(written, currency_is_named=is_named)


def _letters(text: str) -> float:
    """Return how many small letters are as wide as a text."""
    return sum(map(_width, text))


def _width(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF":
        return BROADEST
    if sign.isdigit():
        return DIGIT
    return BROAD if sign.isupper() else 1.0
