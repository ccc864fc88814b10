"""The list of events of dissemination: its columns, filters and sums."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.assistance.dissemination_list import NEWEST_FIRST, DisseminationItem, event_choices
from tracker.assistance.states import DisseminationMeans, DisseminationUnit
from tracker.assistance.title_book import TitledKind
from tracker.assistance.titles import programme_titles, tool_titles
from tracker.http import context
from tracker.http.labels import label, language_name, place
from tracker.http.list_queries import FilterOption, FilterSort, ListFilter
from tracker.http.own_titles import own_title
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.people.permissions import may_see_small_counts
from tracker.reference.codes import ParticipantFunction, ToolKind
from tracker.reference.instruments import Instrument
from tracker.reference.regions import chosen_regions
from tracker.web.lists.list_page import Plan, chosen_options, options_of
from tracker.web.lists.record_filters import record_filter

UNITS = tuple(DisseminationUnit)
"""The columns of numbers, which are never added up."""


def dissemination_plan() -> Plan:
    """Return the plan of the list."""
    columns = (
        TableColumn(_("Code"), sort="code"),
        TableColumn(_("Day"), ColumnKind.DAY, sort="held_on"),
        TableColumn(_("Tool"), sort="tool"),
        TableColumn(_("Means"), sort="means"),
        TableColumn(_("Where"), sort="place"),
        TableColumn(_("Language"), sort="language"),
        TableColumn(_("Audience"), sort="audience"),
        TableColumn(_("Activity"), sort="activity"),
        *(TableColumn(label(unit), ColumnKind.WHOLE, sort=unit.value) for unit in UNITS),
        TableColumn(_("Note")),
    )
    before = len(columns) - len(UNITS) - 1
    return Plan(
        caption=_("Dissemination of tools"),
        columns=columns,
        row=_row,
        filters=(*_filters(), *_rare_filters()),
        default_order=NEWEST_FIRST,
        empty=_("No event is on file yet."),
        sums=(*(None,) * before, *(unit.value for unit in UNITS), None),
        sums_of=_sums_of,
    )


def _filters() -> tuple[ListFilter, ...]:
    """Return the filters by what an event has of its own."""
    found = event_choices(context.session())
    places = chosen_options(FilterOption(code, place(code)) for code in found.places)
    languages = chosen_options(FilterOption(code, language_name(code)) for code in found.languages)
    return (
        record_filter("tool", _("Tool"), tool_titles, kind=TitledKind.TOOL),
        ListFilter("means", _("Means"), options_of(DisseminationMeans)),
        ListFilter("unit", _("Unit"), options_of(DisseminationUnit)),
        ListFilter("language", _("Language"), languages),
        ListFilter("audience", _("Audience"), options_of(ParticipantFunction)),
        ListFilter("country", _("State or area"), places),
        ListFilter("from", _("From"), sort=FilterSort.DAY),
        ListFilter("to", _("To"), sort=FilterSort.DAY),
    )


def _rare_filters() -> tuple[ListFilter, ...]:
    """Return the filters by what the tool, the place and the activity of an event have."""
    regions = chosen_options(FilterOption(code, place(code)) for code in chosen_regions())
    return (
        ListFilter("kind", _("Kind of tool"), options_of(ToolKind), rare=True),
        ListFilter("protocol", _("Instrument"), options_of(Instrument), rare=True),
        ListFilter("region", _("Region or group of States"), regions, rare=True),
        record_filter(
            "programme", _("Programme"), programme_titles, kind=TitledKind.PROGRAMME, rare=True
        ),
        ListFilter("activity", _("Activity"), sort=FilterSort.TEXT, rare=True),
        ListFilter("request", _("Request of a State"), sort=FilterSort.TEXT, rare=True),
    )


def _sums_of(events: int) -> str:
    """Say what the sums are sums of; who may not see few people gets those of shown numbers."""
    if may_see_small_counts(context.user()):
        told = ngettext(
            "Copies, downloads and people of this event, each by itself",
            "Copies, downloads and people of these %(num)s events, each by itself",
            events,
        )
    else:
        told = ngettext(
            "Copies, downloads and people of this event, each by itself, as far as they are shown",
            "Copies, downloads and people of these %(num)s events, each by itself, as far as they "
            "are shown",
            events,
        )
    return str(told)


def _row(item: DisseminationItem) -> tuple[object, ...]:
    """Return the row of one event."""
    tool = own_title(TitledKind.TOOL, item.tool, item.tool_title)
    specified = item.audience is not ParticipantFunction.NOT_SPECIFIED
    return (
        _code(item.code),
        item.held_on,
        TableLink(tool, url_for("tools.show", code=item.tool)),
        label(item.means),
        place(item.place) if item.place else None,
        language_name(item.language) if item.language else None,
        label(item.audience) if specified else None,
        _activity(item.activity),
        *(_number(item, unit) for unit in UNITS),
        item.note or None,
    )


def _code(code: str) -> object:
    """Return the code of an event, for staff with the way to its page."""
    if not context.sees_unpublished():
        return code
    return TableLink(code, url_for("dissemination.show", code=code))


def _activity(code: str) -> TableLink | None:
    """Return the activity of an event with the way to its page."""
    return TableLink(code, url_for("activities.show", code=code)) if code else None


def _number(item: DisseminationItem, unit: DisseminationUnit) -> int | str | None:
    """Return the number of an event in a unit, in words where it is not shown."""
    if item.is_hidden and unit is item.unit:
        return str(_("not shown"))
    return item.counted(unit)
