"""The pages of tools: the list, one of them, and the form."""

from dataclasses import asdict
from functools import partial

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField

from tracker.assistance.tool_list import ToolItem, list_tools, read_tool_facts
from tracker.assistance.tools import (
    ToolDraft,
    add_tools,
    change_tool,
    find_tool,
    read_tool,
    tool_faults,
)
from tracker.errors import Fault
from tracker.http import context
from tracker.http.guard import public, requires
from tracker.http.labels import label
from tracker.http.list_queries import ListFilter
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.people.permissions import Permission
from tracker.reference.codes import ToolKind
from tracker.reference.instruments import Instrument
from tracker.web.forms.fields import code_field, count_field, ids_of, long_field, text_field
from tracker.web.forms.reading import Reading, save
from tracker.web.forms.saving import actor
from tracker.web.lists.list_page import Plan, make_list_page, options_of

blueprint = APIBlueprint("tools", __name__, template_folder="templates", enable_openapi=False)


class ToolForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """What a tool is."""

    code = text_field(_l("Code"), 60)
    title = text_field(_l("Title"), 500)
    kind = code_field(_l("Kind"), ToolKind)
    year = count_field(_l("Year"))
    instruments = SelectMultipleField(
        _l("Instruments"),
        choices=lambda: [(code.value, label(code)) for code in Instrument],
        validate_choice=False,
    )
    languages = text_field(_l("Languages"))
    symbol = text_field(_l("Document symbol"))
    description = long_field(_l("Description"))
    source = text_field(_l("Source of these facts"), 500)
    why = text_field(_l("Why is this changed?"), 2000)


@blueprint.get("/tools")
@public
def show_list() -> ResponseReturnValue:
    """Show the list."""
    return render_template("tools/list.html", page=make_list_page(list_tools, _plan()))


@blueprint.get("/tools/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Show one tool, who works with it, and how it reached its readers."""
    return render_template("tools/page.html", facts=read_tool_facts(context.session(), code))


@blueprint.get("/tools/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    return _page(ToolForm(formdata=None), [])


@blueprint.post("/tools/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add_it() -> ResponseReturnValue:
    """Add the tool, or show what is wrong with it."""
    form = ToolForm()
    draft, faults = _read(form)
    faults = faults or save(partial(add_tools, drafts=[draft], actor=actor()))
    if faults:
        return _page(form, faults)
    flash(_("%(name)s was added.", name=draft.code), "done")
    return redirect(url_for("tools.show", code=draft.code), 303)


@blueprint.get("/tools/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change(code: str) -> ResponseReturnValue:
    """Show the form with the tool as it is."""
    draft = read_tool(context.session(), find_tool(context.session(), code))
    return _page(ToolForm(formdata=None, data=asdict(draft)), [], code)


@blueprint.post("/tools/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change_it(code: str) -> ResponseReturnValue:
    """Change the tool, or show what is wrong."""
    before = read_tool(context.session(), find_tool(context.session(), code))
    form = ToolForm()
    draft, faults = _read(form, unsure=before.unsure)
    why = (form.why.data or "").strip()
    if not why:
        faults.append(Fault("why", _("Say why this is changed.")))
    faults = faults or save(partial(change_tool, code=code, draft=draft, actor=actor(), why=why))
    if faults:
        return _page(form, faults, code)
    flash(_("The tool was changed."), "done")
    return redirect(url_for("tools.show", code=code), 303)


def _plan() -> Plan:
    """Say how the list is shown."""
    return Plan(
        caption=_("Tools"),
        columns=(
            TableColumn(_("Title"), sort="title"),
            TableColumn(_("Kind"), sort="kind"),
            TableColumn(_("Instruments")),
            TableColumn(_("Year"), sort="year"),
            TableColumn(_("Languages")),
            TableColumn(_("Symbol")),
            TableColumn(_("Activities"), ColumnKind.WHOLE, sort="activities"),
            TableColumn(_("Reached"), ColumnKind.WHOLE, sort="disseminated"),
        ),
        row=_row,
        filters=(
            ListFilter("kind", _("Kind"), options_of(ToolKind)),
            ListFilter("protocol", _("Instrument"), options_of(Instrument)),
        ),
        default_order="title",
        empty=_("No tool is on file yet."),
    )


def _row(item: ToolItem) -> tuple[object, ...]:
    """Lay one tool out."""
    return (
        TableLink(item.title, url_for("tools.show", code=item.code)),
        label(item.kind),
        ", ".join(item.instruments) or None,
        str(item.year) if item.year else None,
        " ".join(item.languages) or None,
        item.symbol or None,
        item.activities,
        item.disseminated,
    )


def _page(form: ToolForm, faults: list[Fault], changed: str = "") -> ResponseReturnValue:
    """Show the form; with faults, as refused."""
    page = render_template(
        "tools/form.html", form=form, faults=faults, ids=ids_of(form), changed=changed
    )
    return page, 422 if faults else 200


def _read(form: ToolForm, unsure: str = "") -> tuple[ToolDraft, list[Fault]]:
    """Read the form into a draft, with all faults at once."""
    reading = Reading()
    chosen = [code for code in form.instruments.data or [] if code in set(Instrument)]
    draft = ToolDraft(
        code=reading.text(form.code),
        title=reading.text(form.title),
        kind=reading.code(form.kind, ToolKind),
        year=reading.whole(form.year),
        instruments=tuple(Instrument(code) for code in chosen),
        languages=reading.text(form.languages),
        symbol=reading.text(form.symbol),
        description=reading.text(form.description),
        source=reading.text(form.source),
        unsure=unsure,
    )
    return draft, reading.with_faults_of(tool_faults(draft))
