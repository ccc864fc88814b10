"""Events of dissemination: their list for everybody, one for staff, adding and changing it."""

from apiflask import APIBlueprint
from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.assistance.disseminations import (
    DisseminationDraft,
    add_disseminations,
    change_dissemination,
    find_dissemination,
)
from tracker.assistance.tools import find_tool
from tracker.http import context
from tracker.http.asked_days import reads_days
from tracker.http.guard import public, requires
from tracker.http.saved_addresses import savable_list
from tracker.http.shown_disseminations import list_shown_disseminations
from tracker.people.permissions import Permission, may_see_small_counts
from tracker.people.subjects import Subject
from tracker.web.forms.record_pages import RecordPages
from tracker.web.forms.versioned_form import sent_form
from tracker.web.lists.list_page import make_list_page
from tracker.web.tools.dissemination_form import (
    DisseminationChangeForm,
    DisseminationForm,
    filled_dissemination_form,
)
from tracker.web.tools.dissemination_plan import dissemination_plan

blueprint = APIBlueprint(
    "dissemination", __name__, template_folder="templates", enable_openapi=False
)
PAGES = RecordPages(Subject.DISSEMINATION, "tools/dissemination_form.html", "dissemination.show")


@blueprint.get("/dissemination")
@public
@reads_days("from", "to")
@savable_list
def show_list() -> ResponseReturnValue:
    """Show the list, to the public with what the pages of tools show of each event."""
    return render_template(
        "tools/dissemination_list.html",
        page=make_list_page(list_shown_disseminations, dissemination_plan()),
        sees_few=may_see_small_counts(context.user()),
    )


@blueprint.get("/dissemination/<code>")
@requires(Permission.SEE_UNPUBLISHED)
def show(code: str) -> ResponseReturnValue:
    """Show one event."""
    draft = _draft_on_file(code)
    title = find_tool(context.session(), draft.tool).title
    return render_template("tools/dissemination.html", event=draft, tool_title=title)


@blueprint.get("/dissemination/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add() -> ResponseReturnValue:
    """Show the empty form, with the tool that the address names."""
    named = {name: request.args.get(name, "") for name in ("tool", "activity")}
    return PAGES.page(DisseminationForm(formdata=None, data=named))


@blueprint.post("/dissemination/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add_it() -> ResponseReturnValue:
    """Add the event, or show its faults."""
    form = DisseminationForm()
    return PAGES.add(form, form.draft, add_disseminations)


@blueprint.get("/dissemination/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change(code: str) -> ResponseReturnValue:
    """Show the form with the event as it is."""
    return PAGES.page(filled_dissemination_form(_draft_on_file(code)), code)


@blueprint.post("/dissemination/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change_it(code: str) -> ResponseReturnValue:
    """Change the event, or show its faults."""
    _draft_on_file(code)
    form = sent_form(DisseminationChangeForm, filled_dissemination_form)
    done = _("The event was changed.")
    return PAGES.change(form, form.draft, change_dissemination, code=code, done=done)


def _draft_on_file(code: str) -> DisseminationDraft:
    """Return the event as it is on file."""
    return find_dissemination(context.session(), code)
