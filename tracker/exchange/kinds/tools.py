"""Sheets of technical assistance tools."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import select

from tracker.assistance.tables.tools import Tool
from tracker.assistance.tools import ToolDraft, add_tools, change_tool, read_tool, tool_faults
from tracker.exchange.catalogue import Field, Shelf, read_fields, wanted
from tracker.exchange.catalogue import take_up as take_up_things
from tracker.exchange.cells import Cells
from tracker.exchange.columns import Column, values_of
from tracker.exchange.desk import Desk
from tracker.exchange.mapping import MappedRow
from tracker.reference.codes import ToolKind
from tracker.reference.instruments import Instrument
from tracker.words import say

FIELDS: dict[str, Field[Any]] = {
    "code": Field("code", lambda cells: cells.text("code", 60, required=True)),
    "title": Field("title", lambda cells: cells.text("title", 500, required=True)),
    "kind": Field("kind", lambda cells: cells.choice("kind", ToolKind)),
    "year": Field("year", lambda cells: cells.whole("year")),
    "instruments": Field(
        "instruments", lambda cells: tuple(sorted(set(cells.choices("instruments", Instrument))))
    ),
    "languages": Field("languages", lambda cells: " ".join(cells.items("languages"))[:200]),
    "symbol": Field("symbol", lambda cells: cells.text("symbol", 200)),
    "description": Field("description", lambda cells: cells.text("description")),
    "source": Field("source", lambda cells: cells.text("source", 500)),
    "unsure": Field("unsure", lambda cells: " ".join(cells.items("unsure"))[:200]),
}


def columns() -> tuple[Column, ...]:
    """Return the columns of a sheet of tools."""
    return (
        Column("code", say("its code, which never changes"), True, "TOOL-MLA-2012"),
        Column("title", say("what it is called"), True, say("Manual on Mutual Legal Assistance")),
        Column("kind", say("what kind of tool"), True, "handbook", values_of(ToolKind)),
        Column("year", say("when it came out"), example="2012"),
        Column("instruments", say("whom it serves, parted by ;"), False, "UNTOC; TIP", _all()),
        Column("languages", say("ISO 639-1 codes, parted by ;"), example="en; fr"),
        Column("symbol", say("its document symbol or sales number"), example="E.13.V.1"),
        Column("description", say("what it is about")),
        Column("source", say("where this is known from")),
        Column("unsure", say("names of columns that are not sure, parted by ;"), example="year"),
    )


def take_up(desk: Desk, rows: Sequence[MappedRow]) -> None:
    """Add and change tools."""
    session = desk.session
    shelf = Shelf(
        make=ToolDraft,
        on_file={row.code: read_tool(session, row) for row in session.exec(select(Tool))},
        faults=tool_faults,
        add=lambda drafts: add_tools(session, drafts, desk.actor),
        change=lambda code, draft: change_tool(session, code, draft, desk.actor, desk.why),
    )
    take_up_things(desk, wanted(desk, rows, "code", shelf, _fields), shelf)


def _fields(cells: Cells) -> dict[str, Any]:
    return read_fields(cells, FIELDS)


def _all() -> tuple[str, ...]:
    return values_of(Instrument)
