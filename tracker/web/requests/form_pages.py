"""Adding a request of a State, changing it, and naming an activity that answers it."""

from dataclasses import replace

from apiflask import APIBlueprint
from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    add_assistance_requests,
    change_assistance_request,
    draft_of,
    find_assistance_request,
)
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.fund.record_changes.activity_saving import save_activity
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.kept_forms import button
from tracker.people.audit import lock_record
from tracker.people.permissions import Permission
from tracker.people.subjects import Subject
from tracker.web.forms.record_pages import RecordPages
from tracker.web.forms.saving import actor
from tracker.web.forms.versioned_form import sent_form
from tracker.web.requests.form import (
    AnswerForm,
    AssistanceRequestChangeForm,
    AssistanceRequestForm,
    filled_request_form,
)
from tracker.web.requests.request_page import request_page
from tracker.words import say

blueprint = APIBlueprint(
    "request_forms", __name__, template_folder="templates", enable_openapi=False
)
PAGES = RecordPages(Subject.ASSISTANCE_REQUEST, "requests/form.html", "requests.show")


@blueprint.get("/requests/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    return PAGES.page(AssistanceRequestForm(formdata=None))


@blueprint.post("/requests/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add_it() -> ResponseReturnValue:
    """Add the request, or show its faults."""
    form = AssistanceRequestForm()
    return PAGES.add(form, form.draft, add_assistance_requests)


@blueprint.get("/requests/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change(code: str) -> ResponseReturnValue:
    """Show the form with the request as it is."""
    return PAGES.page(filled_request_form(_draft_on_file(code)), code)


@blueprint.post("/requests/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change_it(code: str) -> ResponseReturnValue:
    """Change the request, or show its faults."""
    _draft_on_file(code)
    form = sent_form(AssistanceRequestChangeForm, filled_request_form)
    done = _("The request was changed.")
    return PAGES.change(form, form.draft, change_assistance_request, code=code, done=done)


@blueprint.post("/requests/<code>/activities")
@requires(Permission.CHANGE_ASSISTANCE)
@button
def answer_it(code: str) -> ResponseReturnValue:
    """Note that an activity answers the request, or show what is wrong."""
    _draft_on_file(code)
    form = AnswerForm()
    named = form.activity.data
    if form.validate() and form.save(note_answer, code, named, actor()):
        flash(_("%(activity)s answers this request.", activity=named), "done")
        return PAGES.go_to(code)
    return request_page(code, form)


def note_answer(session: Session, code: str, activity: str, actor: str) -> None:
    """Add a request to those that an activity answers; one that it names already stays.

    It holds at once and leaves a revision of the activity as it is. Raises InvalidDraft for an
    activity of another manager's programme.
    """
    lock_record(session)
    draft = read_draft(session, find_activity(session, activity))
    if code not in draft.requests:
        after = replace(draft, requests=(*draft.requests, code))
        why = say("it answers the request %(code)s", code=code)
        save_activity(session, activity, after, actor, why)


def _draft_on_file(code: str) -> AssistanceRequestDraft:
    """Return the request as it is on file."""
    return draft_of(find_assistance_request(context.session(), code))
