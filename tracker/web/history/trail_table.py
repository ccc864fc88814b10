"""The trail as a table: who changed which fields of which record, and the values of users alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.csv_text import Cell
from tracker.http import context
from tracker.http.actor_names import who
from tracker.http.formats import moment
from tracker.http.list_queries import FilterOption, FilterSort, ListFilter, read_list_query
from tracker.http.page_tables import TableColumn
from tracker.people.history import HistoryItem, every_change
from tracker.people.permissions import HistorySeen
from tracker.people.subjects import Subject
from tracker.web.history.action_names import action_name
from tracker.web.history.shown_changes import HistoryReader, field_name
from tracker.web.lists.list_page import Plan, chosen_options

SUBJECTS: Mapping[Subject, Any] = {
    Subject.ACTIVITY: _l("Activity"),
    Subject.ACTIVITY_REVISION: _l("Revision of an activity"),
    Subject.ADHERENCE: _l("Adherence"),
    Subject.ALLOCATION_ASK: _l("Ask for an allocation"),
    Subject.APPROVAL_REQUEST: _l("Request for approval"),
    Subject.ASSISTANCE_REQUEST: _l("Request of a State"),
    Subject.CERTIFIED_FIGURE: _l("Certified figure"),
    Subject.CERTIFIED_STATEMENT: _l("Certified statement"),
    Subject.CONTRIBUTION: _l("Contribution"),
    Subject.DISSEMINATION: _l("Dissemination"),
    Subject.DONOR: _l("Donor"),
    Subject.EXCHANGE_RATE: _l("Exchange rate"),
    Subject.EXCHANGE_RATES: _l("Exchange rates"),
    Subject.FIGURE_EXPLANATION: _l("Reconciling item"),
    Subject.IMPORT: _l("Import"),
    Subject.LEDGER_ACCOUNT: _l("Account of the ledger"),
    Subject.PERIOD: _l("Period"),
    Subject.PROGRAMME: _l("Programme"),
    Subject.RECORD: _l("The record as a whole"),
    Subject.REPORT: _l("Report"),
    Subject.SAMPLE: _l("Illustrative account"),
    Subject.SESSION: _l("Session"),
    Subject.TOOL: _l("Tool"),
    Subject.USER: _l("User"),
}
"""The names of what the trail has changes of."""
HEADINGS = ("number", "at", "who", "handle", "action", "subject", "reference", "fields")
"""The columns of the file, the same in every language; `fields` are separated by "; "."""
VALUES_OF = frozenset({Subject.USER})
"""Subjects whose values the administrator sees."""


def day_filters() -> tuple[ListFilter, ...]:
    """Return the filters by the first and the last day."""
    day = FilterSort.DAY
    return (ListFilter("from", _("From"), sort=day), ListFilter("to", _("To"), sort=day))


def trail_plan() -> Plan:
    """Return the plan of the list."""
    return Plan(
        caption=_("Changes"),
        columns=tuple(
            TableColumn(text)
            for text in (
                _("When"),
                _("By"),
                _("What was done"),
                _("Kind"),
                _("Record"),
                _("Fields"),
            )
        ),
        row=_row,
        filters=_filters(),
        default_order="",
        empty=_("No change is on record."),
    )


def trail_rows() -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of the file: all changes of the filters of this request."""
    query = read_list_query((one.name for one in _filters()), (), "")
    for item in every_change(context.session(), query, tuple(Subject)):
        names = "; ".join(one.name for one in item.fields)
        at = item.at.isoformat()
        yield (
            item.number, at, who(item.actor), item.actor, item.action, item.subject.value,
            item.reference, names,
        )  # fmt: skip


def _filters() -> tuple[ListFilter, ...]:
    """Return the filters of the trail."""
    kinds = chosen_options(FilterOption(one.value, str(name)) for one, name in SUBJECTS.items())
    return (
        ListFilter("who", _("By"), sort=FilterSort.TEXT),
        ListFilter("subject", _("Kind"), kinds),
        ListFilter("record", _("Record"), sort=FilterSort.TEXT),
        *day_filters(),
    )


def _row(item: HistoryItem) -> tuple[object, ...]:
    """Return the row of a change."""
    return (
        moment(item.at),
        who(item.actor),
        action_name(item.action),
        str(SUBJECTS[item.subject]),
        item.reference,
        _fields(item),
    )


def _fields(item: HistoryItem) -> str:
    """Return the fields of a change, with their values where the reader may see them."""
    if item.subject not in VALUES_OF:
        return ", ".join(field_name(one.name) for one in item.fields)
    shown = HistoryReader(HistorySeen(changes=True, people=True)).shown(item)
    return "; ".join(
        f"{one.label}: {one.new}" if item.adds else f"{one.label}: {one.old} → {one.new}"
        for one in shown.fields
    )
