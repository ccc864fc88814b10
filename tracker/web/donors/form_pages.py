"""Adding a donor to the registry, and changing what it is."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.registry import add_donors, change_donor, read_draft
from tracker.fund.states import DonorStatus
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.people.subjects import Subject
from tracker.web.donors.form import DonorChangeForm, DonorForm, filled_donor_form
from tracker.web.forms.edit_conflict_page import EditedRecord, edit_conflict_page
from tracker.web.forms.saving import actor
from tracker.web.forms.versioned_form import sent_form

blueprint = APIBlueprint("donor_forms", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/donors/add")
@requires(Permission.CHANGE_DONORS)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    return _page(DonorForm(formdata=None))


@blueprint.post("/donors/add")
@requires(Permission.CHANGE_DONORS)
def add_it() -> ResponseReturnValue:
    """Add the donor, or show its faults."""
    form = DonorForm()
    if form.validate() and form.save(add_donors, drafts=[form.draft()], actor=actor()):
        flash(_("%(name)s was added.", name=form.code.data), "done")
        return _back_to(form.code.data)
    return _page(form)


@blueprint.get("/donors/<code>/change")
@requires(Permission.CHANGE_DONORS)
def change(code: str) -> ResponseReturnValue:
    """Show the form with the donor as it is."""
    return _page(filled_donor_form(read_draft(find_donor(context.session(), code))), code)


@blueprint.post("/donors/<code>/change")
@requires(Permission.CHANGE_DONORS)
def change_it(code: str) -> ResponseReturnValue:
    """Change the donor, or show its faults."""
    status = find_donor(context.session(), code).status
    form = sent_form(DonorChangeForm, filled_donor_form)
    if form.validate() and form.save_change(
        change_donor, form.draft(status), code=code, actor=actor(), why=form.why.data
    ):
        flash(_("The donor was changed."), "done")
        return _back_to(code)
    return _page(form, code)


def _page(form: DonorForm, changed: str = "") -> ResponseReturnValue:
    """Show the form of a new donor, or of the one that is changed, or both edits of it."""
    if isinstance(form, DonorChangeForm) and form.conflict:
        address = url_for("donors.show", code=changed)
        edited = EditedRecord(Subject.DONOR, changed, address)
        return edit_conflict_page(form, form.conflict, edited), form.http_status
    found = find_donor(context.session(), changed) if changed else None
    page = render_template(
        "donors/form.html",
        form=form,
        changed=changed,
        undecided=found is not None and found.status is DonorStatus.UNDECIDED,
    )
    return page, form.http_status


def _back_to(code: str) -> Response:
    """Redirect to the donor's page."""
    return redirect(url_for("donors.show", code=code), 303)
