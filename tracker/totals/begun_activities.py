"""The activities that had begun, as they were known at the moment of a query."""

from datetime import date

from tracker.assistance.assisted_states import NOT_BEGUN, BegunActivity
from tracker.totals.counted_records import counted_activities, hidden_activities
from tracker.totals.page_source import PageSource


def begun_activities(source: PageSource) -> list[BegunActivity]:
    """Return the activities that had begun and that the user may know of, by their beginning.

    One without a day of its beginning, actual or planned, comes last.
    """
    hidden = hidden_activities(source)
    found = [
        BegunActivity(one.id, one.code, one.title, one.start)
        for one in counted_activities(source)
        if one.status not in NOT_BEGUN and one.code not in hidden
    ]
    return sorted(found, key=lambda one: (one.start is None, one.start or date.min, one.code))
