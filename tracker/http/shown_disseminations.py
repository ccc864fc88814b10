"""The people of events of dissemination as the user of a request may see them in a list."""

from sqlmodel import Session

from tracker.assistance.dissemination_list import (
    DisseminationItem,
    ShownPeople,
    list_disseminations,
)
from tracker.assistance.shown_disseminations import people_of_events
from tracker.http import context
from tracker.http.language import locale_code
from tracker.http.totals_requests import reading
from tracker.listing import ListQuery, Slice
from tracker.people.permissions import may_see_small_counts
from tracker.periods import today
from tracker.totals.counted_records import kept_with_record
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.totals.totals import scope_of


def list_shown_disseminations(session: Session, query: ListQuery) -> Slice[DisseminationItem]:
    """Return a page of the events with what the reader of this request may see of them."""
    sees = context.sees_unpublished()
    return list_disseminations(session, query, unpublished=sees, people=_shown_people())


def _shown_people() -> ShownPeople | None:
    """Return which people are shown, read once for a record; None for who sees all."""
    if may_see_small_counts(context.user()):
        return None
    query = Query(today())
    with reading() as snapshot:
        reader = TotalsReader(scope_of(snapshot, query, locale_code()))
        source = PageSource(reader, context.session(), query, context.user())
        return kept_with_record(source, "people of events", lambda of: people_of_events(of.session))
