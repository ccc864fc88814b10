"""Adding a contribution and changing its terms."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from tracker.fund.contributions.terms import (
    add_contributions,
    find_contribution,
    read_draft,
)
from tracker.fund.record_changes.contribution_change import (
    CHANGE_CONTRIBUTION,
    change_or_hand_in,
)
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.people.subjects import Subject
from tracker.web.contributions.form import (
    LISTED,
    ContributionChangeForm,
    ContributionForm,
    filled_contribution_form,
    new_contribution_form,
)
from tracker.web.entries.refill import returned_request
from tracker.web.entries.returned_drafts import returned_draft
from tracker.web.forms.edit_conflict_page import EditedRecord, edit_conflict_page
from tracker.web.forms.saving import actor
from tracker.web.forms.versioned_form import sent_form
from tracker.web.forms.waiting import go_to_request

blueprint = APIBlueprint(
    "contribution_forms", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/contributions/add")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def add() -> ResponseReturnValue:
    """Show the form with what is usual."""
    return _page(new_contribution_form())


@blueprint.post("/contributions/add")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def add_it() -> ResponseReturnValue:
    """Add the contribution, or show what is wrong with it."""
    form = ContributionForm()
    if form.validate() and form.save(add_contributions, drafts=[form.draft()], actor=actor()):
        flash(_("%(name)s was added.", name=form.reference.data), "done")
        return _back_to(form.reference.data)
    return _page(form)


@blueprint.get("/contributions/<reference>/change")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def change(reference: str) -> ResponseReturnValue:
    """Show the form with the terms as they are."""
    row = find_contribution(context.session(), reference)
    draft = read_draft(context.session(), row)
    again = returned_draft(CHANGE_CONTRIBUTION, reference)
    return _page(filled_contribution_form(again or draft, filled_from=draft), reference)


@blueprint.post("/contributions/<reference>/change")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def change_it(reference: str) -> ResponseReturnValue:
    """Change the terms, or show what is wrong."""
    row = find_contribution(context.session(), reference)
    form = sent_form(ContributionChangeForm, filled_contribution_form)
    form.before = read_draft(context.session(), row)
    if form.validate() and (
        saved := form.save_change(
            change_or_hand_in,
            form.draft(),
            reference=reference,
            actor=actor(),
            why=form.why.data,
            replaces=returned_request(),
        )
    ):
        if saved.value:
            return go_to_request(saved.value)
        flash(_("The terms were changed."), "done")
        return _back_to(reference)
    return _page(form, reference)


def _page(form: ContributionForm, changed: str = "") -> ResponseReturnValue:
    """Show the form of a new contribution, or of the changed one, or both edits of it."""
    if isinstance(form, ContributionChangeForm) and form.conflict:
        address = url_for("contributions.show", reference=changed)
        edited = EditedRecord(Subject.CONTRIBUTION, changed, address)
        return edit_conflict_page(form, form.conflict, edited), form.http_status
    page = render_template(
        "contributions/form.html",
        form=form,
        changed=changed,
        listed=[kind.value for kind in LISTED],
    )
    return page, form.http_status


def _back_to(reference: str) -> Response:
    """Go to the contribution's page."""
    return redirect(url_for("contributions.show", reference=reference), 303)
