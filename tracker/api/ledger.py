"""The entries of the ledger, for those who may see the terms of all contributions."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from flask import Response
from pydantic import Field

from tracker.api.answers import PageAnswer, page_of, write
from tracker.api.contribution_schemas import Entry
from tracker.api.parameters import Code, Day, ListParameters, Words, order_by, takes
from tracker.api.subjects import make_blueprint
from tracker.fund.ledger.contribution_entries import NEWEST_FIRST
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.ledger_list import (
    LEDGER_ORDERS,
    YES,
    list_entries,
    read_ledger_entry,
)
from tracker.http import context
from tracker.http.guard import requires
from tracker.listing import FilterChoice, ListQuery
from tracker.people.permissions import Permission

GUARDED = {401: "It is not known who asks.", 403: "The role does not allow it."}

blueprint = make_blueprint("Ledger", "The entries as they were recorded; not public.")


class Period(StrEnum):
    """Whether the effective date of an entry lies in a closed period."""

    CLOSED = "closed"
    OPEN = "open"


class LedgerParameters(ListParameters):
    """Filters and order of the list of entries."""

    kind: tuple[EntryKind, ...] = ()
    donor: tuple[Code, ...] = Field((), description="Codes of donors.")
    contribution: tuple[Code, ...] = Field((), description="References of contributions.")
    activity: tuple[Code, ...] = Field((), description="Codes of activities.")
    first: Day | None = Field(None, alias="from", description="Count for this day or later.")
    last: Day | None = Field(None, alias="to", description="Count for this day or earlier.")
    period: tuple[Period, ...] = ()
    corrections: bool = Field(False, description="Only corrections of closed periods.")
    prepared_by: Words = Field(
        "", description="A part of the name, or the handle, of who recorded it."
    )
    approved_by: Words = Field(
        "", description="A part of the name, or the handle, of who approved it."
    )
    sort: Annotated[str, order_by(LEDGER_ORDERS)] = NEWEST_FIRST


class LedgerEntry(Entry):
    """An entry with its number."""

    id: int = Field(description="Its number, counted from 1 without a gap.")


class LedgerPage(PageAnswer[LedgerEntry]):
    """A page of entries."""


class LedgerEntryDetail(LedgerEntry):
    """An entry and its place in the chain."""

    digest: str = Field(description="SHA-256, in hexadecimal.")
    digest_before: str = Field(description="That of the entry before; empty for the first.")
    request: int = Field(description="The request that approved it; 0 for none.")
    reverses_id: int = Field(description="The number of the entry that it reverses; 0 for none.")
    reversed_by_id: int = Field(description="The number of its reversal; 0 for none.")


@blueprint.get("/ledger/entries")
@requires(Permission.SEE_TERMS)
@blueprint.output(LedgerPage)
@blueprint.doc(responses=GUARDED)
@takes(LedgerParameters)
def list_all(parameters: LedgerParameters) -> Response:
    """List the entries of the ledger with their lines.

    Words are searched for in the reference, the note, the basis and the letter.
    """
    found = list_entries(context.session(), _asked(parameters), lines=True)
    return write(LedgerPage, page_of(found))


@blueprint.get("/ledger/entries/<int:number>")
@requires(Permission.SEE_TERMS)
@blueprint.output(LedgerEntryDetail)
@blueprint.doc(responses=GUARDED)
def show(number: int) -> Response:
    """Show one entry."""
    facts = read_ledger_entry(context.session(), number)
    whole = LedgerEntry.model_validate(facts.item).model_dump()
    own = ("digest", "digest_before", "request", "reverses_id", "reversed_by_id")
    return write(LedgerEntryDetail, whole | {name: getattr(facts, name) for name in own})


def _asked(parameters: LedgerParameters) -> ListQuery:
    """Return the query of the list."""
    single = {
        "from": _spelled(parameters.first),
        "to": _spelled(parameters.last),
        "corrections": YES if parameters.corrections else "",
        "prepared_by": parameters.prepared_by,
        "approved_by": parameters.approved_by,
    }
    several = {
        name: getattr(parameters, name)
        for name in ("kind", "donor", "contribution", "activity", "period")
    }
    chosen = [FilterChoice(name, code) for name, code in single.items() if code]
    chosen += [FilterChoice(name, str(code)) for name, codes in several.items() for code in codes]
    return ListQuery(
        parameters.q, tuple(chosen), parameters.sort, parameters.page, parameters.per_page
    )


def _spelled(day: date | None) -> str:
    """Spell a day, empty for none."""
    return day.isoformat() if day else ""
