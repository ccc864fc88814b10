"""The parts of sections: paragraphs of what there is to say, columns and cells of tables."""

from collections.abc import Iterable
from datetime import date

from tracker.reports.commission.links import Opened
from tracker.reports.content.blocks import (
    Block,
    NumberedParagraph,
    Point,
    ReportColumn,
    TableCellKind,
    TableRow,
)
from tracker.reports.content.texts import (
    Amount,
    Count,
    Day,
    PerCent,
    Text,
    Words,
    sentence,
)

WHOLE = 10_000
"""All of something in basis points."""


def said(*words: Text | None) -> Words:
    """Return the texts that are there."""
    return tuple(one for one in words if one is not None)


def paragraph(
    identity: str, words: Words, behind: str = "", points: Iterable[Point] = ()
) -> tuple[NumberedParagraph, ...]:
    """Return a paragraph, or none where there is nothing to say."""
    found = tuple(points)
    return (NumberedParagraph(identity, words, found, behind),) if words else ()


def blocks(*groups: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks of several groups, one after the other."""
    return tuple(block for group in groups for block in group)


def text_column(code: str, heading: Text) -> ReportColumn:
    """Return a column of texts."""
    return ReportColumn(code, heading)


def code_column(code: str, heading: Text) -> ReportColumn:
    """Return a column of codes, such as references."""
    return ReportColumn(code, heading, TableCellKind.CODE)


def amount_column(code: str, heading: Text) -> ReportColumn:
    """Return a column of US dollars."""
    return ReportColumn(code, heading, TableCellKind.AMOUNT)


def count_column(code: str, heading: Text) -> ReportColumn:
    """Return a column of numbers."""
    return ReportColumn(code, heading, TableCellKind.COUNT)


def day_column(code: str, heading: Text) -> ReportColumn:
    """Return a column of days."""
    return ReportColumn(code, heading, TableCellKind.DAY)


def amount(minor: int | None) -> Amount | None:
    """Return US cents as a cell; None where nobody knows them."""
    return None if minor is None else Amount(minor)


def count(number: int | None) -> Count | None:
    """Return a number as a cell; None where it is not known, or not shown."""
    return None if number is None else Count(number)


def on(day: date | None) -> Day | None:
    """Return a day as a cell."""
    return None if day is None else Day(day)


def share(part: int, whole: int) -> PerCent:
    """Return a part of a whole, rounded to a tenth of a per cent."""
    return PerCent(round(part * 1_000 / whole) * 10 if whole else 0)


def opened_row(code: str, *cells: Text | Opened | None) -> TableRow:
    """Return a row of which some cells lead to the rows behind them."""
    own = [cell if isinstance(cell, Opened) else Opened(cell, "") for cell in cells]
    links = tuple(cell.address for cell in own)
    return TableRow(code, tuple(cell.text for cell in own), links if any(links) else ())


def total_row(*cells: Text | Opened | None) -> TableRow:
    """Return the last row of a table."""
    return opened_row("total", sentence("Total"), *cells)
