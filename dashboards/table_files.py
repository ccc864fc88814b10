"""The table of a figure as files: CSV and XLSX with the same cells, and the facts of both."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from flask import Response

from dashboards.charts.places import map_disclaimer
from dashboards.figure_facts import FigureFacts, as_json, labelled
from dashboards.file_names import file_name
from tracker.csv_text import Cell as FileCell
from tracker.csv_text import dollars
from tracker.http.csv_answers import csv_answer
from tracker.http.json_answers import json_answer
from tracker.http.language import direction
from tracker.http.totals_requests import dated
from tracker.http.xlsx_answers import AboutSheet, xlsx_answer
from tracker.money import Money
from tracker.reference.currencies import exponent
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    OpenedNumber,
    RecordLink,
)
from tracker.totals.dimensions import Dimension
from tracker.words import say

KINDS = {
    ChartColumnKind.MEMBER: "code and label",
    ChartColumnKind.AMOUNT: "US dollars",
    ChartColumnKind.ORIGINAL: "the currency of the row",
    ChartColumnKind.SHARE: "per cent",
    ChartColumnKind.COUNT: "number",
    ChartColumnKind.DAY: "date",
    ChartColumnKind.TEXT: "text",
}
"""What the cells of a column are, for the facts beside a file."""
ENDINGS = {ChartColumnKind.AMOUNT: "_usd", ChartColumnKind.ORIGINAL: "_original"}
"""The ends of the names of columns of amounts in a file."""


def csv_file(table: ChartTable, facts: FigureFacts, stem: str, about: str) -> Response:
    """Answer with a table as CSV; `about` is the address of its facts, named in a header."""
    name = file_name(stem, facts.fixed, "csv")
    answer = csv_answer(_headings(table), _file_rows(table), name)
    answer.headers["Link"] = f'<{about}>; rel="describedby"; type="application/json"'
    return dated(answer, facts.fixed)


def workbook(table: ChartTable, facts: FigureFacts, stem: str) -> Response:
    """Answer with the same cells as a workbook, and the facts on a sheet of their own."""
    about = AboutSheet(say("About"), [*labelled(facts), *_disclaimer(table)], facts.title)
    name = file_name(stem, facts.fixed, "xlsx")
    answer = xlsx_answer(
        _headings(table), _file_rows(table), name, about, from_right=direction() == "rtl"
    )
    return dated(answer, facts.fixed)


def facts_file(table: ChartTable, facts: FigureFacts) -> Response:
    """Answer with the facts of a figure and what its columns hold."""
    told: dict[str, Any] = as_json(facts)
    for _label, text in _disclaimer(table):
        told["disclaimer"] = text
    told["columns"] = [
        {"name": name, "label": column.label, "kind": KINDS[column.kind]}
        for column in table.columns
        for name in _heads(column)
    ]
    return dated(json_answer(told), facts.fixed)


def _disclaimer(table: ChartTable) -> list[tuple[str, str]]:
    """Return the disclaimer of the United Nations for a table by country, as maps carry it."""
    members = (cell for row in table.rows[:1] for cell in row if isinstance(cell, Member))
    by_country = any(one.dimension is Dimension.COUNTRY for one in members)
    return [(say("Disclaimer"), map_disclaimer())] if by_country else []


def _headings(table: ChartTable) -> list[str]:
    """Return the names of the columns of a file."""
    return [name for column in table.columns for name in _heads(column)]


def _file_rows(table: ChartTable) -> Iterator[list[FileCell]]:
    """Yield the rows of a file."""
    for row in table.rows:
        cells = zip(row, table.columns, strict=True)
        yield [part for cell, column in cells for part in _parts(cell, column)]


def _heads(column: ChartColumn) -> tuple[str, ...]:
    """Name a column in the file; codes take two."""
    if column.kind is ChartColumnKind.MEMBER:
        return (f"{column.name}_code", column.name)
    return (f"{column.name}{ENDINGS.get(column.kind, '')}",)


def _parts(cell: Cell, column: ChartColumn) -> Iterator[FileCell]:
    """Return a cell as those of the file; a code with its label takes two."""
    if isinstance(cell, OpenedNumber):
        cell = cell.number
    if isinstance(cell, Member):
        yield cell.code
        yield cell.label
    elif isinstance(cell, RecordLink):
        yield cell.text
    elif isinstance(cell, Money):
        yield Decimal(cell.minor).scaleb(-exponent(cell.currency))
    elif isinstance(cell, int) and column.kind in (ChartColumnKind.AMOUNT, ChartColumnKind.SHARE):
        yield dollars(cell)
    else:
        yield cell
