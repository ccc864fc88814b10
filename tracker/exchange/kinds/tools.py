"""Sheets of technical assistance tools."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlmodel import select

from tracker.assistance.tables.tools import Tool
from tracker.assistance.tools import (
    ToolDraft,
    ToolVersionDraft,
    add_tools,
    change_tool,
    read_tool,
    tool_faults,
    with_version,
)
from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn, values_of
from tracker.exchange.import_context import ImportContext
from tracker.exchange.kinds.text_columns import text_columns, texts_in_cells
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.repository import (
    Field,
    Repository,
    apply_candidates,
    read_candidates,
    read_fields,
)
from tracker.reference.codes import ToolKind
from tracker.reference.instruments import Instrument
from tracker.reference.languages import parted
from tracker.words import say

FIELDS: dict[str, Field[Any]] = {
    "code": Field("code", lambda cells: cells.text("code", 60, required=True)),
    "title": Field("title", lambda cells: cells.text("title", 500, required=True)),
    "kind": Field("kind", lambda cells: cells.choice("kind", ToolKind)),
    "year": Field("year", lambda cells: cells.whole("year")),
    "instruments": Field(
        "instruments", lambda cells: tuple(sorted(set(cells.choices("instruments", Instrument))))
    ),
    "languages": Field("languages", lambda cells: " ".join(parted(cells.raw("languages")))),
    "symbol": Field("symbol", lambda cells: cells.text("symbol", 200)),
    "description": Field("description", lambda cells: cells.text("description")),
    "source": Field("source", lambda cells: cells.text("source", 500)),
    "unsure": Field("unsure", lambda cells: " ".join(cells.items("unsure"))[:200]),
}


VERSION = "version"
VERSION_COLUMNS = {
    "released_on": "released_on",
    "languages": "version_languages",
    "symbol": "version_symbol",
    "url": "version_url",
    "changes": "version_changes",
}
"""The columns of a version by the fields of its draft."""


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of tools."""
    return (
        SheetColumn("code", say("its code, which never changes"), True, "TOOL-MLA-2012", key=True),
        SheetColumn(
            "title", say("what it is called"), True, say("Manual on Mutual Legal Assistance")
        ),
        SheetColumn("kind", say("what kind of tool"), True, "handbook", values_of(ToolKind)),
        SheetColumn("year", say("when it came out"), example="2012"),
        SheetColumn("instruments", say("whom it serves, parted by ;"), False, "UNTOC; TIP", _all()),
        SheetColumn("languages", say("ISO 639-1 codes, parted by ;"), example="en; fr"),
        SheetColumn("symbol", say("its document symbol or sales number"), example="E.13.V.1"),
        SheetColumn("description", say("what it is about")),
        SheetColumn("source", say("where this is known from")),
        SheetColumn(
            "unsure", say("names of columns that are not sure, parted by ;"), example="year"
        ),
        *text_columns(),
        *_version_columns(),
    )


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Add and change tools."""
    session = context.session
    repository = Repository(
        make=ToolDraft,
        on_file={row.code: read_tool(session, row) for row in session.exec(select(Tool))},
        faults=tool_faults,
        add=lambda drafts: add_tools(session, drafts, context.actor),
        change=lambda code, draft: change_tool(session, code, draft, context.actor, context.why),
    )
    fields = partial(_fields, repository.on_file)
    apply_candidates(
        context, read_candidates(context, rows, "code", repository, fields), repository
    )


def _fields(on_file: Mapping[str, ToolDraft], cells: Cells) -> dict[str, Any]:
    """Read the fields that the sheet has; a version is several columns."""
    before = on_file.get(cells.raw("code"))
    values = read_fields(cells, FIELDS) | texts_in_cells(cells, before)
    if not cells.raw(VERSION):
        return values
    said = [name for name in VERSION_COLUMNS if cells.has(VERSION_COLUMNS[name])]
    version = ToolVersionDraft(
        cells.text(VERSION, 40),
        cells.day("released_on"),
        " ".join(parted(cells.raw("version_languages"))),
        cells.text("version_symbol", 200),
        cells.text("version_url", 1000),
        cells.text("version_changes", 2000),
    )
    return values | {"versions": with_version(before.versions if before else (), version, said)}


def _version_columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(
            VERSION, say("the number or name of a version; its other ones stay"), example="2"
        ),
        SheetColumn("released_on", say("the day on which it came out"), example="2012-10-11"),
        SheetColumn(
            "version_languages", say("its languages: ISO 639-1 codes, parted by ;"), example="en"
        ),
        SheetColumn("version_symbol", say("its own document symbol"), example="CTOC/COP/2012/1"),
        SheetColumn("version_url", say("the address at which it can be read")),
        SheetColumn("version_changes", say("what changed in it")),
    )


def _all() -> tuple[str, ...]:
    return values_of(Instrument)
