"""The pages of contributions: the list, and one with its waterfall."""

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from apiflask import APIBlueprint
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.assistance.unpublished import withheld_codes
from tracker.fund.approvals.request_list import requests_of_contribution
from tracker.fund.balances.tool_uses import tools_of_contribution
from tracker.fund.balances.uses import total_of, uses_of_contribution
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.contributions.contribution_list import (
    ContributionItem,
    list_contributions,
    read_contribution,
)
from tracker.fund.contributions.parts import read_seen_parts
from tracker.fund.contributions.schedule import instalments_of, reports_of
from tracker.fund.contributions.scopes import shown_scope
from tracker.fund.contributions.state_moves import moves_of
from tracker.fund.ledger.contribution_entries import (
    NEWEST_FIRST,
    EntryItem,
    entries_of_contribution,
)
from tracker.fund.ledger.entry_visibility import as_seen
from tracker.http import context
from tracker.http.asked_days import reads_days
from tracker.http.guard import public
from tracker.http.labels import donor, label
from tracker.http.list_queries import read_list_query
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.http.saved_addresses import savable_list
from tracker.http.shown_files import files_of_contribution
from tracker.listing import ListQuery, Slice
from tracker.people.permissions import Permission, may_see_terms, terms_seen
from tracker.periods import today
from tracker.web.contributions.list_filters import list_filters
from tracker.web.contributions.waterfall_labels import shown_steps
from tracker.web.contributions.withdrawn import withdrawn_from
from tracker.web.entries.kinds import entry_menu
from tracker.web.lists.list_page import Plan, make_list_page

blueprint = APIBlueprint(
    "contributions", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/contributions")
@public
@reads_days("from", "to")
@savable_list
def show_list() -> ResponseReturnValue:
    """Show the list."""
    fetch = partial(list_contributions, seen=terms_seen(context.user()))
    return render_template("contributions/list.html", page=make_list_page(fetch, _plan()))


@blueprint.get("/contributions/<reference>")
@public
def show(reference: str) -> ResponseReturnValue:
    """Show one contribution."""
    session = context.session()
    facts = read_contribution(session, reference)
    item = facts.item
    withheld = withheld_codes(session, unpublished=context.sees_unpublished())
    uses = uses_of_contribution(session, item.id, withheld)
    wanted = read_list_query((), (), NEWEST_FIRST)
    may_see = may_see_terms(context.user(), item.donor)
    money = waterfall_of(session, item.id, item.reserve_rate_bp)
    parts = read_seen_parts(session, item.id, terms=may_see)
    day = today()
    return render_template(
        "contributions/page.html",
        item=item,
        scope=shown_scope(facts.scope, withheld),
        terms=facts.terms if may_see else None,
        instalments=instalments_of(parts, item.state, money.received_original_minor, day),
        reports=reports_of(parts, item.state, day),
        documents=parts.documents,
        files=files_of_contribution(item.id, reference, terms=may_see),
        withdrawn=withdrawn_from(item, terms=may_see),
        moves=moves_of(session, reference) if may_see else (),
        money=money,
        steps=shown_steps(money, item),
        tools=tools_of_contribution(session, item.id),
        waiting=requests_of_contribution(session, item.id)
        if context.may(Permission.SEE_TERMS)
        else (),
        uses=uses,
        uses_total=total_of([use.amounts for use in uses]),
        entries=_entries(item, wanted, withheld, terms=may_see),
        menu=entry_menu(item),
        page_given="page" in request.args,
    )


def _entries(
    item: ContributionItem, wanted: ListQuery, withheld: Collection[str], *, terms: bool
) -> Slice[EntryItem]:
    """Return a page of the entries that the reader may see, each with the terms likewise."""
    session = context.session()
    page = entries_of_contribution(session, item.id, wanted, terms=terms, withheld=withheld)
    user = context.user()
    rows = (as_seen(entry, user, item.reference, item.donor) for entry in page.rows)
    return replace(page, rows=tuple(rows))


def _plan() -> Plan:
    """Return the plan of the list."""
    return Plan(
        caption=_("Contributions"),
        columns=(
            TableColumn(_("Reference"), sort="reference"),
            TableColumn(_("Donor"), sort="donor"),
            TableColumn(_("Title"), sort="title"),
            TableColumn(_("Earmarking"), sort="earmarking"),
            TableColumn(_("State"), sort="state"),
            TableColumn(_("Pledged on"), ColumnKind.DAY, sort="pledged_on"),
            TableColumn(_("Pledged"), ColumnKind.USD, "USD", sort="pledged"),
            TableColumn(_("Received"), ColumnKind.USD, "USD", sort="received"),
            TableColumn(_("Not allocated"), ColumnKind.USD, "USD", sort="available"),
        ),
        row=_row,
        filters=list_filters(),
        default_order="-pledged_on",
        empty=_("No contribution is on file yet."),
        sums=(None, None, None, None, None, None, "pledged", "received", "available"),
        sums_of=_sums_of,
    )


def _sums_of(rows: int) -> str:
    """Say what the sums of the list are sums of."""
    return str(
        ngettext(
            "Amounts of this contribution", "Amounts of these %(num)s contributions, together", rows
        )
    )


def _row(item: ContributionItem) -> tuple[object, ...]:
    """Return the row of one contribution."""
    return (
        TableLink(item.reference, url_for("contributions.show", reference=item.reference)),
        donor(item.donor, item.donor_name),
        item.title,
        label(item.earmarking),
        label(item.state),
        item.pledged_on,
        item.pledged_minor,
        item.received_minor,
        item.available_minor,
    )
