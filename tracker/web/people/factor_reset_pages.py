"""The reset of a person's second factor by an administrator."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.http import context
from tracker.http.guard import requires
from tracker.http.kept_forms import button
from tracker.people.permissions import Permission
from tracker.people.second_factors import factor_state
from tracker.people.users import user_named
from tracker.user_accounts.resets import reset_factor
from tracker.web.forms.reason import ReasonForm
from tracker.web.forms.saving import actor

blueprint = APIBlueprint(
    "factor_resets", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/people/<handle>/second-factor")
@requires(Permission.RESET_FACTORS)
def show(handle: str) -> ResponseReturnValue:
    """Show whether the person has a factor, and the form of its reset."""
    return _page(handle, ReasonForm(formdata=None))


@blueprint.post("/people/<handle>/second-factor")
@button
@requires(Permission.RESET_FACTORS)
def reset(handle: str) -> ResponseReturnValue:
    """Reset the factor of the person."""
    form = ReasonForm()
    if form.validate() and form.save(reset_factor, handle, actor(), form.why.data):
        context.jobs().start_waiting()
        told = _(
            "The second factor was reset, all sessions of the person were ended, and all API "
            "tokens revoked."
        )
        flash(told, "done")
        return redirect(url_for("person.show", handle=handle), 303)
    return _page(handle, form), form.http_status


def _page(handle: str, form: ReasonForm) -> str:
    """Draw the page."""
    session = context.session()
    person = user_named(session, handle)
    return render_template(
        "people/reset_factor.html",
        form=form,
        person=person,
        state=factor_state(session, person.handle),
    )
