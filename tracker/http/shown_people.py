"""The counts of people of one activity as the user of a request may see them."""

from collections.abc import Sequence

from tracker.assistance.outcome_drafts import ParticipantCount
from tracker.assistance.shown_participants import (
    ShownParticipants,
    all_participants,
    shown_participants,
)
from tracker.http import context
from tracker.http.language import locale_code
from tracker.http.totals_requests import reading
from tracker.people.permissions import may_see_small_counts
from tracker.periods import today
from tracker.totals.page_source import PageSource
from tracker.totals.people_figures import shown_of_activity
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.totals.totals import scope_of


def people_of_activity(code: str, counts: Sequence[ParticipantCount]) -> ShownParticipants:
    """Return the counts; whoever sees no small ones sees no more than figures of people show."""
    if not counts or may_see_small_counts(context.user()):
        return all_participants(counts)
    query = Query(today())
    with reading() as snapshot:
        reader = TotalsReader(scope_of(snapshot, query, locale_code()))
        source = PageSource(reader, context.session(), query, context.user())
        return shown_participants(counts, shown_of_activity(source, code))
