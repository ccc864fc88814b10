"""Adding a programme, and changing what it is."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from tracker.assistance.programmes import (
    add_programmes,
    change_programme,
    find_programme,
    read_programme,
)
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.people.subjects import Subject
from tracker.web.forms.edit_conflict_page import EditedRecord, edit_conflict_page
from tracker.web.forms.saving import actor
from tracker.web.forms.versioned_form import sent_form
from tracker.web.programmes.form import (
    ProgrammeChangeForm,
    ProgrammeForm,
    filled_programme_form,
)

blueprint = APIBlueprint(
    "programme_forms", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/programmes/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    return _page(ProgrammeForm(formdata=None))


@blueprint.post("/programmes/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add_it() -> ResponseReturnValue:
    """Add the programme, or show its faults."""
    form = ProgrammeForm()
    if form.validate() and form.save(add_programmes, drafts=[form.draft()], actor=actor()):
        flash(_("%(name)s was added.", name=form.code.data), "done")
        return _back_to(form.code.data)
    return _page(form)


@blueprint.get("/programmes/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change(code: str) -> ResponseReturnValue:
    """Show the form with the programme as it is."""
    draft = read_programme(find_programme(context.session(), code))
    return _page(filled_programme_form(draft), code)


@blueprint.post("/programmes/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change_it(code: str) -> ResponseReturnValue:
    """Change the programme, or show its faults."""
    find_programme(context.session(), code)
    form = sent_form(ProgrammeChangeForm, filled_programme_form)
    if form.validate() and form.save_change(
        change_programme, form.draft(), code=code, actor=actor(), why=form.why.data
    ):
        flash(_("The programme was changed."), "done")
        return _back_to(code)
    return _page(form, code)


def _page(form: ProgrammeForm, changed: str = "") -> ResponseReturnValue:
    """Show the form of a new programme, or of the one that is changed, or both edits of it."""
    if isinstance(form, ProgrammeChangeForm) and form.conflict:
        address = url_for("programmes.show", code=changed)
        edited = EditedRecord(Subject.PROGRAMME, changed, address)
        return edit_conflict_page(form, form.conflict, edited), form.http_status
    return render_template("programmes/form.html", form=form, changed=changed), form.http_status


def _back_to(code: str) -> Response:
    """Redirect to the programme's page."""
    return redirect(url_for("programmes.show", code=code), 303)
