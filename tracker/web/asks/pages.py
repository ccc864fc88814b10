"""The pages of asks for an allocation: the list, and one ask."""

from apiflask import APIBlueprint
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.fund.asks.ask_list import OLDEST_FIRST, AskItem, askers, list_asks
from tracker.fund.states import AllocationAskState
from tracker.http import context
from tracker.http.actor_names import who
from tracker.http.guard import requires
from tracker.http.labels import label
from tracker.http.list_queries import FilterOption, FilterSort, ListFilter
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.people.permissions import Permission
from tracker.periods import day_of
from tracker.web.asks.ask_page import ask_page
from tracker.web.lists.list_page import Plan, chosen_options, make_list_page, options_of

blueprint = APIBlueprint("asks", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/asks")
@requires(Permission.SEE_TERMS)
def show_list() -> ResponseReturnValue:
    """Show the asks, the oldest first."""
    return render_template("asks/list.html", page=make_list_page(list_asks, _plan()))


@blueprint.get("/asks/<int:number>")
@requires(Permission.SEE_TERMS)
def show(number: int) -> ResponseReturnValue:
    """Show one ask, with its costs while it is open."""
    return ask_page(number)


def _plan() -> Plan:
    """Return the plan of the list."""
    people = chosen_options(FilterOption(one, who(one)) for one in askers(context.session()))
    return Plan(
        caption=_("Asks for an allocation"),
        columns=(
            TableColumn(_("Number"), sort="number"),
            TableColumn(_("Activity"), sort="activity"),
            TableColumn(_("What for")),
            TableColumn(_("Contributions"), ColumnKind.WHOLE),
            TableColumn(_("Amount"), ColumnKind.USD, "USD"),
            TableColumn(_("Asked by"), sort="asked_by"),
            TableColumn(_("Asked"), ColumnKind.DAY, sort="asked_at"),
            TableColumn(_("State"), sort="state"),
        ),
        row=_row,
        filters=(
            ListFilter("state", _("State"), options_of(AllocationAskState)),
            ListFilter("activity", _("Activity"), sort=FilterSort.TEXT),
            ListFilter("contribution", _("Contribution"), sort=FilterSort.TEXT),
            ListFilter("asked_by", _("Asked by"), people),
        ),
        default_order=OLDEST_FIRST,
        empty=_("Nobody has asked for an allocation yet."),
    )


def _row(item: AskItem) -> tuple[object, ...]:
    """Return the row of one ask."""
    return (
        TableLink(str(item.number), url_for("asks.show", number=item.number)),
        TableLink(item.activity, url_for("activities.show", code=item.activity)),
        item.purpose,
        item.lines,
        item.minor,
        who(item.asked_by),
        day_of(item.asked_at),
        label(item.state),
    )
