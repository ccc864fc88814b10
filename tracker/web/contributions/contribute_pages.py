"""The page for those who want to give: how it is done, what lacks money, whom to write to."""

from apiflask import APIBlueprint
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.assistance.title_book import TitledKind
from tracker.fund.balances.unfunded_activities import UnfundedActivity, unfunded_activities
from tracker.http import context
from tracker.http.guard import public
from tracker.http.own_titles import own_title
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink

blueprint = APIBlueprint("contribute", __name__, template_folder="templates", enable_openapi=False)
MOST_SHOWN = 50


@blueprint.get("/contribute")
@public
def show() -> ResponseReturnValue:
    """Show how to give, and the activities that lack most."""
    found = unfunded_activities(context.session())
    lacking = sum(one.lacking_minor for one in found)
    shown = found[:MOST_SHOWN]
    return render_template(
        "contributions/contribute.html",
        contact=context.settings().contribute_contact,
        number=len(found),
        lacking=lacking,
        columns=_columns(),
        rows=[_row(one) for one in shown],
        is_whole=len(shown) == len(found),
        sums=(None, None, *_sums(found)) if len(shown) == len(found) and found else None,
    )


def _columns() -> list[TableColumn]:
    """Return the columns of the activities."""
    return [
        TableColumn(_("Activity")),
        TableColumn(_("Programme")),
        TableColumn(_("Budget"), ColumnKind.USD, "USD"),
        TableColumn(_("Allocated"), ColumnKind.USD, "USD"),
        TableColumn(_("Lacking"), ColumnKind.USD, "USD"),
    ]


def _row(one: UnfundedActivity) -> tuple[object, ...]:
    """Return the row of an activity."""
    return (
        TableLink(
            own_title(TitledKind.ACTIVITY, one.code, one.title),
            url_for("activities.show", code=one.code),
        ),
        TableLink(
            own_title(TitledKind.PROGRAMME, one.programme, one.programme_title),
            url_for("programmes.show", code=one.programme),
        ),
        one.budget_minor,
        one.allocated_minor,
        one.lacking_minor,
    )


def _sums(found: tuple[UnfundedActivity, ...]) -> tuple[int, int, int]:
    """Return the sums of budgets, allocations and what is lacking."""
    return (
        sum(one.budget_minor for one in found),
        sum(one.allocated_minor for one in found),
        sum(one.lacking_minor for one in found),
    )
