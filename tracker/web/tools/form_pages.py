"""Adding a tool, and changing what it is."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from tracker.assistance.tools import ToolDraft, add_tools, change_tool, find_tool, read_tool
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.people.subjects import Subject
from tracker.web.forms.edit_conflict_page import EditedRecord, edit_conflict_page
from tracker.web.forms.saving import actor
from tracker.web.forms.versioned_form import sent_form
from tracker.web.tools.form import ToolChangeForm, ToolForm, filled_tool_form

blueprint = APIBlueprint("tool_forms", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/tools/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    return _page(ToolForm(formdata=None))


@blueprint.post("/tools/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add_it() -> ResponseReturnValue:
    """Add the tool, or show its faults."""
    form = ToolForm()
    if form.validate() and form.save(add_tools, drafts=[form.draft()], actor=actor()):
        flash(_("%(name)s was added.", name=form.code.data), "done")
        return _back_to(form.code.data)
    return _page(form)


@blueprint.get("/tools/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change(code: str) -> ResponseReturnValue:
    """Show the form with the tool as it is."""
    return _page(filled_tool_form(_draft_on_file(code)), code)


@blueprint.post("/tools/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change_it(code: str) -> ResponseReturnValue:
    """Change the tool, or show its faults."""
    form, before = sent_form(ToolChangeForm, filled_tool_form), _draft_on_file(code)
    if form.validate() and form.save_change(
        change_tool, form.draft(before.unsure), code=code, actor=actor(), why=form.why.data
    ):
        flash(_("The tool was changed."), "done")
        return _back_to(code)
    return _page(form, code)


def _page(form: ToolForm, changed: str = "") -> ResponseReturnValue:
    """Show the form of a new tool, or of the one that is changed, or both edits of it."""
    if isinstance(form, ToolChangeForm) and form.conflict:
        address = url_for("tools.show", code=changed)
        edited = EditedRecord(Subject.TOOL, changed, address)
        return edit_conflict_page(form, form.conflict, edited), form.http_status
    return render_template("tools/form.html", form=form, changed=changed), form.http_status


def _draft_on_file(code: str) -> ToolDraft:
    """Return the tool as it is on file."""
    session = context.session()
    return read_tool(session, find_tool(session, code))


def _back_to(code: str) -> Response:
    """Redirect to the tool's page."""
    return redirect(url_for("tools.show", code=code), 303)
