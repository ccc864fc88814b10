"""Sheets of the requests of States."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import select

from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    add_assistance_requests,
    assistance_request_faults,
    change_assistance_request,
    draft_of,
)
from tracker.assistance.states import Priority, RequestSource, RequestStatus
from tracker.assistance.tables.requests import AssistanceRequest
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
from tracker.money import USD
from tracker.reference.instruments import Instrument
from tracker.reference.place_names import place_code
from tracker.words import say

FIELDS: dict[str, Field[Any]] = {
    "code": Field("code", lambda cells: cells.text("code", 60, required=True)),
    "state": Field("state", lambda cells: place_code(cells.text("state", 300, required=True))),
    "source": Field("source", lambda cells: cells.choice("source", RequestSource)),
    "status": Field("status", lambda cells: cells.choice("status", RequestStatus)),
    "priority": Field("priority", lambda cells: cells.choice("priority", Priority)),
    "instrument": Field("instrument", lambda cells: cells.choice("instrument", Instrument)),
    "received_on": Field("received_on", lambda cells: cells.day("received_on", required=True)),
    "articles": Field("articles", lambda cells: cells.text("articles", 200)),
    "summary": Field("summary", lambda cells: cells.text("summary")),
    "decision": Field("decision", lambda cells: cells.text("decision")),
    "review_cluster": Field("review_cluster", lambda cells: cells.whole("review_cluster")),
    "estimated_cost_minor": Field(
        "estimated_cost", lambda cells: cells.amount("estimated_cost", USD)
    ),
    "cost_basis": Field("cost_basis", lambda cells: cells.text("cost_basis", 500)),
    "consent_to_publish": Field(
        "consent_to_publish", lambda cells: cells.yes("consent_to_publish")
    ),
}


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of requests."""
    return (
        SheetColumn("code", say("its code, which never changes"), True, "REQ-2024-017", key=True),
        SheetColumn("state", say("the State that asks (ISO 3166 alpha-3)"), True, "PRY"),
        SheetColumn(
            "source", say("where it was stated"), True, "official_request", values_of(RequestSource)
        ),
        SheetColumn(
            "status", say("how far it has come"), True, "received", values_of(RequestStatus)
        ),
        SheetColumn(
            "priority", say("how urgent the State says it is"), True, "high", values_of(Priority)
        ),
        SheetColumn("instrument", say("what it is about"), True, "UNTOC", values_of(Instrument)),
        SheetColumn("received_on", say("when it arrived"), True, "2024-03-18"),
        SheetColumn("articles", say("the articles concerned"), example="16 18"),
        SheetColumn("summary", say("what is needed")),
        SheetColumn("decision", say("what was decided; a reason when it was declined")),
        SheetColumn(
            "review_cluster",
            say("of a country review: the number of its cluster of articles, 1 to 4"),
            example="4",
        ),
        SheetColumn(
            "estimated_cost", say("what it is estimated to cost in US dollars"), example="85000.00"
        ),
        SheetColumn(
            "cost_basis", say("who estimated the cost, and when"), example=say("programme office")
        ),
        SheetColumn(
            "consent_to_publish",
            say("yes, when the State has consented that its request is public"),
            False,
            "no",
            ("yes", "no"),
        ),
    )


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Add and change requests."""
    session = context.session
    repository = Repository(
        make=AssistanceRequestDraft,
        on_file={row.code: draft_of(row) for row in session.exec(select(AssistanceRequest))},
        faults=assistance_request_faults,
        add=lambda drafts: add_assistance_requests(session, drafts, context.actor),
        change=lambda code, draft: change_assistance_request(
            session, code, draft, context.actor, context.why
        ),
    )
    apply_candidates(
        context, read_candidates(context, rows, "code", repository, _fields), repository
    )


def _fields(cells: Cells) -> dict[str, Any]:
    return read_fields(cells, FIELDS)
