"""The block of exchanges of practice on the page of tools: operative paragraph 6."""

from collections import Counter
from urllib.parse import quote

from dashboards.blocks import Block, BlockTable, first_rows
from dashboards.question import Addresses
from tracker.assistance.counted_activities import CountedActivity
from tracker.assistance.indicator_values import IndicatorValue, indicator_values
from tracker.assistance.people_counts import PeopleBy
from tracker.assistance.work_in_period import under_way
from tracker.http.record_addresses import code_in_address
from tracker.periods import Span
from tracker.reference.codes import ActivityType, label
from tracker.totals.chart_data.disseminated import days_before
from tracker.totals.chart_data.people import OPENS
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    OpenedNumber,
    RecordLink,
    count,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.opened_work import WorkBy
from tracker.totals.opening import RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.people_figures import activities_of_query, read_people
from tracker.totals.record_opening import RecordOpening
from tracker.words import listed, say

EXCHANGE = "6"
"""The operative paragraph on tools and on the exchange of good practices."""


def exchanges(source: PageSource, addresses: Addresses, formatter: Formatter) -> Block:
    """Show the activities of paragraph 6 in the period, by kind, and what came of them."""
    source = _of_paragraph(source)
    answering = activities_of_query(source)
    now = under_way(answering, source.query.span())
    before = days_before(source)
    then = None if before is None else under_way(answering, before)
    kinds = Counter(one.type for one in now)
    sentence = say(
        "Activities: %(all)s, of which exchanges among practitioners: %(exchanges)s.",
        all=formatter.whole(len(now)),
        exchanges=formatter.whole(kinds[ActivityType.PRACTITIONER_EXCHANGE]),
    )
    heading = say("Exchanges of practice, and what came of them")
    rule = say(
        "Activities that answer operative paragraph 6 and were under way in the period. People are "
        "participations counted in it; of each indicator the last actual value stands beside its "
        "target."
    )
    listed = BlockTable(
        say("Activities of paragraph 6"),
        _activities(source, now, formatter),
        say("Nothing has been recorded that meets this filter."),
    )
    all_of_it = addresses.under(source.query, RecordOpening(RowKind.WORK))
    tables = (
        BlockTable(say("Activities of paragraph 6 by kind"), _kinds(source, kinds, then, before)),
        first_rows(listed, all_of_it, formatter),
    )
    return Block(heading, (sentence,), tables if now or then else (), notes=(rule,), wide=True)


def _of_paragraph(source: PageSource) -> PageSource:
    """Return the source of the same query for the activities of paragraph 6."""
    query = source.query.having(Dimension.PARAGRAPH, EXCHANGE)
    return PageSource(source.reader, source.session, query, source.user)


def _kinds(
    source: PageSource,
    now: Counter[ActivityType],
    then: tuple[CountedActivity, ...] | None,
    before: Span | None,
) -> ChartTable:
    """Return how many activities there were of each kind, and in the period before."""
    columns = [ChartColumn(say("Kind"), "kind", ChartColumnKind.TEXT)]
    columns.append(count(say("Activities"), "activities"))
    earlier = Counter(one.type for one in then or ())
    periods = [(now, source.query)]
    if then is not None and before is not None:
        columns.append(count(say("Activities, period before"), "activities_before"))
        periods.append((earlier, source.query.within(before)))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            label(ActivityType, kind, source.locale),
            *(
                OpenedNumber(own[kind], query, RecordOpening(RowKind.WORK).at(WorkBy.TYPE, kind))
                for own, query in periods
            ),
        )
        for kind in ActivityType
        if now[kind] or earlier[kind]
    )
    return ChartTable(tuple(columns), rows)


def _activities(
    source: PageSource, found: tuple[CountedActivity, ...], formatter: Formatter
) -> ChartTable:
    """Return a row for each activity: its kind, days, people, tools and results."""
    columns = (
        ChartColumn(say("Activity"), "activity", ChartColumnKind.TEXT),
        ChartColumn(say("Kind"), "kind", ChartColumnKind.TEXT),
        ChartColumn(say("Began"), "began", ChartColumnKind.DAY),
        count(say("Participations"), "participations"),
        ChartColumn(say("Tools"), "tools", ChartColumnKind.TEXT),
        ChartColumn(say("Results"), "results", ChartColumnKind.TEXT),
    )
    people = {row.code: row.total for row in read_people(source, PeopleBy.ACTIVITY).rows}
    last = source.query.last_day()
    ordered = sorted(found, key=lambda one: (str(one.start or ""), one.code), reverse=True)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            RecordLink(
                source.reader.label(Dimension.ACTIVITY, one.code),
                f"/activities/{quote(code_in_address(one.code))}",
            ),
            label(ActivityType, one.type, source.locale),
            one.start,
            _participations(source, one, people.get(one.code)),
            listed((source.reader.label(Dimension.TOOL, code) for code in sorted(one.tools)), "; "),
            "; ".join(_result(value, formatter) for value in indicator_values(one.results, last)),
        )
        for one in ordered
    )
    return ChartTable(columns, rows)


def _participations(source: PageSource, one: CountedActivity, number: int | None) -> Cell:
    """Return the people counted of an activity, with what is behind it; None where it is hidden."""
    if number is None:
        return None if _counts_people(one) else 0
    return OpenedNumber(number, source.query, OPENS.at(PeopleBy.ACTIVITY, one.code))


def _counts_people(one: CountedActivity) -> bool:
    """Tell whether people were counted of an activity, so that none shown is not none."""
    return any(any(count.counted) for count in one.people)


def _result(one: IndicatorValue, formatter: Formatter) -> str:
    """Write an indicator with its actual value, its target and the days of its value."""
    actual = say("not measured") if one.actual is None else str(one.actual)
    told = say("%(indicator)s: %(actual)s", indicator=one.indicator, actual=actual)
    if one.target is not None:
        told = say(
            "%(indicator)s: %(actual)s of %(target)s",
            indicator=one.indicator,
            actual=actual,
            target=one.target,
        )
    if one.last is None:
        return told
    last = formatter.day(one.last)
    if one.first is None:
        return say("%(told)s (%(day)s)", told=told, day=last)
    first = formatter.day(one.first)
    return say("%(told)s (%(first)s to %(last)s)", told=told, first=first, last=last)
