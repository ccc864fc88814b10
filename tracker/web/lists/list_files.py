"""A list as a file: the columns and rows that its page shows to this reader, all pages of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn, cast

from flask import abort, request
from flask_babel import gettext as _
from sqlmodel import Session

from tracker.csv_text import Cell, dollars
from tracker.http.csv_answers import csv_answer
from tracker.http.formats import day
from tracker.http.language import direction
from tracker.http.list_queries import FilterSort, ListFilter
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.http.xlsx_answers import AboutSheet, xlsx_answer
from tracker.listing import AT_ONCE, ListQuery
from tracker.periods import today
from tracker.web.lists.list_plan import Fetch, Plan

FILE = "file"
CSV, XLSX = "csv", "xlsx"
"""What the address asks for under FILE."""
KEPT = {ColumnKind.DAY: date, ColumnKind.WHOLE: int}
"""The kinds of columns whose values stand in a file as what they are, not as texts."""


def send_list(
    session: Session, fetch: Fetch[Any], plan: Plan, query: ListQuery, shown: Sequence[int]
) -> NoReturn:
    """Answer this request with the rows of a query as a file, in the columns shown."""
    columns = [plan.columns[place] for place in shown]
    headings = [_heading(column) for column in columns]
    rows = _cells(session, fetch, plan, query, shown)
    name = request.path.strip("/").replace("/", "-") or "list"
    if request.args[FILE] == CSV:
        abort(csv_answer(headings, rows, f"{name}.csv"))
    about = AboutSheet(_("About"), _facts(plan, query), plan.caption)
    from_right = direction() == "rtl"
    abort(xlsx_answer(headings, rows, f"{name}.xlsx", about, from_right=from_right))


def asks_for_file() -> bool:
    """Tell whether this request asks for a list as a file."""
    return request.args.get(FILE) in {CSV, XLSX}


def _cells(
    session: Session, fetch: Fetch[Any], plan: Plan, query: ListQuery, shown: Sequence[int]
) -> Iterator[list[Cell]]:
    """Yield the cells of all rows, a thousand rows at a time."""
    query = replace(query, page=1, size=AT_ONCE)
    while True:
        found = fetch(session, query)
        for item in found.rows:
            row = (plan.file_row or plan.row)(item)
            yield [_cell(row[place], plan.columns[place]) for place in shown]
        if query.page >= found.pages:
            return
        query = replace(query, page=query.page + 1)


def _heading(column: TableColumn) -> str:
    """Return the heading of a column, with its unit."""
    return f"{column.label} ({column.unit})" if column.unit else str(column.label)


def _cell(value: Any, column: TableColumn) -> Cell:  # noqa: ANN401 - whatever a list shows
    """Return a value of a row as a cell: amounts, numbers and days as such, all else as text."""
    if value is None:
        return None
    if column.kind in {ColumnKind.USD, ColumnKind.PERCENT}:
        return dollars(int(value))
    if isinstance(value, KEPT.get(column.kind, ())):
        return cast("Cell", value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value.text if isinstance(value, TableLink) else value)


def _facts(plan: Plan, query: ListQuery) -> list[tuple[str, str]]:
    """Return what a workbook says of its list: the day, the words and the filters."""
    facts = [(_("List"), plan.caption), (_("Written on"), day(today()))]
    if query.words:
        facts.append((_("Search"), query.words))
    for one in plan.filters:
        named = "; ".join(_named(one, code) for code in query.codes(one.name))
        facts += [(str(one.label), named)] if named else []
    return facts


def _named(one: ListFilter, code: str) -> str:
    """Return the label of a code of a filter."""
    if one.sort is FilterSort.DAY:
        return code
    return next((str(option.label) for option in one.options if option.code == code), code)
