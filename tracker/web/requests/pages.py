"""The pages of the requests of States: the list, and one of them."""

from functools import partial

from apiflask import APIBlueprint
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.assistance.assistance_request_list import (
    NEWEST_FIRST,
    NO,
    YES,
    AssistanceRequestItem,
)
from tracker.assistance.states import Priority, RequestSource, RequestStatus
from tracker.http import context
from tracker.http.asked_days import reads_days
from tracker.http.guard import public
from tracker.http.labels import label, place
from tracker.http.list_queries import FilterOption, FilterSort, ListFilter
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.http.saved_addresses import savable_list
from tracker.http.shown_requests import list_shown_requests
from tracker.reference.instruments import Instrument
from tracker.web.lists.list_page import Plan, make_list_page, options_of
from tracker.web.lists.record_filters import article_options
from tracker.web.lists.state_options import state_options
from tracker.web.requests.request_page import request_page

blueprint = APIBlueprint("requests", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/requests/list")
@public
@reads_days("from", "to")
@savable_list
def show_list() -> ResponseReturnValue:
    """Show the list: all of them to staff, those with their States' consent to others."""
    staff = context.sees_unpublished()
    page = make_list_page(list_shown_requests, _plan(staff=staff))
    return render_template("requests/list.html", page=page)


@blueprint.get("/requests/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Show one request."""
    return request_page(code)


def _plan(*, staff: bool) -> Plan:
    """Return the plan of the list; costs are for staff."""
    cost = (TableColumn(_("Estimated cost"), ColumnKind.USD, "USD", sort="cost"),)
    day = FilterSort.DAY
    return Plan(
        caption=_("Requests of States"),
        columns=(
            TableColumn(_("Code"), sort="code"),
            TableColumn(_("Requesting State"), sort="state"),
            TableColumn(_("Received"), ColumnKind.DAY, sort="received_on"),
            TableColumn(_("Status"), sort="status"),
            TableColumn(_("Priority"), sort="priority"),
            TableColumn(_("Source")),
            TableColumn(_("Instrument")),
            TableColumn(_("Articles")),
            TableColumn(_("Activities"), ColumnKind.WHOLE),
            *(cost if staff else ()),
        ),
        row=partial(_row, staff=staff),
        filters=(
            ListFilter("status", _("Status"), options_of(RequestStatus)),
            ListFilter("country", _("Requesting State"), state_options()),
            ListFilter("protocol", _("Instrument"), options_of(Instrument)),
            ListFilter("source", _("Source"), options_of(RequestSource)),
            ListFilter("priority", _("Priority"), options_of(Priority)),
            ListFilter("article", _("Article"), article_options()),
            ListFilter("assisted", _("Assisted"), _assisted()),
            ListFilter("from", _("From"), sort=day),
            ListFilter("to", _("To"), sort=day),
        ),
        default_order=NEWEST_FIRST,
        empty=_("No request is on file yet."),
        sums=(*(None,) * 9, "cost") if staff else None,
        sums_of=_sums_of,
    )


def _assisted() -> tuple[FilterOption, ...]:
    """Return the answers whether an activity answers a request."""
    return (FilterOption(YES, _("an activity answers it")), FilterOption(NO, _("no activity yet")))


def _sums_of(rows: int) -> str:
    """Say what the sums of the list are sums of."""
    return str(
        ngettext(
            "Estimated cost of this request",
            "Estimated cost of these %(num)s requests, as far as it is known",
            rows,
        )
    )


def _row(item: AssistanceRequestItem, *, staff: bool) -> tuple[object, ...]:
    """Return the row of one request."""
    return (
        TableLink(item.code, url_for("requests.show", code=item.code)),
        place(item.state),
        item.received_on,
        label(item.status),
        label(item.priority),
        label(item.source),
        item.instrument.value,
        item.articles or None,
        item.activities,
        *((item.estimated_cost_minor,) if staff else ()),
    )
