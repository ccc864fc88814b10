"""The list of instalments and reports due of all contributions."""

from functools import partial

from apiflask import APIBlueprint
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.fund.contributions.due import DueItem, DueKind, list_due
from tracker.fund.contributions.schedule import DueState
from tracker.http.formats import money
from tracker.http.guard import requires
from tracker.http.labels import donor, label
from tracker.http.list_queries import FilterOption, ListFilter
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.http.saved_addresses import savable_list
from tracker.people.permissions import Permission
from tracker.periods import today
from tracker.web.lists.list_page import Plan, make_list_page, options_of

blueprint = APIBlueprint("due", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/contributions/due")
@requires(Permission.SEE_TERMS)
@savable_list
def show_list() -> ResponseReturnValue:
    """Show the list."""
    page = make_list_page(partial(list_due, today=today()), _plan())
    return render_template("contributions/due.html", page=page)


def _plan() -> Plan:
    """Return the plan of the list."""
    states = (DueState.OVERDUE, DueState.TO_COME)
    return Plan(
        caption=_("What is due"),
        columns=(
            TableColumn(_("Due on"), ColumnKind.DAY, sort="due_on"),
            TableColumn(_("State")),
            TableColumn(_("Contribution")),
            TableColumn(_("Donor")),
            TableColumn(_("What")),
            TableColumn(_("Still open")),
        ),
        row=_row,
        filters=(
            ListFilter("kind", _("What"), options_of(DueKind)),
            ListFilter(
                "state", _("State"), tuple(FilterOption(one.value, label(one)) for one in states)
            ),
        ),
        default_order="due_on",
        empty=_("Nothing is due."),
    )


def _row(item: DueItem) -> tuple[object, ...]:
    """Return the row of one item."""
    named = f"{label(item.report)}, {item.period}" if item.report else label(item.kind)
    amount = None if item.open_minor is None else money(item.open_minor, item.currency)
    return (
        item.due_on,
        label(item.state),
        TableLink(item.reference, url_for("contributions.show", reference=item.reference)),
        donor(item.donor, item.donor_name),
        named,
        None if amount is None else f"{item.currency} {amount}",
    )
