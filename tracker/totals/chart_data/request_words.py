"""The words of requests: what they are counted by, and the labels of the codes."""

from tracker.assistance.request_assistance import RequestOutcome
from tracker.assistance.request_words import request_status_name
from tracker.assistance.states import RequestStatus
from tracker.totals.chart_data.table import Member
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import dimension_name
from tracker.totals.page_source import PageSource
from tracker.totals.request_figures import BETWEEN, RequestBy
from tracker.words import say

DIMENSIONS = {
    RequestBy.REGION: Dimension.REGION,
    RequestBy.COUNTRY: Dimension.COUNTRY,
    RequestBy.PROTOCOL: Dimension.PROTOCOL,
}
"""The breakdowns that are dimensions of totals too."""


def counted_by(by: RequestBy) -> str:
    """Return the label of a breakdown at the head of a column."""
    if by in DIMENSIONS:
        return dimension_name(DIMENSIONS[by])
    return {
        RequestBy.OUTCOME: say("What became of it"),
        RequestBy.ARTICLE: say("Article"),
        RequestBy.STATUS: say("Status"),
    }[by]


def outcome_name(outcome: RequestOutcome) -> str:
    """Return the label of what became of requests."""
    return {
        RequestOutcome.ASSISTED: say("Assisted"),
        RequestOutcome.WITHOUT: say("Without assistance so far"),
        RequestOutcome.DECLINED: say("Declined"),
    }[outcome]


def request_member(source: PageSource, by: RequestBy, code: str) -> Member:
    """Return a code of a breakdown with its label in the source's language."""
    return Member(DIMENSIONS.get(by), code, request_label(source, by.value, code), part=by.value)


def request_label(source: PageSource, name: str, code: str) -> str:
    """Return the label of a code of a part."""
    by = RequestBy(name)
    if not code:
        return say("not specified")
    if by in DIMENSIONS:
        return source.reader.label(DIMENSIONS[by], code)
    match by:
        case RequestBy.OUTCOME:
            return outcome_name(RequestOutcome(code))
        case RequestBy.STATUS:
            return request_status_name(RequestStatus(code))
        case _:
            return _article(source, code)


def requests_unit() -> str:
    """Return the unit of counts of requests."""
    return say("Requests of States")


def _article(source: PageSource, code: str) -> str:
    """Return the label of an article with its instrument."""
    instrument, _between, number = code.partition(BETWEEN)
    name = source.reader.label(Dimension.PROTOCOL, instrument)
    return say("Article %(number)s, %(instrument)s", instrument=name, number=number)
