"""The page of a revision that waits: what would change, its publication, return, end or repeat.

Where the record was changed under it, both are shown and its author decides what holds.
"""

from functools import partial

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from tracker.assistance.revisions import find_edits
from tracker.assistance.states import PublicationState
from tracker.edits import EditConflict
from tracker.fund.record_changes.activity_saving import save_activity
from tracker.fund.record_changes.revision_decisions import (
    drop_revision,
    hand_in_again,
    publish_revision,
    return_revision,
)
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.kept_forms import button
from tracker.http.own_programmes import expect_change_of
from tracker.http.shown_forms import is_shown_again
from tracker.people.permissions import Permission
from tracker.people.subjects import Subject
from tracker.web.activities.cancellation import cancellation_page
from tracker.web.activities.form import ActivityChangeForm, filled_activity_form
from tracker.web.activities.publication_forms import PublicationForm, RevisionForm
from tracker.web.activities.revision_panel import change_message, find_revision_panel
from tracker.web.activities.section_names import SECTION_NAMES
from tracker.web.forms.edit_conflict_page import EditedRecord, edit_conflict_page
from tracker.web.forms.record_pages import RecordPages
from tracker.web.forms.saving import actor
from tracker.web.forms.versioned_form import WHY, sent_form
from tracker.web.forms.waiting import go_to_request

blueprint = APIBlueprint(
    "activity_revisions", __name__, template_folder="templates", enable_openapi=False
)

SETTLING = RecordPages(
    Subject.ACTIVITY,
    "activities/form.html",
    "activity_revisions.show",
    values=lambda _code: {"section_names": SECTION_NAMES},
    asked=cancellation_page,
)
"""The pages on which an author decides about what was changed on record under a revision."""


@blueprint.get("/activities/<code>/revision")
@requires(Permission.SEE_UNPUBLISHED)
def show(code: str) -> ResponseReturnValue:
    """Show what would change, field by field."""
    return _page(code, PublicationForm(formdata=None))


@blueprint.post("/activities/<code>/revision")
@requires(Permission.PUBLISH_ASSISTANCE)
@button
def decide_it(code: str) -> ResponseReturnValue:
    """Publish the revision, or return it with its reason."""
    form = RevisionForm()
    if not form.validate():
        return _page(code, form)
    publishes = form.state is PublicationState.PUBLISHED
    saved = form.save(_decide, code, form.why.data, form.seen.data, publishes=publishes)
    if saved is None:
        return _page(code, form)
    if saved.value:
        return go_to_request(saved.value)
    flash(_done(code, publishes=publishes), "done")
    return redirect(url_for("activities.show", code=code), 303)


@blueprint.post("/activities/<code>/revision/drop")
@requires(Permission.CHANGE_ASSISTANCE)
@button
def drop_it(code: str) -> ResponseReturnValue:
    """Give the revision up: the activity stays as it is published."""
    form = PublicationForm()
    if form.save(_drop, code, form.seen.data or None) is None:
        return _page(code, form)
    flash(_("%(code)s stays as it is published.", code=code), "done")
    return redirect(url_for("activities.show", code=code), 303)


@blueprint.post("/activities/<code>/revision/again")
@requires(Permission.CHANGE_ASSISTANCE)
@button
def hand_it_in_again(code: str) -> ResponseReturnValue:
    """Hand a returned revision in again as it is."""
    form = PublicationForm()
    if form.save(_hand_in_again, code, form.why.data, form.seen.data) is None:
        return _page(code, form)
    flash(_("The revision of %(code)s waits for the secretariat again.", code=code), "done")
    return redirect(url_for("activities.show", code=code), 303)


@blueprint.get("/activities/<code>/revision/both")
@requires(Permission.CHANGE_ASSISTANCE)
def show_both(code: str) -> ResponseReturnValue:
    """Show what was changed on record under the revision beside what it wants."""
    return _both_page(code, find_edits(context.session(), code))


@blueprint.post("/activities/<code>/revision/both")
@requires(Permission.CHANGE_ASSISTANCE)
def settle_it(code: str) -> ResponseReturnValue:
    """Write the revision anew as was decided, or show what is left to decide."""
    edits = find_edits(context.session(), code)
    if edits is None:
        return redirect(url_for("activities.show", code=code), 303)
    if is_shown_again():
        return _both_page(code, edits)
    form = sent_form(ActivityChangeForm, filled_activity_form)
    return SETTLING.change(
        form,
        form.draft,
        partial(save_activity, settles=True),
        code=code,
        done=partial(change_message, code),
        sure=form.sure,
    )


def _both_page(code: str, edits: EditConflict | None) -> ResponseReturnValue:
    """Show two edits with what was chosen so far; without any, lead to the revision."""
    address = url_for("activity_revisions.show", code=code)
    if edits is None or not edits.differences():
        return redirect(address, 303)
    expect_change_of([edits.yours.programme])
    form = filled_activity_form(edits.yours)
    panel = find_revision_panel(code)
    form[WHY].data = panel.revision.why if panel else ""
    told = _("What was changed on record after this revision was written, beside what it wants.")
    return edit_conflict_page(form, edits, EditedRecord(Subject.ACTIVITY, code, address, told))


def _hand_in_again(session: Session, code: str, why: str, version: str) -> bool:
    """Hand a revision in again."""
    hand_in_again(session, code, actor(), why, version=version)
    return True


def _decide(session: Session, code: str, why: str, version: str, *, publishes: bool) -> int:
    """Publish a revision or return it; return the number of a request that it became."""
    if publishes:
        return publish_revision(session, code, actor(), why, version=version)
    return_revision(session, code, actor(), why, version=version)
    return 0


def _done(code: str, *, publishes: bool) -> str:
    """Tell what was decided."""
    if publishes:
        return str(_("The revision of %(code)s is published.", code=code))
    return str(_("The revision of %(code)s was returned with its reason.", code=code))


def _drop(session: Session, code: str, version: str | None) -> None:
    """Give a revision up."""
    drop_revision(session, code, actor(), version=version)


def _page(code: str, form: PublicationForm) -> ResponseReturnValue:
    """Show the revision; without one lead to the activity."""
    panel = find_revision_panel(code)
    if panel is None and not form.refusals:
        return redirect(url_for("activities.show", code=code), 303)
    page = render_template("activities/revision.html", panel=panel, code=code, form=form)
    return page, form.http_status
