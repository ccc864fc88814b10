"""Sheets of the events by which tools reach their readers."""

from collections.abc import Sequence
from typing import Any

from tracker.assistance.disseminations import (
    DisseminationDraft,
    add_disseminations,
    change_dissemination,
    dissemination_faults,
    disseminations_on_record,
    known_dissemination_codes,
)
from tracker.assistance.states import DisseminationMeans, DisseminationUnit
from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn, values_of
from tracker.exchange.import_context import ImportContext
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.repository import (
    Field,
    Repository,
    apply_candidates,
    read_candidates,
    read_fields,
)
from tracker.reference.codes import ParticipantFunction
from tracker.reference.languages import language_named
from tracker.reference.place_names import place_code
from tracker.words import say

FIELDS: dict[str, Field[Any]] = {
    "code": Field("code", lambda cells: cells.text("code", 60, required=True)),
    "tool": Field("tool", lambda cells: cells.text("tool", 60, required=True)),
    "means": Field("means", lambda cells: cells.choice("means", DisseminationMeans)),
    "unit": Field("unit", lambda cells: cells.choice("unit", DisseminationUnit)),
    "held_on": Field("held_on", lambda cells: cells.day("held_on", required=True)),
    "number": Field("number", lambda cells: cells.whole("number") or 0),
    "place": Field("place", lambda cells: place_code(cells.text("place", 300))),
    "language": Field("language", lambda cells: language_named(cells.text("language", 60))),
    "audience": Field(
        "audience",
        lambda cells: cells.choice(
            "audience", ParticipantFunction, ParticipantFunction.NOT_SPECIFIED
        ),
    ),
    "activity": Field("activity", lambda cells: cells.text("activity", 60)),
    "note": Field("note", lambda cells: cells.text("note", 500)),
}


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of dissemination."""
    means, units = values_of(DisseminationMeans), values_of(DisseminationUnit)
    audiences = values_of(ParticipantFunction)
    day, place = say("when; a sum of a period bears its last day"), say("a State or a region")
    language = say("the language of what was handed out, by name or ISO 639-1 code")
    activity = say("the code of the activity that it was part of")
    return (
        SheetColumn("code", say("its code, which never changes"), True, "DIS-2024-017", key=True),
        SheetColumn("tool", say("the code of the tool"), True, "TOOL-MLA-2012"),
        SheetColumn("means", say("how it reached its readers"), True, "training", means),
        SheetColumn("unit", say("what is counted; never added up"), True, "people", units),
        SheetColumn("held_on", day, True, "2024-03-18"),
        SheetColumn("number", say("how many of the unit"), example="40"),
        SheetColumn("place", place, example="KEN"),
        SheetColumn("language", language, example="en"),
        SheetColumn("audience", say("who the readers were"), False, "prosecutor", audiences),
        SheetColumn("activity", activity, example="ACT-2024-031"),
        SheetColumn("note", say("what else is to be said")),
    )


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Add and change events of dissemination."""
    session = context.session
    known = known_dissemination_codes(session)
    repository = Repository(
        make=DisseminationDraft,
        on_file=disseminations_on_record(session, [row.values.get("code", "") for row in rows]),
        faults=lambda draft: dissemination_faults(draft, known),
        add=lambda drafts: add_disseminations(session, drafts, context.actor),
        change=lambda code, draft: change_dissemination(
            session, code, draft, context.actor, context.why
        ),
    )
    apply_candidates(
        context, read_candidates(context, rows, "code", repository, _fields), repository
    )


def _fields(cells: Cells) -> dict[str, Any]:
    return read_fields(cells, FIELDS)
