"""The page of a revision that waits: what would change, and its publication, return or end."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from tracker.assistance.states import PublicationState
from tracker.fund.record_changes.activity_saving import (
    drop_revision,
    publish_revision,
    return_revision,
)
from tracker.http.guard import requires
from tracker.http.kept_forms import button
from tracker.people.permissions import Permission
from tracker.web.activities.publication_forms import PublicationForm
from tracker.web.activities.revision_panel import find_revision_panel
from tracker.web.forms.saving import actor
from tracker.web.forms.waiting import go_to_request

blueprint = APIBlueprint(
    "activity_revisions", __name__, template_folder="templates", enable_openapi=False
)


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
    form = PublicationForm()
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
