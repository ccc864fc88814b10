"""Adding an activity and changing it."""

from functools import partial

from apiflask import APIBlueprint
from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker.assistance.activities import add_activities
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.revisions import is_revised_by
from tracker.fund.record_changes.activity_change import CHANGE_ACTIVITY
from tracker.fund.record_changes.activity_saving import save_activity
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.people.subjects import Subject
from tracker.web.activities.cancellation import cancellation_page
from tracker.web.activities.form import (
    ActivityChangeForm,
    ActivityForm,
    copied_activity_form,
    filled_activity_form,
)
from tracker.web.activities.own_activity import activity_to_change
from tracker.web.activities.revision_panel import change_message
from tracker.web.activities.section_names import SECTION_NAMES
from tracker.web.entries.refill import returned_request
from tracker.web.entries.returned_drafts import returned_draft
from tracker.web.forms.record_pages import RecordPages
from tracker.web.forms.versioned_form import sent_form

blueprint = APIBlueprint(
    "activity_forms", __name__, template_folder="templates", enable_openapi=False
)
PAGES = RecordPages(
    Subject.ACTIVITY,
    "activities/form.html",
    "activities.show",
    values=lambda _code: {"section_names": SECTION_NAMES},
    asked=cancellation_page,
)


@blueprint.get("/activities/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add() -> ResponseReturnValue:
    """Show the empty form, one of the programme that is asked for, or a copy of an activity."""
    copied = request.args.get("copy", "")
    if copied:
        session = context.session()
        return PAGES.page(copied_activity_form(read_draft(session, find_activity(session, copied))))
    return PAGES.page(ActivityForm(formdata=None, programme=request.args.get("programme", "")))


@blueprint.post("/activities/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add_it() -> ResponseReturnValue:
    """Add the activity, or show what is wrong with it."""
    form = ActivityForm()
    return PAGES.add(form, form.draft, add_activities)


@blueprint.get("/activities/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change(code: str) -> ResponseReturnValue:
    """Show the form with the activity as it is, or the revision that a request came of."""
    session = context.session()
    draft = activity_to_change(code)
    again = returned_draft(CHANGE_ACTIVITY, code)
    if again and is_revised_by(session, code, returned_request()):
        return redirect(url_for("activity_revisions.show", code=code), 303)
    return PAGES.page(filled_activity_form(again or draft, filled_from=draft), code)


@blueprint.post("/activities/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change_it(code: str) -> ResponseReturnValue:
    """Change the activity, or show what is wrong."""
    find_activity(context.session(), code)
    form = sent_form(ActivityChangeForm, filled_activity_form)
    return PAGES.change(
        form,
        form.draft,
        save_activity,
        code=code,
        done=partial(change_message, code),
        replaces=returned_request(),
        sure=form.sure,
    )
