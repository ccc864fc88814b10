"""Sheets of what is on record, in the columns of the import: read again they change nothing.

A sheet of activities leaves out the columns of people and results, of which a row holds one each:
columns that a sheet lacks leave what is on record as it is. So does a blank cell, which stands
where a list cannot be written, since an item of it holds the sign between items.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from tracker.assistance.assistance_requests import draft_of
from tracker.assistance.disseminations import disseminations_on_record
from tracker.assistance.programmes import read_programme
from tracker.assistance.recorded_activities import activities_on_file
from tracker.assistance.tables.activities import Programme
from tracker.assistance.tables.requests import AssistanceRequest
from tracker.assistance.tables.tools import Tool
from tracker.assistance.tools import read_tool
from tracker.exchange.cells import LIST_SIGN
from tracker.exchange.columns import SheetColumn
from tracker.exchange.kinds import activities, dissemination, programmes, requests, tools
from tracker.exchange.kinds.text_columns import COLUMNS, ORIGINAL, text_cells
from tracker.exchange.money_sheets import (
    CONTRIBUTION_COLUMNS,
    DONOR_COLUMNS,
    contribution_cells,
    donor_cells,
    read_contributions,
    read_donors,
)
from tracker.exchange.outcomes import MINOR, spell
from tracker.exchange.registry import KINDS
from tracker.exchange.repository import Field
from tracker.money import USD

AT_ONCE = 500
Draft = Any  # a frozen dataclass of a record


class RecordSheet(NamedTuple):
    """A kind of sheet that can be written: its columns, its drafts by code, a draft as texts."""

    columns: frozenset[str]
    read: Callable[[Session, Sequence[str]], Mapping[str, Draft]]
    cells: Callable[[Draft], Mapping[str, str]]


def _read_programmes(session: Session, codes: Sequence[str]) -> Mapping[str, Draft]:
    rows = session.exec(select(Programme).where(col(Programme.code).in_(codes)))
    return {row.code: read_programme(row) for row in rows}


def _read_tools(session: Session, codes: Sequence[str]) -> Mapping[str, Draft]:
    rows = session.exec(select(Tool).where(col(Tool.code).in_(codes))).all()
    return {row.code: read_tool(session, row) for row in rows}


def _read_requests(session: Session, codes: Sequence[str]) -> Mapping[str, Draft]:
    rows = session.exec(select(AssistanceRequest).where(col(AssistanceRequest.code).in_(codes)))
    return {row.code: draft_of(row) for row in rows}


def _no_more(draft: Draft) -> Mapping[str, str]:
    """Return no cells besides those of the fields."""
    del draft
    return {}


def _plain(
    fields: Mapping[str, Field[Any]],
    read: Callable[[Session, Sequence[str]], Mapping[str, Draft]],
    more: Callable[[Draft], Mapping[str, str]] = _no_more,
    columns: Iterable[str] = (),
) -> RecordSheet:
    """Return a sheet of drafts whose fields are a column each; `more` gives further cells."""

    def cells(draft: Draft) -> dict[str, str]:
        return {
            field.column: cell_text(name, getattr(draft, name)) for name, field in fields.items()
        } | dict(more(draft))

    own = frozenset(field.column for field in fields.values())
    return RecordSheet(own | frozenset(columns), read, cells)


TEXTS = (ORIGINAL, *COLUMNS)


SHEETS: Mapping[str, RecordSheet] = {
    "activities": _plain(activities.FIELDS, activities_on_file, text_cells, TEXTS),
    "contributions": RecordSheet(CONTRIBUTION_COLUMNS, read_contributions, contribution_cells),
    "dissemination": _plain(dissemination.FIELDS, disseminations_on_record),
    "donors": RecordSheet(DONOR_COLUMNS, read_donors, donor_cells),
    "programmes": _plain(programmes.FIELDS, _read_programmes, text_cells, TEXTS),
    "requests": _plain(requests.FIELDS, _read_requests),
    "tools": _plain(tools.FIELDS, _read_tools, text_cells, TEXTS),
}
"""The kinds of sheets that can be written, by the names of their imports."""


def sheet_columns(kind: str) -> tuple[SheetColumn, ...]:
    """Return the columns that a sheet of a kind has, in the order of its import."""
    own = SHEETS[kind].columns
    return tuple(column for column in KINDS[kind].columns() if column.name in own)


def sheet_rows(session: Session, kind: str, codes: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of records, a text in each column; codes without a record are left out."""
    sheet = SHEETS[kind]
    order = [column.name for column in sheet_columns(kind)]
    left = iter(codes)
    while some := list(islice(left, AT_ONCE)):
        drafts = sheet.read(session, some)
        for code in some:
            if code in drafts:
                cells = sheet.cells(drafts[code])
                yield tuple(cells[name] for name in order)


def cell_text(name: str, value: Any) -> str:  # noqa: ANN401 - whatever a draft holds
    """Return a value of a draft as the cell that is read as it."""
    if isinstance(value, tuple) and any(isinstance(one, str) and LIST_SIGN in one for one in value):
        return ""
    text = spell(name, value)
    return text.removesuffix(f" {USD}") if name.endswith(MINOR) else text
