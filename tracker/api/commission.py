"""The operative paragraphs: what was done on each in a period, with the period before beside it."""

from flask import Response
from pydantic import Field

from tracker.api.answers import write
from tracker.api.parameters import Code, takes
from tracker.api.query_parameters import DatedAnswer, DayParameters, dates_of
from tracker.api.subjects import make_blueprint
from tracker.http import context
from tracker.http.guard import public
from tracker.http.language import locale_code
from tracker.http.page_cache import cacheable
from tracker.http.totals_requests import query_of, reading
from tracker.resolution.commission_content import read_commission
from tracker.resolution.paragraph_content import ParagraphContent, ReportedDays
from tracker.resolution.reported_periods import reported_before, usual_query
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of

blueprint = make_blueprint("Commission", "What was done on each operative paragraph.")


class CommissionParameters(DayParameters):
    """The period, the two dates, and paragraphs.

    Without a session and without days it is the time since the last session of the Commission.
    """

    paragraph: tuple[Code, ...] = Field((), description="Operative paragraphs; all if not given.")


class CommissionAnswer(DatedAnswer):
    """What was done on the operative paragraphs in a period.

    An activity counts whole under each paragraph that it answers, so that nothing adds up over
    paragraphs. Null is a number that would tell a small count of people, or that nobody knows; null
    for all of `before` says that there is no period before. Amounts are US cents.
    """

    period: ReportedDays
    before: ReportedDays | None
    paragraphs: tuple[ParagraphContent, ...]


@blueprint.get("/commission")
@public
@blueprint.output(CommissionAnswer)
@takes(CommissionParameters)
def show(parameters: CommissionParameters) -> Response:
    """Tell what was done on each operative paragraph, with which resources."""
    del parameters
    with reading() as snapshot:
        sessions, version = snapshot.members.sessions, snapshot.version
        query = usual_query(query_of(snapshot), sessions)
        earlier = reported_before(query, sessions)
        before = None if earlier is None else _source(snapshot, earlier)
        content = read_commission(_source(snapshot, query, before))
    answer = CommissionAnswer(
        period=content.period,
        before=content.before,
        paragraphs=content.paragraphs,
        **dates_of(query, version),
    )
    return cacheable(write(CommissionAnswer, answer), version)


def _source(snapshot: Snapshot, query: Query, before: PageSource | None = None) -> PageSource:
    """Return the source of a query for the reader of this request."""
    sees = context.sees_unpublished()
    reader = TotalsReader(scope_of(snapshot, query, locale_code(), sees_unpublished=sees))
    return PageSource(reader, context.session(), query, context.user(), before)
