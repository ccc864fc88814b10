"""The short ways to change an activity: its status, people reached, a result, a document."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.repeated_counts import counted_again
from tracker.fund.record_changes.activity_saving import save_activity
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.versions import version_of
from tracker.web.activities.own_activity import activity_to_change
from tracker.web.activities.quick_forms import (
    SHORT_FORMS,
    ActivityPeopleForm,
    ActivityStatusForm,
    ShortForm,
)
from tracker.web.activities.revision_panel import change_message
from tracker.web.forms.saving import actor
from tracker.web.forms.waiting import go_to_request

blueprint = APIBlueprint(
    "activity_short_forms", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/activities/<code>/status", defaults={"part": "status"})
@blueprint.get("/activities/<code>/people", defaults={"part": "people"})
@blueprint.get("/activities/<code>/results", defaults={"part": "results"})
@blueprint.get("/activities/<code>/documents", defaults={"part": "documents"})
@requires(Permission.CHANGE_ASSISTANCE)
def ask(code: str, part: str) -> ResponseReturnValue:
    """Show the short form."""
    return _page(code, part, _shown_form(part, activity_to_change(code), code))


@blueprint.post("/activities/<code>/status", defaults={"part": "status"})
@blueprint.post("/activities/<code>/people", defaults={"part": "people"})
@blueprint.post("/activities/<code>/results", defaults={"part": "results"})
@blueprint.post("/activities/<code>/documents", defaults={"part": "documents"})
@requires(Permission.CHANGE_ASSISTANCE)
def save(code: str, part: str) -> ResponseReturnValue:
    """Change the activity, or show what is wrong."""
    before = activity_to_change(code)
    form = SHORT_FORMS[part]()
    form.before = before
    if not form.validate():
        return _page(code, part, form)
    saved = form.save(
        save_activity,
        code,
        form.after(),
        actor(),
        form.why.data,
        version=version_of(before),
        sure=form.sure,
    )
    if saved is None:
        return _page(code, part, form)
    if saved.value:
        return go_to_request(saved.value)
    flash(change_message(code), "done")
    return redirect(url_for("activities.show", code=code), 303)


def _shown_form(part: str, draft: ActivityDraft, code: str) -> ShortForm:
    """Return a short form before it is filled in; that of the status says what it is."""
    kind = SHORT_FORMS[part]
    if kind is ActivityPeopleForm:
        return kind(formdata=None, data=_again(draft, code))
    if kind is not ActivityStatusForm:
        return kind(formdata=None)
    return kind(
        formdata=None,
        seen=version_of(draft),
        status=draft.status,
        actual_start=draft.actual_start,
        actual_end=draft.actual_end,
    )


def _again(draft: ActivityDraft, code: str) -> dict[str, object]:
    """Return the count of people who came again, by the number of their row; else nothing."""
    number = request.args.get("again", type=int)
    if number is None or not 0 <= number < len(draft.participants):
        return {}
    return counted_again(draft.participants[number], code)._asdict()


def _page(code: str, part: str, form: ShortForm) -> ResponseReturnValue:
    """Show a short form with its faults and questions."""
    page = render_template("activities/short_form.html", form=form, code=code, part=part)
    return page, form.http_status
