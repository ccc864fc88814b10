"""Adding an activity and changing it."""

from functools import partial

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.assistance.activities import (
    add_activities,
    change_activity,
    find_activity,
    read_draft,
)
from tracker.assistance.titles import programme_titles, tool_titles
from tracker.errors import Fault
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.labels import place
from tracker.people.permissions import Permission
from tracker.reference.regions import places
from tracker.web.activities.form_fields import PARTS, ActivityForm
from tracker.web.activities.form_reading import filled_activity_form, read_activity_form
from tracker.web.forms.fields import ids_of
from tracker.web.forms.reading import save
from tracker.web.forms.saving import actor

blueprint = APIBlueprint(
    "activity_forms", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/activities/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    return _page(ActivityForm(formdata=None, programme=request.args.get("programme", "")), [])


@blueprint.post("/activities/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add_it() -> ResponseReturnValue:
    """Add the activity, or show what is wrong with it."""
    form = ActivityForm()
    read = read_activity_form(form)
    faults = read.faults or save(partial(add_activities, drafts=[read.draft], actor=actor()))
    if faults:
        return _page(form, faults)
    flash(_("%(name)s was added.", name=read.draft.code), "done")
    return redirect(url_for("activities.show", code=read.draft.code), 303)


@blueprint.get("/activities/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change(code: str) -> ResponseReturnValue:
    """Show the form with the activity as it is."""
    session = context.session()
    return _page(filled_activity_form(read_draft(session, find_activity(session, code))), [], code)


@blueprint.post("/activities/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change_it(code: str) -> ResponseReturnValue:
    """Change the activity, or show what is wrong."""
    find_activity(context.session(), code)
    form = ActivityForm()
    read = read_activity_form(form)
    why = (form.why.data or "").strip()
    faults = [*read.faults] if why else [*read.faults, Fault("why", _("Say why this is changed."))]
    faults = faults or save(
        partial(change_activity, code=code, draft=read.draft, actor=actor(), why=why)
    )
    if faults:
        return _page(form, faults, code)
    flash(_("The activity was changed."), "done")
    return redirect(url_for("activities.show", code=code), 303)


def _page(form: ActivityForm, faults: list[Fault], changed: str = "") -> ResponseReturnValue:
    """Show the form; with faults, as refused."""
    session = context.session()
    page = render_template(
        "activities/form.html",
        form=form,
        faults=faults,
        ids=ids_of(form) | {name: f"field-{name}" for name in PARTS},
        changed=changed,
        programmes=programme_titles(session),
        tools=tool_titles(session),
        places={code: place(code) for code in places()},
    )
    return page, 422 if faults else 200
