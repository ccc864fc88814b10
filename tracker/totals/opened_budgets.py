"""The activities whose budgets are not funded, behind an amount that is needed, as a table."""

from collections.abc import Iterable, Mapping

from tracker.reference.instruments import Instrument
from tracker.totals.chart_data.activity_progress import ActivityInProgress, funded_activities
from tracker.totals.chart_data.adequacy import unfunded_by
from tracker.totals.chart_data.table import Cell, ChartColumn, ChartTable, Member, amount, summed
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import Titles, dimension_name
from tracker.totals.page_source import PageSource
from tracker.totals.record_opening import RecordPart
from tracker.words import say

BY = (Dimension.PROGRAMME, Dimension.PROTOCOL)
"""The dimensions by which budgets are shown; an activity is for several instruments by shares."""


def budgets_table(source: PageSource, parts: tuple[RecordPart, ...]) -> ChartTable:
    """Return a row for each open activity that lacks money, with what it lacks for the parts.

    Days with a first one have none, as they have no sum of what was given.
    """
    columns = (
        ChartColumn(dimension_name(Dimension.ACTIVITY), Dimension.ACTIVITY.value),
        ChartColumn(dimension_name(Dimension.PROGRAMME), Dimension.PROGRAMME.value),
        amount(say("Budgets not funded"), "unfunded"),
        amount(say("Budget"), "budget"),
        amount(say("Allocated"), "allocated"),
    )
    found = () if source.query.first else funded_activities(source)
    rows = tuple(
        _cells(source, one, lacking)
        for one, lacking in sorted(
            ((one, _lacking(one, parts)) for one in found),
            key=lambda pair: (-pair[1], pair[0].activity.code),
        )
        if lacking
    )
    return ChartTable(columns, rows, summed(columns, rows))


def _lacking(one: ActivityInProgress, parts: tuple[RecordPart, ...]) -> int:
    """Return what an activity lacks for the codes of parts, of which one may be an instrument."""
    lacking = one.unfunded_minor
    for part in sorted(parts, key=lambda part: part.name == Dimension.PROTOCOL):
        own = unfunded_by(Dimension(part.name), one)
        within = sum(minor for code, minor in own if (code in part.codes) != part.but)
        lacking = min(lacking, within)
    return lacking


def _cells(source: PageSource, one: ActivityInProgress, lacking: int) -> tuple[Cell, ...]:
    """Return the cells of an activity."""
    activity, programme, reader = one.activity, one.programme, source.reader
    return (
        Member(
            Dimension.ACTIVITY,
            activity.code,
            source.reader.titled(Dimension.ACTIVITY, activity.code),
        ),
        Member(Dimension.PROGRAMME, programme, reader.label(Dimension.PROGRAMME, programme)),
        lacking,
        activity.budget_minor,
        one.allocated_minor,
    )


def budget_codes(titles: Titles) -> Mapping[str, Iterable[str] | None]:
    """Return the codes that parts may have, by their name."""
    return {Dimension.PROGRAMME: titles[Dimension.PROGRAMME], Dimension.PROTOCOL: Instrument}


def budget_label(source: PageSource, name: str, code: str) -> str:
    """Return the label of a code of a part."""
    return source.reader.label(Dimension(name), code)


def budgets_unit() -> str:
    """Return the unit of budgets."""
    return say("US dollars")
