"""The pages of tools: the list, and one of them."""

from functools import partial

from apiflask import APIBlueprint
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.assistance.shown_tools import list_shown_tools, read_shown_tool
from tracker.assistance.tables.tools import Tool
from tracker.assistance.tool_list import ToolItem, tool_languages
from tracker.http import context
from tracker.http.guard import public
from tracker.http.labels import label, language_name
from tracker.http.list_queries import FilterOption, FilterSort, ListFilter
from tracker.http.local_texts import own_texts, with_own_titles
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.http.saved_addresses import savable_list
from tracker.http.shown_files import shown_files
from tracker.http.tool_money import money_of_tool
from tracker.people.permissions import may_see_small_counts
from tracker.reference.codes import ToolKind
from tracker.reference.instruments import Instrument
from tracker.web.lists.list_page import Plan, chosen_options, make_list_page, options_of

blueprint = APIBlueprint("tools", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/tools")
@public
@savable_list
def show_list() -> ResponseReturnValue:
    """Show the list."""
    small = may_see_small_counts(context.user())
    listed = partial(list_shown_tools, unpublished=context.sees_unpublished(), small=small)
    fetch = with_own_titles(listed, Tool)
    return render_template("tools/list.html", page=make_list_page(fetch, _plan()))


@blueprint.get("/tools/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Show one tool with its activities and dissemination."""
    sees = context.sees_unpublished()
    small = may_see_small_counts(context.user())
    facts = read_shown_tool(context.session(), code, unpublished=sees, small=small)
    return render_template(
        "tools/page.html",
        facts=facts,
        files=shown_files("tools", facts.item.code),
        texts=own_texts(facts),
        money=money_of_tool(facts.item.code),
    )


def _plan() -> Plan:
    """Return the plan of the list."""
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
            TableColumn(_("Copies"), ColumnKind.WHOLE, sort="copies"),
            TableColumn(_("Downloads"), ColumnKind.WHOLE, sort="downloads"),
            TableColumn(_("People"), ColumnKind.WHOLE, sort="people"),
        ),
        row=_row,
        filters=(
            ListFilter("kind", _("Kind"), options_of(ToolKind)),
            ListFilter("protocol", _("Instrument"), options_of(Instrument)),
            ListFilter("language", _("Language"), _languages()),
            ListFilter("year", _("Year"), sort=FilterSort.TEXT),
        ),
        default_order="title",
        empty=_("No tool is on file yet."),
    )


def _languages() -> tuple[FilterOption, ...]:
    """Return the languages in which there are tools."""
    codes = tool_languages(context.session())
    return chosen_options(FilterOption(code, language_name(code)) for code in codes)


def _row(item: ToolItem) -> tuple[object, ...]:
    """Return the row of one tool."""
    return (
        TableLink(item.title, url_for("tools.show", code=item.code)),
        label(item.kind),
        ", ".join(item.instruments) or None,
        str(item.year) if item.year else None,
        " ".join(item.languages) or None,
        item.symbol or None,
        item.activities,
        item.copies,
        item.downloads,
        item.people,
    )
