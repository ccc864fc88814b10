"""The pages of programmes: the list, and one of them."""

from functools import partial

from apiflask import APIBlueprint
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.assistance.activity_list import list_activities
from tracker.assistance.programme_list import ProgrammeItem, list_programmes, programme_places
from tracker.assistance.programmes import (
    find_programme,
    read_programme,
)
from tracker.assistance.states import ProgrammeKind
from tracker.assistance.tables.activities import Activity, Programme
from tracker.fund.balances.uses import money_of_programme
from tracker.http import context
from tracker.http.asked_days import reads_days
from tracker.http.guard import public
from tracker.http.labels import label, place
from tracker.http.list_queries import FilterOption, FilterSort, ListFilter
from tracker.http.local_texts import own_texts, with_own_titles
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.http.saved_addresses import savable_list
from tracker.listing import FilterChoice, ListQuery
from tracker.web.lists.list_page import Plan, chosen_options, make_list_page, options_of

blueprint = APIBlueprint("programmes", __name__, template_folder="templates", enable_openapi=False)
MOST_SHOWN = 250
OWN = "programmes"


@blueprint.get("/programmes")
@public
@reads_days("from", "to")
@savable_list
def show_list() -> ResponseReturnValue:
    """Show the list."""
    own = context.user().programmes
    listed = partial(list_programmes, unpublished=context.sees_unpublished(), own=own)
    fetch = with_own_titles(listed, Programme)
    return render_template("programmes/list.html", page=make_list_page(fetch, _plan()))


@blueprint.get("/programmes/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Show one programme with its activities."""
    session = context.session()
    row = find_programme(session, code)
    asked = ListQuery(chosen=(FilterChoice("programme", code),), order="code", size=MOST_SHOWN)
    fetch = with_own_titles(
        partial(list_activities, unpublished=context.sees_unpublished()), Activity
    )
    programme = read_programme(row)
    return render_template(
        "programmes/page.html",
        programme=programme,
        texts=own_texts(programme),
        activities=fetch(session, asked),
        money=money_of_programme(session, row.id or 0, unpublished=context.sees_unpublished()),
    )


def _plan() -> Plan:
    """Return the plan of the list."""
    return Plan(
        caption=_("Programmes"),
        columns=(
            TableColumn(_("Code"), sort="code"),
            TableColumn(_("Title"), sort="title"),
            TableColumn(_("Kind"), sort="kind"),
            TableColumn(_("State or region")),
            TableColumn(_("Starts on"), ColumnKind.DAY, sort="starts_on"),
            TableColumn(_("Ends on"), ColumnKind.DAY),
            TableColumn(_("Activities"), ColumnKind.WHOLE, sort="activities"),
            TableColumn(_("Budget"), ColumnKind.USD, "USD", sort="budget"),
        ),
        row=_row,
        filters=_filters(),
        default_order="code",
        empty=_("No programme is on file yet."),
        sums=(*(None,) * 7, "budget"),
        sums_of=_sums_of,
    )


def _filters() -> tuple[ListFilter, ...]:
    """Return the filters; that by one's own programmes is for who has some."""
    codes = programme_places(context.session())
    named = chosen_options(FilterOption(code, place(code)) for code in codes)
    mine = (FilterOption(OWN, _("My programmes")),)
    return (
        ListFilter("kind", _("Kind"), options_of(ProgrammeKind)),
        ListFilter("place", _("State or region"), named),
        ListFilter("from", _("From"), sort=FilterSort.DAY),
        ListFilter("to", _("To"), sort=FilterSort.DAY),
        *((ListFilter("mine", _("Mine"), mine),) if context.user().programmes else ()),
    )


def _sums_of(rows: int) -> str:
    """Say what the sums of the list are sums of."""
    return str(
        ngettext(
            "Budgets of the activities of this programme",
            "Budgets of the activities of these %(num)s programmes, together",
            rows,
        )
    )


def _row(item: ProgrammeItem) -> tuple[object, ...]:
    """Return the row of one programme."""
    return (
        TableLink(item.code, url_for("programmes.show", code=item.code)),
        item.title,
        label(item.kind),
        place(item.place) if item.place else None,
        item.starts_on,
        item.ends_on,
        item.activities,
        item.budget_minor,
    )
