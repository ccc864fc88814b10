"""The filters of the list of activities and of their calendar."""

from flask_babel import gettext as _

from tracker.assistance.activity_pace import Pace
from tracker.assistance.states import PublicationState
from tracker.assistance.title_book import TitledKind
from tracker.assistance.titles import programme_titles
from tracker.http import context
from tracker.http.list_queries import FilterOption, ListFilter
from tracker.reference.codes import ActivityStatus, ActivityType
from tracker.reference.instruments import Instrument
from tracker.reference.paragraphs import paragraphs
from tracker.web.activities.filters import more_filters
from tracker.web.lists.list_page import options_of
from tracker.web.lists.record_filters import record_filter
from tracker.web.lists.state_options import state_options


def list_filters() -> tuple[ListFilter, ...]:
    """Return the filters; that by publication is for staff."""
    return (
        record_filter("programme", _("Programme"), programme_titles, kind=TitledKind.PROGRAMME),
        ListFilter("protocol", _("Instrument"), options_of(Instrument)),
        ListFilter("type", _("Type"), options_of(ActivityType)),
        ListFilter("status", _("Status"), options_of(ActivityStatus)),
        ListFilter("country", _("State or area"), state_options()),
        ListFilter("paragraph", _("Operative paragraph"), _paragraph_options()),
        ListFilter("pace", _("Time"), _pace_options()),
        *(_publication() if context.sees_unpublished() else ()),
        *more_filters(),
    )


def _paragraph_options() -> tuple[FilterOption, ...]:
    """Return the operative paragraphs of the filter."""
    return tuple(
        FilterOption(str(number), f"{number}. {one.action}") for number, one in paragraphs().items()
    )


def _pace_options() -> tuple[FilterOption, ...]:
    """Return what the days alone tell of an activity: overdue, or waiting to begin."""
    return (
        FilterOption(Pace.OVERDUE.value, _("past their planned end")),
        FilterOption(Pace.WAITING.value, _("should have begun")),
    )


def _publication() -> tuple[ListFilter, ...]:
    """Return the filter of staff by publication."""
    return (ListFilter("publication", _("Publication"), options_of(PublicationState)),)
