"""Contributions: the list, one of them, its entries and its activities."""

from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Annotated, Any
from urllib.parse import quote

from flask import Response
from pydantic import Field

from tracker.api.answers import AnswerPage, cut, page_of, write
from tracker.api.contribution_schemas import (
    Contribution,
    ContributionDetail,
    ContributionPage,
    EntryPage,
    UsePage,
)
from tracker.api.contribution_schemas import Waterfall as WaterfallAnswer
from tracker.api.files import in_answer
from tracker.api.parameters import Code, Day, ListParameters, list_query, order_by, takes
from tracker.api.subjects import make_blueprint, on_file
from tracker.api.withdrawals import withdrawn
from tracker.assistance.unpublished import withheld_codes
from tracker.folding import contains_folded
from tracker.fund.balances.tool_uses import tools_of_contribution
from tracker.fund.balances.uses import uses_of_contribution
from tracker.fund.balances.waterfall import Waterfall, waterfall_of
from tracker.fund.balances.waterfall_steps import steps_of
from tracker.fund.contributions.contribution_list import (
    FILTERS,
    ORDERS,
    ContributionFacts,
    list_contributions,
    read_contribution,
)
from tracker.fund.contributions.part_drafts import ContributionParts
from tracker.fund.contributions.parts import read_seen_parts, read_withdrawn_parts
from tracker.fund.contributions.schedule import instalments_of, reports_of
from tracker.fund.contributions.scopes import shown_scope
from tracker.fund.ledger.contribution_entries import (
    NEWEST_FIRST,
    EntryItem,
    entries_of_contribution,
)
from tracker.fund.ledger.contribution_entries import ORDERS as ENTRY_ORDERS
from tracker.fund.ledger.entry_visibility import as_seen
from tracker.fund.states import ContributionKind, ContributionSource, ContributionState
from tracker.http import context
from tracker.http.guard import public
from tracker.http.shown_files import files_of_contribution
from tracker.listing import ListQuery
from tracker.people.permissions import history_seen, may_see_terms, terms_seen
from tracker.periods import today
from tracker.reference.codes import (
    ContributorType,
    Earmarking,
    EarmarkingModality,
    FinancingInstrument,
)
from tracker.reference.instruments import Instrument

FIRST = 50
"""The number of entries and activities in the answer about one contribution."""

blueprint = make_blueprint("Contributions", "What donors give, and what became of it.")


class ContributionParameters(ListParameters):
    """Filters and order of the list of contributions."""

    donor: tuple[Code, ...] = Field((), description="Codes of donors.")
    donor_type: tuple[ContributorType, ...] = ()
    earmarking: tuple[Earmarking, ...] = ()
    state: tuple[ContributionState, ...] = ()
    kind: tuple[ContributionKind, ...] = ()
    source: tuple[ContributionSource, ...] = ()
    financing: tuple[FinancingInstrument, ...] = Field((), description="Financing instruments.")
    modality: tuple[EarmarkingModality, ...] = Field((), description="Modalities of earmarking.")
    currency: tuple[Code, ...] = Field((), description="ISO 4217.")
    programme: tuple[Code, ...] = Field((), description="Programmes it is earmarked for.")
    protocol: tuple[Instrument, ...] = Field((), description="Instruments it is earmarked for.")
    country: tuple[Code, ...] = Field((), description="States or areas it is earmarked for.")
    tool: tuple[Code, ...] = Field((), description="Tools it is earmarked for.")
    first: Day | None = Field(None, alias="from", description="Pledged on this day or later.")
    last: Day | None = Field(None, alias="to", description="Pledged on this day or earlier.")
    ends_from: Day | None = Field(None, description="To be used until this day or a later one.")
    ends_to: Day | None = Field(None, description="To be used until this day or an earlier one.")
    sort: Annotated[str, order_by(ORDERS)] = "reference"


class EntryParameters(ListParameters):
    """Page and order of a list of entries."""

    sort: Annotated[str, order_by(ENTRY_ORDERS)] = NEWEST_FIRST


@blueprint.get("/contributions")
@public
@blueprint.output(ContributionPage)
@takes(ContributionParameters)
def list_all(parameters: ContributionParameters) -> Response:
    """List contributions.

    Words are searched for in the reference, the title and the donor; for a reader who may see the
    terms also in the donor's own reference and the number of the agreement. A contribution of
    which such a key equals the words comes first.
    """
    asked = list_query(parameters, FILTERS, parameters.sort)
    found = list_contributions(context.session(), asked, seen=terms_seen(context.user()))
    return write(ContributionPage, page_of(found))


@blueprint.get("/contributions/<reference>")
@public
@blueprint.output(ContributionDetail)
def show(reference: str) -> Response:
    """Show one contribution.

    The entries are the newest, the activities those with the largest allocations; `next` leads to
    the rest.
    """
    found = on_file(read_contribution, reference)
    return write(ContributionDetail, _detail(found))


@blueprint.get("/contributions/<reference>/entries")
@public
@blueprint.output(EntryPage)
@takes(EntryParameters)
def list_entries(reference: str, parameters: EntryParameters) -> Response:
    """List the entries with lines on a contribution.

    Only the lines of this contribution are shown; instalments that fell due only to a reader who
    may see the terms.
    """
    found = on_file(read_contribution, reference)
    asked = list_query(parameters, (), parameters.sort)
    return write(EntryPage, _entries(found, asked, _withheld()))


@blueprint.get("/contributions/<reference>/activities")
@public
@blueprint.output(UsePage)
@takes(ListParameters)
def list_activities(reference: str, parameters: ListParameters) -> Response:
    """List the activities with money of a contribution, the largest allocation first."""
    found = on_file(read_contribution, reference)
    uses = [
        use
        for use in uses_of_contribution(context.session(), found.item.id, _withheld())
        if contains_folded(parameters.q, f"{use.activity} {use.activity_title}")
    ]
    return write(UsePage, cut(uses, parameters.page, parameters.per_page))


def _detail(found: ContributionFacts) -> ContributionDetail:
    """Return the answer about one contribution."""
    session, item = context.session(), found.item
    path = f"/api/v1/contributions/{quote(item.reference, safe='')}"
    withheld = _withheld()
    uses = uses_of_contribution(session, item.id, withheld)
    waterfall = waterfall_of(session, item.id, item.reserve_rate_bp)
    may_see = may_see_terms(context.user(), item.donor)
    names = history_seen(context.user(), item.donor).people
    parts = read_seen_parts(session, item.id, terms=may_see)
    gone = read_withdrawn_parts(session, item.id, item.reference, terms=may_see)
    newest = ListQuery(order=NEWEST_FIRST, size=FIRST)
    return ContributionDetail.model_validate(
        {
            **Contribution.model_validate(item).model_dump(),
            "scope": shown_scope(found.scope, withheld),
            "waterfall": _waterfall(waterfall, terms=may_see),
            "waterfall_steps": steps_of(waterfall),
            "tools": tools_of_contribution(session, item.id),
            "entries": _entries(found, newest, withheld, f"{path}/entries"),
            "activities": cut(uses, 1, FIRST, f"{path}/activities"),
            "documents": parts.documents,
            "files": in_answer(files_of_contribution(item.id, item.reference, terms=may_see).files),
            "withdrawn_documents": withdrawn(gone.documents, names=names),
            "terms": {
                **_terms(found, parts, waterfall.received_original_minor),
                "withdrawn_instalments": withdrawn(gone.instalments, names=names),
                "withdrawn_reports": withdrawn(gone.reports, names=names),
            }
            if may_see
            else None,
        }
    )


def _waterfall(waterfall: Waterfall, *, terms: bool) -> WaterfallAnswer:
    """Return the waterfall; what has fallen due only to those who may see the terms."""
    answer = WaterfallAnswer.model_validate(waterfall)
    return answer if terms else answer.model_copy(update={"due_original_minor": None})


def _terms(
    found: ContributionFacts, parts: ContributionParts, received_minor: int
) -> dict[str, Any]:
    """Return the terms, with the states of the instalments and the reports."""
    on, state = today(), found.item.state
    return {
        **asdict(found.terms),
        "instalments": [
            {
                **part.draft.values(),
                "received_minor": part.received_minor,
                "state": part.state,
            }
            for part in instalments_of(parts, state, received_minor, on)
        ],
        "reports": [
            {**report.draft.values(), "state": report.state}
            for report in reports_of(parts, state, on)
        ],
    }


def _withheld() -> frozenset[str]:
    """Return the codes of the activities that the reader is not shown."""
    return withheld_codes(context.session(), unpublished=context.sees_unpublished())


def _entries(
    found: ContributionFacts, asked: ListQuery, withheld: Collection[str], path: str = ""
) -> AnswerPage[EntryItem]:
    """Return a page of entries; their terms, and instalments, only to those who may see them."""
    may_see = may_see_terms(context.user(), found.item.donor)
    session, number = context.session(), found.item.id
    entries = entries_of_contribution(session, number, asked, terms=may_see, withheld=withheld)
    page = page_of(entries, path)
    return replace(
        page,
        items=[
            as_seen(entry, context.user(), found.item.reference, found.item.donor)
            for entry in page.items
        ],
    )
