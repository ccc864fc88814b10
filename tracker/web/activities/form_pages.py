"""Adding an activity and changing it."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from tracker.assistance.activities import (
    add_activities,
    find_activity,
    read_draft,
)
from tracker.fund.record_changes.activity_change import CHANGE_ACTIVITY, change_or_hand_in
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.people.subjects import Subject
from tracker.web.activities.form import ActivityChangeForm, ActivityForm, filled_activity_form
from tracker.web.entries.refill import returned_request
from tracker.web.entries.returned_drafts import returned_draft
from tracker.web.forms.edit_conflict_page import EditedRecord, edit_conflict_page
from tracker.web.forms.saving import actor
from tracker.web.forms.versioned_form import sent_form
from tracker.web.forms.waiting import go_to_request

blueprint = APIBlueprint(
    "activity_forms", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/activities/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add() -> ResponseReturnValue:
    """Show the empty form, or one of the programme that is asked for."""
    return _page(ActivityForm(formdata=None, programme=request.args.get("programme", "")))


@blueprint.post("/activities/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add_it() -> ResponseReturnValue:
    """Add the activity, or show what is wrong with it."""
    form = ActivityForm()
    if form.validate() and form.save(add_activities, drafts=[form.draft()], actor=actor()):
        flash(_("%(name)s was added.", name=form.code.data), "done")
        return _back_to(form.code.data)
    return _page(form)


@blueprint.get("/activities/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change(code: str) -> ResponseReturnValue:
    """Show the form with the activity as it is."""
    session = context.session()
    draft = read_draft(session, find_activity(session, code))
    again = returned_draft(CHANGE_ACTIVITY, code)
    return _page(filled_activity_form(again or draft, filled_from=draft), code)


@blueprint.post("/activities/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change_it(code: str) -> ResponseReturnValue:
    """Change the activity, or show what is wrong."""
    find_activity(context.session(), code)
    form = sent_form(ActivityChangeForm, filled_activity_form)
    if form.validate() and (
        saved := form.save_change(
            change_or_hand_in,
            form.draft(),
            code=code,
            actor=actor(),
            why=form.why.data,
            replaces=returned_request(),
        )
    ):
        if saved.value:
            return go_to_request(saved.value)
        flash(_("The activity was changed."), "done")
        return _back_to(code)
    return _page(form, code)


def _page(form: ActivityForm, changed: str = "") -> ResponseReturnValue:
    """Show the form of a new activity, or of the one that is changed, or both edits of it."""
    if isinstance(form, ActivityChangeForm) and form.conflict:
        address = url_for("activities.show", code=changed)
        edited = EditedRecord(Subject.ACTIVITY, changed, address)
        return edit_conflict_page(form, form.conflict, edited), form.http_status
    return render_template("activities/form.html", form=form, changed=changed), form.http_status


def _back_to(code: str) -> Response:
    """Go to the activity's page."""
    return redirect(url_for("activities.show", code=code), 303)
