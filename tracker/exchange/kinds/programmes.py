"""Sheets of programmes: national, regional, thematic and global ones."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlmodel import select

from tracker.assistance.programmes import (
    ProgrammeDraft,
    add_programmes,
    change_programme,
    programme_faults,
    read_programme,
)
from tracker.assistance.states import ProgrammeKind
from tracker.assistance.tables.activities import Programme
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
from tracker.reference.place_names import place_code
from tracker.words import say

FIELDS: dict[str, Field[Any]] = {
    "code": Field("code", lambda cells: cells.text("code", 60, required=True)),
    "title": Field("title", lambda cells: cells.text("title", 500, required=True)),
    "kind": Field("kind", lambda cells: cells.choice("kind", ProgrammeKind)),
    "place": Field("place", lambda cells: place_code(cells.text("place"))),
    "description": Field("description", lambda cells: cells.text("description")),
    "starts_on": Field("starts_on", lambda cells: cells.day("starts_on")),
    "ends_on": Field("ends_on", lambda cells: cells.day("ends_on")),
}


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of programmes."""
    return (
        SheetColumn("code", say("its code, which never changes"), True, "NAT-KEN", key=True),
        SheetColumn("title", say("what it is called"), True, say("National programme for Kenya")),
        SheetColumn(
            "kind", say("what kind of programme"), True, "national", values_of(ProgrammeKind)
        ),
        SheetColumn("place", say("State (ISO 3166 alpha-3) or region (M49)"), example="KEN"),
        SheetColumn("description", say("what it is about")),
        SheetColumn("starts_on", say("its first day"), example="2024-01-01"),
        SheetColumn("ends_on", say("its last day"), example="2027-12-31"),
        *text_columns(),
    )


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Add and change programmes."""
    session = context.session
    repository = Repository(
        make=ProgrammeDraft,
        on_file={row.code: read_programme(row) for row in session.exec(select(Programme))},
        faults=programme_faults,
        add=lambda drafts: add_programmes(session, drafts, context.actor),
        change=lambda code, draft: change_programme(
            session, code, draft, context.actor, context.why
        ),
    )
    fields = partial(_fields, repository.on_file)
    apply_candidates(
        context, read_candidates(context, rows, "code", repository, fields), repository
    )


def _fields(on_file: Mapping[str, ProgrammeDraft], cells: Cells) -> dict[str, Any]:
    before = on_file.get(cells.raw("code"))
    return read_fields(cells, FIELDS) | texts_in_cells(cells, before)
