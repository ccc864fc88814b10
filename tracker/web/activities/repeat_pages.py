"""Repeating an activity: a series is proposed, edited and added, all of it or none."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from tracker.assistance.activities import add_activities
from tracker.assistance.activity_series import start_of
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.web.activities.own_activity import activity_to_repeat
from tracker.web.activities.repeat_form import RepeatForm
from tracker.web.forms.saving import actor

blueprint = APIBlueprint(
    "activity_series", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/activities/<code>/repeat")
@requires(Permission.CHANGE_ASSISTANCE)
def ask(code: str) -> ResponseReturnValue:
    """Show the form of a series."""
    draft = activity_to_repeat(code)
    return _page(RepeatForm(draft, formdata=None, after=start_of(draft)))


@blueprint.post("/activities/<code>/repeat")
@requires(Permission.CHANGE_ASSISTANCE)
def repeat(code: str) -> ResponseReturnValue:
    """Propose the activities of a series, or add them as they were edited."""
    draft = activity_to_repeat(code)
    form = RepeatForm(draft)
    if not form.validate():
        return _page(form)
    if form.proposes:
        asked = {name: form[name].data for name in ("every", "after", "times", "until")}
        return _page(RepeatForm(draft, formdata=None, occasions=form.proposed(), **asked))
    added = form.save(add_activities, form.drafts(), actor())
    if added is None:
        return _page(form)
    many = len(added.value)
    text = ngettext(
        "%(num)s activity was added, not published yet.",
        "%(num)s activities were added, not published yet.",
        many,
    )
    flash(text, "done")
    return redirect(url_for("activities.show", code=draft.code), 303)


def _page(form: RepeatForm) -> ResponseReturnValue:
    """Show the form of a series."""
    page = render_template("activities/repeat.html", form=form, activity=form.draft)
    return page, form.http_status
