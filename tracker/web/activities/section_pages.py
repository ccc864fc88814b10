"""An activity in sections, each saved by itself, and how far each has come."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from tracker.assistance.activities import add_activities
from tracker.assistance.activity_drafts import ActivityDraft, activity_faults
from tracker.assistance.activity_parts import known_numbers
from tracker.assistance.activity_sections import ActivitySection, SectionProgress, progress_of
from tracker.errors import NotFound
from tracker.fund.record_changes.activity_saving import save_activity
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.people.subjects import Subject
from tracker.web.activities.cancellation import cancellation_page
from tracker.web.activities.form import ActivityForm
from tracker.web.activities.own_activity import activity_to_change
from tracker.web.activities.revision_panel import change_message
from tracker.web.activities.section_form import filled_section_form, sent_section_form
from tracker.web.activities.section_names import PROGRESS_NAMES, SECTION_NAMES
from tracker.web.forms.field_texts import FIELDS as FIELD_NAMES
from tracker.web.forms.record_pages import RecordPages
from tracker.words import say

blueprint = APIBlueprint(
    "activity_sections", __name__, template_folder="templates", enable_openapi=False
)
NEXT = "next"
"""The name of the button that saves a section and goes on to the next one."""
OVERVIEW = "activity_sections.overview"
BEGINNING = RecordPages(Subject.ACTIVITY, "activities/begin.html", OVERVIEW)


@blueprint.get("/activities/add/begin")
@requires(Permission.CHANGE_ASSISTANCE)
def begin() -> ResponseReturnValue:
    """Show the few fields with which an activity begins."""
    return BEGINNING.page(ActivityForm(formdata=None, programme=request.args.get("programme", "")))


@blueprint.post("/activities/add/begin")
@requires(Permission.CHANGE_ASSISTANCE)
def begin_it() -> ResponseReturnValue:
    """Add the activity and go on to its sections, or show what is wrong with it."""
    form = ActivityForm()
    return BEGINNING.add(form, form.draft, add_activities)


@blueprint.get("/activities/<code>/sections")
@requires(Permission.CHANGE_ASSISTANCE)
def overview(code: str) -> ResponseReturnValue:
    """Show the sections, how far each has come, and what is missing."""
    draft = activity_to_change(code)
    return render_template("activities/sections.html", title=draft.title, **_shown(code, draft))


@blueprint.get("/activities/<code>/sections/<section>")
@requires(Permission.CHANGE_ASSISTANCE)
def show(code: str, section: str) -> ResponseReturnValue:
    """Show the form of a section as it is."""
    draft, one = activity_to_change(code), _section(section)
    progress = next(found for found in _progress(draft) if found.section is one)
    return _pages(one).page(filled_section_form(one, draft, progress.progress), code)


@blueprint.post("/activities/<code>/sections/<section>")
@requires(Permission.CHANGE_ASSISTANCE)
def save(code: str, section: str) -> ResponseReturnValue:
    """Save the section and go on, or show what is wrong."""
    one = _section(section)
    form = sent_section_form(one, activity_to_change(code))
    answer = _pages(one).change(
        form,
        form.draft,
        save_activity,
        code=code,
        done=partial(change_message, code),
        sure=form.sure,
    )
    return _next(code, one) if NEXT in request.form and _is_saved(answer, code) else answer


def _pages(section: ActivitySection) -> RecordPages:
    """Return the pages of a section's form."""

    def values(code: str) -> Mapping[str, Any]:
        return {**_shown(code, activity_to_change(code)), "section": section.value}

    return RecordPages(
        Subject.ACTIVITY,
        "activities/section.html",
        OVERVIEW,
        values=values,
        asked=cancellation_page,
    )


def _is_saved(answer: ResponseReturnValue, code: str) -> bool:
    """Tell whether a section was saved: its answer leads to all sections."""
    return isinstance(answer, Response) and answer.location == url_for(OVERVIEW, code=code)


def _next(code: str, section: ActivitySection) -> ResponseReturnValue:
    """Go to the section after this one, or back to all after the last."""
    following = list(ActivitySection)[list(ActivitySection).index(section) + 1 :]
    if not following:
        return redirect(url_for(OVERVIEW, code=code), 303)
    return redirect(url_for("activity_sections.show", code=code, section=following[0].value), 303)


def _shown(code: str, draft: ActivityDraft) -> Mapping[str, Any]:
    """Return what the list of sections shows."""
    return {
        "code": code,
        "sections": _progress(draft),
        "section_names": SECTION_NAMES,
        "progress_names": PROGRESS_NAMES,
        "field_name": FIELD_NAMES.__getitem__,
    }


def _progress(draft: ActivityDraft) -> tuple[SectionProgress, ...]:
    """Return how far each section has come."""
    return progress_of(draft, activity_faults(draft, known_numbers(context.session()).codes()))


def _section(name: str) -> ActivitySection:
    """Return the section of an address; raises NotFound."""
    if name not in set(ActivitySection):
        raise NotFound(say("There is nothing at this address."))
    return ActivitySection(name)
