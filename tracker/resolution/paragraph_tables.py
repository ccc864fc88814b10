"""The tables of a paragraph, each figure beside that of the period before.

A table is None where a paragraph has nothing of its kind.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from tracker.assistance.people_counts import PeopleBy
from tracker.assistance.texts import coded
from tracker.fund.ledger.measures import Measure
from tracker.fund.states import ContributionKind
from tracker.reference.codes import ActivityStatus, ActivityType, Theme, label
from tracker.reference.instruments import Instrument
from tracker.resolution.paragraph_content import (
    ContributionsGiven,
    ParagraphActivity,
    ParagraphContent,
    ThemeFigures,
)
from tracker.resolution.paragraphs_chart import figures_cells
from tracker.totals.chart_data.adherence_scope import instrument_name
from tracker.totals.chart_data.people import OPENS, OPENS_ONCE
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartTable,
    Member,
    OpenedNumber,
    amount,
    count,
    day,
    text,
    with_before,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import source_name
from tracker.totals.opened_work import WorkBy
from tracker.totals.opening import Opening, RowKind
from tracker.totals.query import Query
from tracker.totals.record_opening import RecordOpening
from tracker.words import say

MOST_CODES = 60
"""The most activities that one address names."""


def figures_table(one: ParagraphContent, query: Query, before: Query | None) -> ChartTable:
    """Return a row for the period, and one for the period before."""
    columns = (
        text(say("Period"), "period"),
        count(say("Activities under way"), "activities"),
        count(say("Participations"), "participations"),
        count(say("Without double counting"), "without_double_counting"),
        count(say("Tools"), "tools"),
        amount(say("Allocated"), "allocated"),
        amount(say("Spent"), "spent"),
    )
    rows = [(say("This period"), one.now, query)]
    if one.before is not None and before is not None:
        rows.append((say("The period before"), one.before, before))
    cells = []
    for name, figures, asked in rows:
        activities, people, allocated, spent = figures_cells(one.number, figures, asked)
        own, once = asked.having(Dimension.PARAGRAPH, str(one.number)), figures.people.distinct
        distinct = None if once is None else OpenedNumber(once, own, OPENS_ONCE)
        cells.append((name, activities, people, distinct, figures.tools, allocated, spent))
    return ChartTable(columns, tuple(cells))


def activities_table(one: ParagraphContent, query: Query, locale: str) -> ChartTable | None:
    """Return a row for each activity, with the sums of the paragraph's money."""
    if not one.activities:
        return None
    own = query.having(Dimension.PARAGRAPH, str(one.number))
    columns = (
        ChartColumn(say("Activity"), "activity"),
        text(say("Type"), "type"),
        text(say("Status"), "status"),
        day(say("Start"), "starts_on"),
        day(say("End"), "ends_on"),
        text(say("Also under paragraph"), "also_under"),
        count(say("Participations"), "participations"),
        amount(say("Allocated"), "allocated"),
        amount(say("Spent"), "spent"),
    )
    rows = tuple(_activity_row(activity, own, locale) for activity in one.activities)
    sums = (
        *(None,) * 7,
        OpenedNumber(one.now.allocated_minor, own, Opening(Measure.ALLOCATED)),
        OpenedNumber(one.now.spent_minor, own, Opening(Measure.SPENT)),
    )
    return ChartTable(columns, rows, sums)


def themes_table(
    one: ParagraphContent, query: Query, before: Query | None, locale: str
) -> ChartTable | None:
    """Return a row for each theme with its articles; nothing is added up over themes."""
    if not one.themes:
        return None
    figures = (
        count(say("Activities under way"), "activities"),
        amount(say("Allocated"), "allocated"),
        amount(say("Spent"), "spent"),
    )
    columns = (
        text(say("Theme"), "theme"),
        text(say("Articles"), "articles"),
        *with_before(figures, has_before=before is not None),
    )
    rows = []
    for theme in one.themes:
        now = _theme_cells(theme.theme, theme.now, query)
        cells: Iterable[Cell] = now
        if before is not None and theme.before is not None:
            then = _theme_cells(theme.theme, theme.before, before)
            cells = (cell for pair in zip(now, then, strict=True) for cell in pair)
        rows.append(
            (label(Theme, theme.theme, locale), articles_in_words(theme.articles, locale), *cells)
        )
    return ChartTable(columns, tuple(rows))


def contributions_table(
    one: ParagraphContent, kind: ContributionKind, query: Query, before: Query | None
) -> ChartTable | None:
    """Return what was pledged and received of a kind, by source, with their sums."""
    rows = [given for given in one.contributions if given.kind is kind]
    if not any(_has_money(given) for given in rows):
        return None
    given_received = (amount(say("Pledged"), "pledged"), amount(say("Received"), "received"))
    columns = (
        text(say("Source"), "source"),
        *with_before(given_received, has_before=before is not None),
    )
    amounts = [_given_cells(given, query, before) for given in rows]
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (source_name(given.source), *own) for given, own in zip(rows, amounts, strict=True)
    )
    of_kind = (Opening(measure).at(Dimension.KIND, kind) for measure in _measures(before))
    sums = tuple(
        _sum_of(column, opening)
        for column, opening in zip(zip(*amounts, strict=True), of_kind, strict=True)
    )
    return ChartTable(columns, cells, (None, *sums))


def articles_in_words(articles: Sequence[str], locale: str) -> str:
    """Return articles, such as "UNTOC 6", by instrument: "Organized Crime Convention: 6, 7"."""
    pairs = [one.split(" ", 1) for one in articles]
    return "; ".join(
        f"{instrument_name(Instrument(code), locale)}: {', '.join(own[1] for own in group)}"
        for code, group in groupby(pairs, key=lambda pair: pair[0])
    )


def _activity_row(activity: ParagraphActivity, own: Query, locale: str) -> tuple[Cell, ...]:
    """Return the row of an activity."""
    kind, status = activity.type, activity.status
    name = activity.title if kind is None else coded(activity.code, activity.title)
    people = OPENS.at(PeopleBy.ACTIVITY, activity.code)
    money = (
        OpenedNumber(minor, own, Opening(measure).at(Dimension.ACTIVITY, activity.code))
        for measure, minor in (
            (Measure.ALLOCATED, activity.allocated_minor),
            (Measure.SPENT, activity.spent_minor),
        )
    )
    return (
        Member(Dimension.ACTIVITY, activity.code, name),
        None if kind is None else label(ActivityType, kind, locale),
        None if status is None else label(ActivityStatus, status, locale),
        activity.starts_on,
        activity.ends_on,
        ", ".join(map(str, activity.also_under)) or None,
        None if activity.people is None else OpenedNumber(activity.people, own, people),
        *money,
    )


def _theme_cells(theme: Theme, figures: ThemeFigures, query: Query) -> tuple[Cell, ...]:
    """Return the figures of a theme; its money leads to its activities where they can be named."""
    every = query.having(Dimension.PARAGRAPH)
    work = OpenedNumber(
        figures.activities, every, RecordOpening(RowKind.WORK).at(WorkBy.THEME, theme)
    )
    money = ((Measure.ALLOCATED, figures.allocated_minor), (Measure.SPENT, figures.spent_minor))
    if len(figures.codes) > MOST_CODES:
        return (work, *(minor for _measure, minor in money))
    opened = (
        OpenedNumber(minor, every, Opening(measure).at(Dimension.ACTIVITY, *figures.codes))
        for measure, minor in money
    )
    return (work, *opened)


def _has_money(given: ContributionsGiven) -> bool:
    """Tell whether anything was pledged or received in either period."""
    return any(
        (
            given.pledged_minor,
            given.received_minor,
            given.pledged_before_minor,
            given.received_before_minor,
        )
    )


def _measures(before: Query | None) -> tuple[Measure, ...]:
    """Return the measures of the columns of contributions."""
    times = 1 if before is None else 2
    return (*(Measure.PLEDGED,) * times, *(Measure.RECEIVED,) * times)


def _given_cells(
    given: ContributionsGiven, query: Query, before: Query | None
) -> tuple[OpenedNumber, ...]:
    """Return what was pledged and received, each beside that of the period before."""
    cells = []
    for measure, now, then in (
        (Measure.PLEDGED, given.pledged_minor, given.pledged_before_minor),
        (Measure.RECEIVED, given.received_minor, given.received_before_minor),
    ):
        opening = Opening(measure).at(Dimension.KIND, given.kind)
        opening = opening.at(Dimension.SOURCE, given.source)
        cells.append(OpenedNumber(now, query.having(Dimension.PARAGRAPH), opening))
        if before is not None:
            cells.append(OpenedNumber(then or 0, before.having(Dimension.PARAGRAPH), opening))
    return tuple(cells)


def _sum_of(cells: Iterable[OpenedNumber], opening: Opening) -> OpenedNumber:
    """Return the sum of a column, with the rows of all of it."""
    own = list(cells)
    return OpenedNumber(sum(one.number for one in own), own[0].query, opening)
