"""The widths of a table's columns, by the length of what stands in them."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.reports.content.blocks import ReportColumn, ReportTable, TableCellKind
from tracker.reports.content.texts import PlainText
from tracker.reports.spelling.speller import Speller

ROOM = 120
"""The letters that a line of a table holds."""
TALLER = 2.0
"""How many times the lines of a cell a heading may have."""
MOST_LINES, STEPS = 60.0, 24
"""The most lines of a cell that are thought of, and the steps by which the fewest are found."""
CODE = 15.0
"""The letters after which a code is broken in any case."""
AROUND, BOLD = 1.6, 1.15
"""The space around a cell in letters, and how much wider bold ones are."""
BROAD, DIGIT, BROADEST = 1.25, 1.1, 2.0
"""The space of capitals, of digits and of signs of two columns in letters."""
NARROW, SLIM = frozenset(",.:;'|!-()/\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"), 0.6
"""Signs that are about half as wide as a letter."""
WHOLE = frozenset(
    {TableCellKind.AMOUNT, TableCellKind.ORIGINAL, TableCellKind.COUNT, TableCellKind.SHARE}
)
"""The kinds of cells that are never broken."""


class _Need(NamedTuple):
    """The letters without which a column's words break, and those of its longest text."""

    least: float
    longest: float

    def for_lines(self, lines: float) -> float:
        """Return the letters by which the longest text takes so many lines."""
        return max(self.least, self.longest / lines + AROUND)


def column_widths(table: ReportTable, speller: Speller) -> list[float]:
    """Return the part of the table's width that each column has; they add up to about one.

    Each has what its longest word needs; what is left goes where it lets rows have fewer lines.
    """
    needs = [_need(table, place, column, speller) for place, column in enumerate(table.columns)]
    widths = _widths(needs)
    spare = max(0.0, ROOM - sum(widths)) / len(widths)
    return [round((width + spare) / max(ROOM, sum(widths)), 4) for width in widths]


def _widths(needs: Sequence[_Need]) -> list[float]:
    """Return the widths by which the longest row has the fewest lines."""
    fewest, most = 1.0, MOST_LINES
    for _ in range(STEPS):
        lines = (fewest + most) / 2
        if sum(need.for_lines(lines) for need in needs) > ROOM:
            fewest = lines
        else:
            most = lines
    lines = 1.0 if sum(need.for_lines(1) for need in needs) <= ROOM else most
    return [need.for_lines(lines) for need in needs]


def _need(table: ReportTable, place: int, column: ReportColumn, speller: Speller) -> _Need:
    cells = list(_cells(table, place, column, speller))
    named = speller.text(column.heading)
    heading = [_letters(word) * BOLD for word in named.split()]
    longest = max(map(_letters, cells), default=0.0)
    if column.kind in WHOLE:
        least = longest
    elif column.kind is TableCellKind.DAY:
        least = max(map(_in_two_lines, cells), default=0.0)
    else:
        least = max((_letters(word) for text in cells for word in text.split(" ")), default=0.0)
    if column.kind is TableCellKind.CODE:
        least = min(least, CODE)
    least = max(least, *heading) + AROUND
    return _Need(least, max(longest, _letters(named) * BOLD / TALLER))


def _in_two_lines(text: str) -> float:
    """Return the letters by which a day takes no more than two lines."""
    words = text.split(" ")
    halves = ((" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words)))
    return min((max(map(_letters, pair)) for pair in halves), default=_letters(text))


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
    if sign in NARROW:
        return SLIM
    if sign.isdigit():
        return DIGIT
    return BROAD if sign.isupper() else 1.0
