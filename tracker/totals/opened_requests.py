"""The requests of States behind a count, as a table; staff see what they ask for, too."""

from collections.abc import Iterable, Mapping

from tracker.assistance.request_assistance import AssistedNeed, RequestOutcome
from tracker.assistance.request_words import request_source_name, request_status_name
from tracker.assistance.requests_told import read_told
from tracker.assistance.states import RequestStatus
from tracker.people.permissions import may_see_unpublished
from tracker.reference.articles import articles
from tracker.reference.instruments import Instrument
from tracker.reference.regions import regions
from tracker.reference.states import states
from tracker.totals.chart_data.request_words import counted_by, outcome_name, request_member
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    amount,
    summed,
)
from tracker.totals.labels import Titles
from tracker.totals.page_source import PageSource
from tracker.totals.record_opening import RecordPart
from tracker.totals.request_figures import BETWEEN, RequestBy, read_requests
from tracker.words import say


def requests_table(source: PageSource, parts: tuple[RecordPart, ...]) -> ChartTable:
    """Return a row for each request that the user may see, the newest first."""
    found = sorted(
        read_requests(source, parts),
        key=lambda one: (-one.need.received_on.toordinal(), one.need.code),
    )
    text = ChartColumnKind.TEXT
    columns = [
        ChartColumn(say("Request"), "request", text),
        ChartColumn(say("Received on"), "received_on", ChartColumnKind.DAY),
        ChartColumn(counted_by(RequestBy.COUNTRY), "country"),
        ChartColumn(counted_by(RequestBy.PROTOCOL), "protocol"),
        ChartColumn(say("Articles"), "articles", text),
        ChartColumn(say("Source"), "source", text),
        ChartColumn(counted_by(RequestBy.STATUS), "status", text),
        ChartColumn(counted_by(RequestBy.OUTCOME), "outcome", text),
        ChartColumn(say("Activities"), "activities", text),
        amount(say("Estimated cost"), "estimated_cost"),
    ]
    rows = [_cells(source, one) for one in found]
    if may_see_unpublished(source.user):
        columns += [
            ChartColumn(say("What is asked for"), "summary", text),
            ChartColumn(say("Decision"), "decision", text),
            ChartColumn(say("Origin of the estimate"), "cost_basis", text),
        ]
        told = read_told(source.session, [one.need.code for one in found])
        rows = [(*row, *told[one.need.code]) for row, one in zip(rows, found, strict=True)]
    return ChartTable(tuple(columns), tuple(rows), summed(columns, rows))


def request_parts(_titles: Titles) -> Mapping[str, Iterable[str] | None]:
    """Return the codes that parts may have, by the name of the breakdown."""
    return {
        RequestBy.OUTCOME: RequestOutcome,
        RequestBy.REGION: regions(),
        RequestBy.COUNTRY: states(),
        RequestBy.PROTOCOL: Instrument,
        RequestBy.ARTICLE: [f"{instrument}{BETWEEN}{number}" for instrument, number in articles()],
        RequestBy.STATUS: RequestStatus,
    }


def _cells(source: PageSource, one: AssistedNeed) -> tuple[Cell, ...]:
    """Return the cells of a request that everybody sees who sees the request."""
    need = one.need
    return (
        need.code,
        need.received_on,
        request_member(source, RequestBy.COUNTRY, need.state),
        request_member(source, RequestBy.PROTOCOL, need.instrument.value),
        ", ".join(number for _instrument, number in need.articles),
        request_source_name(need.source),
        request_status_name(need.status),
        outcome_name(one.outcome),
        ", ".join((*one.linked, *one.like)),
        need.estimated_cost_minor,
    )
