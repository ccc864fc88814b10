"""The requests of States that a list or a sheet shows to its reader, under all filters."""

from sqlmodel import Session

from tracker.assistance.assistance_request_list import (
    AssistanceRequestItem,
    list_assistance_requests,
)
from tracker.http import context
from tracker.http.language import locale_code
from tracker.http.totals_requests import reading
from tracker.listing import ListQuery, Slice
from tracker.periods import today
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.totals.request_figures import assisted_requests
from tracker.totals.totals import scope_of

ASSISTED = "assisted"


def list_shown_requests(session: Session, query: ListQuery) -> Slice[AssistanceRequestItem]:
    """Return a page of requests: all to staff, those with their States' consent to others.

    What is assisted is what the page of figures counts so; it is read where the filter asks.
    """
    assisted = _assisted() if query.codes(ASSISTED) else frozenset()
    sees = context.sees_unpublished()
    return list_assistance_requests(session, query, unpublished=sees, assisted=assisted)


def _assisted() -> frozenset[str]:
    """Return the codes of the requests that activities answer, as far as the reader sees both."""
    query = Query(today())
    with reading() as snapshot:
        reader = TotalsReader(scope_of(snapshot, query, locale_code()))
        return assisted_requests(PageSource(reader, context.session(), query, context.user()))
