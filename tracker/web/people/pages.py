"""The list of users."""

from apiflask import APIBlueprint
from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.people.second_factors import people_with_factor
from tracker.people.users import list_users

blueprint = APIBlueprint("people", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/people")
@requires(Permission.SEE_PEOPLE)
def show_list() -> ResponseReturnValue:
    """Show the list."""
    session = context.session()
    return render_template(
        "people/list.html",
        people=list_users(session),
        with_factor=people_with_factor(session),
        may_manage=context.may(Permission.MANAGE_PEOPLE),
    )
