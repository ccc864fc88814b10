"""The money that an activity can have, by contribution."""

from apiflask import APIBlueprint
from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.assistance.recorded_activities import find_activity
from tracker.fund.preparation.money_for_activity import money_for_activity
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.periods import proposed_day

blueprint = APIBlueprint(
    "activity_money", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/activities/<code>/money")
@requires(Permission.SEE_TERMS)
def show(code: str) -> ResponseReturnValue:
    """Show which contributions admit the activity, what each can give, and how long."""
    session, day = context.session(), proposed_day()
    row = find_activity(session, code)
    found = money_for_activity(session, row.id or 0, day)
    return render_template(
        "activities/money.html",
        code=row.code,
        title=row.title,
        on=day,
        money=found,
        by_rule=sum(one.terms.minor for one in found if one.terms.by_rule),
        named=sum(one.terms.minor for one in found if not one.terms.by_rule),
    )
