"""Adding a tool, and changing what it is."""

from functools import partial

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.assistance.tools import ToolDraft, add_tools, change_tool, find_tool, read_tool
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.people.subjects import Subject
from tracker.web.forms.record_pages import RecordPages
from tracker.web.forms.versioned_form import sent_form
from tracker.web.tools.form import ToolChangeForm, ToolForm, filled_tool_form

blueprint = APIBlueprint("tool_forms", __name__, template_folder="templates", enable_openapi=False)
PAGES = RecordPages(Subject.TOOL, "tools/form.html", "tools.show")


@blueprint.get("/tools/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    return PAGES.page(ToolForm(formdata=None))


@blueprint.post("/tools/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add_it() -> ResponseReturnValue:
    """Add the tool, or show its faults."""
    form = ToolForm()
    return PAGES.add(form, form.draft, add_tools)


@blueprint.get("/tools/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change(code: str) -> ResponseReturnValue:
    """Show the form with the tool as it is."""
    return PAGES.page(filled_tool_form(_draft_on_file(code)), code)


@blueprint.post("/tools/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change_it(code: str) -> ResponseReturnValue:
    """Change the tool, or show its faults."""
    form, before = sent_form(ToolChangeForm, filled_tool_form), _draft_on_file(code)
    return PAGES.change(
        form,
        partial(form.draft, before.unsure),
        change_tool,
        code=code,
        done=_("The tool was changed."),
    )


def _draft_on_file(code: str) -> ToolDraft:
    """Return the tool as it is on file."""
    session = context.session()
    return read_tool(session, find_tool(session, code))
