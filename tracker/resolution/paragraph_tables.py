"""The tables of a paragraph, each figure beside that of the period before.

A table is None where a paragraph has nothing of its kind.
"""

from collections.abc import Iterable

from tracker.assistance.states import ProgrammeKind
from tracker.fund.ledger.measures import Measure
from tracker.fund.states import ContributionKind
from tracker.reference.codes import ActivityStatus, ActivityType, Theme, label
from tracker.resolution.paragraph_content import (
    ContributionsGiven,
    DisseminatedUnits,
    ParagraphActivity,
    ParagraphContent,
    ThemeFigures,
    ToolReached,
)
from tracker.resolution.paragraphs_chart import figures_cells
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    OpenedNumber,
    amount,
    count,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import source_name
from tracker.totals.opening import Opening
from tracker.totals.query import Query
from tracker.words import say

Sum = OpenedNumber | int | None
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
        distinct = figures.people.distinct
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


def kinds_table(one: ParagraphContent, locale: str) -> ChartTable | None:
    """Return the number of activities under way by type, where there are several."""
    rows = [
        (label(ActivityType, kind.type, locale), kind.activities, kind.before) for kind in one.kinds
    ]
    if len(rows) == 1:
        return None
    return counted_table(text(say("Type"), "type"), rows, has_before=one.before is not None)


def programmes_table(one: ParagraphContent) -> ChartTable | None:
    """Return the number of activities under way by the kind of their programme."""
    names = {
        ProgrammeKind.NATIONAL: say("National"),
        ProgrammeKind.REGIONAL: say("Regional"),
        ProgrammeKind.THEMATIC: say("Thematic"),
        ProgrammeKind.GLOBAL: say("Global"),
    }
    rows = [(names[kind.kind], kind.activities, kind.before) for kind in one.programmes]
    if not any(number or before for _name, number, before in rows):
        return None
    head = text(say("Programme"), "programme_kind")
    return counted_table(head, rows, has_before=one.before is not None)


def needs_table(one: ParagraphContent) -> ChartTable | None:
    """Return the requests of States received, and how many of them were taken up."""
    now, then = one.needs, one.needs_before
    if now is None:
        return None
    rows = [
        (say("Received"), now.received, None if then is None else then.received),
        (say("Of these, accepted"), now.accepted, None if then is None else then.accepted),
        (say("Of these, answered"), now.answered, None if then is None else then.answered),
    ]
    return counted_table(text(say("Requests"), "requests"), rows, has_before=then is not None)


def counted_table(
    head: ChartColumn, rows: list[tuple[str, int, int | None]], *, has_before: bool
) -> ChartTable | None:
    """Return a table of one number, beside that of the period before."""
    if not rows:
        return None
    if not has_before:
        return ChartTable((head, count(say("This period"), "now")), tuple(row[:2] for row in rows))
    columns = (head, count(say("This period"), "now"), count(say("The period before"), "before"))
    return ChartTable(columns, tuple(rows))


def tools_table(one: ParagraphContent) -> ChartTable | None:
    """Return a row for each tool: work with it, and what its dissemination counted, by unit."""
    if not one.tools:
        return None
    has_before = one.before is not None
    columns = [
        ChartColumn(say("Tool"), "tool"),
        count(say("Activities under way that worked with it"), "activities"),
    ]
    for name, heading in (
        ("events", say("Events")),
        ("copies", say("Copies")),
        ("downloads", say("Downloads")),
        ("people", say("People")),
    ):
        columns.append(count(heading, name))
        if has_before:
            columns.append(count(say("Before"), f"{name}_before"))
    rows = tuple(_tool_row(tool) for tool in one.tools)
    before = None if one.before is None else one.before.disseminated
    sums = (None, None, *_unit_cells(one.now.disseminated, before))
    return ChartTable(tuple(columns), rows, sums)


def themes_table(
    one: ParagraphContent, query: Query, before: Query | None, locale: str
) -> ChartTable | None:
    """Return a row for each theme with its articles; nothing is added up over themes."""
    if not one.themes:
        return None
    columns = [
        ChartColumn(say("Theme"), "theme", ChartColumnKind.TEXT),
        text(say("Articles"), "articles"),
    ]
    for name, heading, column in (
        ("activities", say("Activities under way"), count),
        ("allocated", say("Allocated"), amount),
        ("spent", say("Spent"), amount),
    ):
        columns.append(column(heading, name))
        if before is not None:
            columns.append(column(say("Before"), f"{name}_before"))
    rows = []
    for theme in one.themes:
        now = _theme_cells(theme.now, query)
        cells: Iterable[Cell] = now
        if before is not None and theme.before is not None:
            then = _theme_cells(theme.before, before)
            cells = (cell for pair in zip(now, then, strict=True) for cell in pair)
        rows.append((label(Theme, theme.theme, locale), "; ".join(theme.articles), *cells))
    return ChartTable(tuple(columns), tuple(rows))


def contributions_table(
    one: ParagraphContent, kind: ContributionKind, query: Query, before: Query | None
) -> ChartTable | None:
    """Return what was pledged and received of a kind, by source, with their sums."""
    rows = [given for given in one.contributions if given.kind is kind]
    if not any(_has_money(given) for given in rows):
        return None
    columns = [text(say("Source"), "source")]
    for name, heading in (("pledged", say("Pledged")), ("received", say("Received"))):
        columns.append(amount(heading, name))
        if before is not None:
            columns.append(amount(say("Before"), f"{name}_before"))
    amounts = [_given_cells(given, query, before) for given in rows]
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (source_name(given.source), *own) for given, own in zip(rows, amounts, strict=True)
    )
    of_kind = (Opening(measure).at(Dimension.KIND, kind) for measure in _measures(before))
    sums = tuple(
        _sum_of(column, opening)
        for column, opening in zip(zip(*amounts, strict=True), of_kind, strict=True)
    )
    return ChartTable(tuple(columns), cells, (None, *sums))


def text(heading: str, name: str) -> ChartColumn:
    """Return a column of texts."""
    return ChartColumn(heading, name, ChartColumnKind.TEXT)


def day(heading: str, name: str) -> ChartColumn:
    """Return a column of days."""
    return ChartColumn(heading, name, ChartColumnKind.DAY)


def _activity_row(activity: ParagraphActivity, own: Query, locale: str) -> tuple[Cell, ...]:
    """Return the row of an activity."""
    kind, status = activity.type, activity.status
    name = activity.title if kind is None else f"{activity.code} · {activity.title}"
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
        activity.people,
        *money,
    )


def _tool_row(tool: ToolReached) -> tuple[Cell, ...]:
    """Return the row of a tool."""
    name = Member(Dimension.TOOL, tool.code, tool.title)
    return (name, tool.activities, *_unit_cells(tool.disseminated, tool.before))


def _unit_cells(now: DisseminatedUnits, before: DisseminatedUnits | None) -> tuple[int | None, ...]:
    """Return what events counted, unit by unit, each beside that of the period before."""
    own = (now.events, now.copies, now.downloads, now.people)
    if before is None:
        return own
    then = (before.events, before.copies, before.downloads, before.people)
    return tuple(number for pair in zip(own, then, strict=True) for number in pair)


def _theme_cells(figures: ThemeFigures, query: Query) -> tuple[Cell, ...]:
    """Return the figures of a theme; its money leads to its activities where they can be named."""
    every = query.having(Dimension.PARAGRAPH)
    money = ((Measure.ALLOCATED, figures.allocated_minor), (Measure.SPENT, figures.spent_minor))
    if len(figures.codes) > MOST_CODES:
        return (figures.activities, *(minor for _measure, minor in money))
    opened = (
        OpenedNumber(minor, every, Opening(measure).at(Dimension.ACTIVITY, *figures.codes))
        for measure, minor in money
    )
    return (figures.activities, *opened)


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
