"""The pages of approvals: the list of requests, and one request."""

from apiflask import APIBlueprint
from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from tracker.fund.approvals.request_list import (
    OLDEST_FIRST,
    ApprovalRequestItem,
    list_requests,
    preparers,
    returned_to,
)
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.states import ApprovalRequestState, RecordChange
from tracker.http import context
from tracker.http.actor_names import who
from tracker.http.formats import whole
from tracker.http.guard import requires
from tracker.http.labels import label
from tracker.http.list_queries import FilterOption, FilterSort, ListFilter
from tracker.http.page_tables import ColumnKind, TableColumn
from tracker.http.saved_addresses import savable_list
from tracker.listing import FilterChoice, ListQuery, Slice
from tracker.people.permissions import Permission
from tracker.periods import day_of, today
from tracker.web.approvals.change_titles import open_item_name, request_title
from tracker.web.approvals.correction import correct_address
from tracker.web.approvals.request_page import request_page
from tracker.web.forms.saving import actor
from tracker.web.lists.list_page import Plan, chosen_options, make_list_page, options_of

blueprint = APIBlueprint("approvals", __name__, template_folder="templates", enable_openapi=False)
blueprint.add_app_template_filter(request_title)
blueprint.add_app_template_filter(open_item_name)


@blueprint.get("/approvals")
@requires(Permission.SEE_TERMS)
@savable_list
def show_list() -> ResponseReturnValue:
    """Show the waiting requests, the oldest first, or those of the filters."""
    session = context.session()
    return render_template(
        "approvals/list.html",
        page=make_list_page(_fetch, _plan(preparers(session))),
        today=today(),
        me=actor(),
        returned=returned_to(session, actor()) if context.may(Permission.POST_MONEY) else (),
        correct=correct_address,
    )


@blueprint.get("/approvals/<int:number>")
@requires(Permission.SEE_TERMS)
def show(number: int) -> ResponseReturnValue:
    """Show one request."""
    return request_page(number)


def _fetch(session: Session, asked: ListQuery) -> Slice[ApprovalRequestItem]:
    """Fetch the waiting requests unless the address names states, or asks for all of them."""
    if "state" in request.args:
        return list_requests(session, asked)
    waits = FilterChoice("state", ApprovalRequestState.WAITING.value)
    narrowed = ListQuery(asked.words, (*asked.chosen, waits), asked.order, asked.page, asked.size)
    return list_requests(session, narrowed)


def _plan(people: tuple[str, ...]) -> Plan:
    """Return the plan of the list."""
    return Plan(
        caption=_("Requests"),
        columns=(
            TableColumn(_("Number"), ColumnKind.WHOLE),
            TableColumn(_("Entry"), sort="title"),
            TableColumn(_("Kind")),
            TableColumn(_("Amount"), ColumnKind.USD, "USD", sort="amount"),
            TableColumn(_("Contribution"), sort="contribution"),
            TableColumn(_("Activity"), sort="activity"),
            TableColumn(_("Prepared by"), sort="prepared_by"),
            TableColumn(_("Prepared"), ColumnKind.DAY, sort="prepared_at"),
            TableColumn(_("Days"), ColumnKind.WHOLE),
            TableColumn(_("State"), sort="state"),
        ),
        row=lambda item: (item,),
        draws_rows=True,
        file_row=_file_row,
        filters=(
            ListFilter("state", _("State"), options_of(ApprovalRequestState)),
            ListFilter("kind", _("Kind"), (*options_of(EntryKind), *options_of(RecordChange))),
            ListFilter(
                "preparer",
                _("Prepared by"),
                chosen_options(FilterOption(each, who(each)) for each in people),
            ),
            ListFilter("contribution", _("Contribution"), sort=FilterSort.TEXT, rare=True),
            ListFilter("activity", _("Activity"), sort=FilterSort.TEXT, rare=True),
            ListFilter("prepared_from", _("Prepared from"), sort=FilterSort.DAY, rare=True),
            ListFilter("prepared_to", _("Prepared to"), sort=FilterSort.DAY, rare=True),
        ),
        default_order=OLDEST_FIRST,
        empty=_("Nothing has been handed in for approval yet."),
    )


def _file_row(item: ApprovalRequestItem) -> tuple[object, ...]:
    """Return the row of one request in a file; a change of the record has no amount."""
    kind = label(item.kind)
    if item.orders > 1:
        kind = _("%(kind)s and %(number)s more", kind=kind, number=whole(item.orders - 1))
    return (
        item.number,
        request_title(item),
        kind,
        None if item.is_change else item.usd_minor,
        item.contribution or None,
        item.activity or None,
        who(item.prepared_by),
        day_of(item.prepared_at),
        item.days(today()),
        label(item.state),
    )
