"""The activities under way in a period, behind a number of them, as a table."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from sqlmodel import select

from tracker.assistance.activity_publication import read_known_publications
from tracker.assistance.counted_activities import CountedActivity
from tracker.assistance.states import ProgrammeKind
from tracker.assistance.tables.activities import Programme
from tracker.assistance.work_in_period import last_day_of_work, under_way
from tracker.reference.codes import ActivityStatus, ActivityType, Theme, label
from tracker.reference.paragraphs import paragraphs
from tracker.totals.chart_data.table import Cell, ChartColumn, ChartColumnKind, ChartTable, Member
from tracker.totals.counted_records import moment_of_knowledge
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import Titles, dimension_name, programme_kind_name
from tracker.totals.page_source import PageSource
from tracker.totals.people_figures import activities_of_query
from tracker.totals.record_opening import RecordPart
from tracker.words import say

_KINDS = select(Programme.code, Programme.kind)


class WorkBy(StrEnum):
    """What activities under way are counted by."""

    TYPE = "type"  # the type of the activity
    PROGRAMME_KIND = "programme_kind"  # the kind of its programme
    PARAGRAPH = "paragraph"  # the operative paragraphs that it answers, whole under each
    TOOL = "tool"  # the tools that it worked with, whole under each
    THEME = "theme"  # the themes of paragraph 3, whole under each


CodesOf = Callable[[CountedActivity], Iterable[str]]


def work_table(source: PageSource, parts: tuple[RecordPart, ...]) -> ChartTable:
    """Return a row for each activity under way in the period that the user may know of."""
    codes_of = {part.name: _codes_of(source, WorkBy(part.name)) for part in parts}
    found = [
        one
        for one in under_way(activities_of_query(source), source.query.span())
        if all(_has(codes_of[part.name](one), part) for part in parts)
    ]
    text, day = ChartColumnKind.TEXT, ChartColumnKind.DAY
    columns = (
        ChartColumn(dimension_name(Dimension.ACTIVITY), Dimension.ACTIVITY.value),
        ChartColumn(say("Type"), "type", text),
        ChartColumn(say("Status"), "status", text),
        ChartColumn(say("Start"), "starts_on", day),
        ChartColumn(say("End"), "ends_on", day),
        ChartColumn(dimension_name(Dimension.PROGRAMME), Dimension.PROGRAMME.value),
        ChartColumn(say("Operative paragraphs"), "paragraphs", text),
    )
    rows = tuple(_cells(source, one) for one in found)
    return ChartTable(columns, rows, (None,) * len(columns) if rows else None)


def _cells(source: PageSource, one: CountedActivity) -> tuple[Cell, ...]:
    """Return the cells of an activity."""
    programme = source.reader.label(Dimension.PROGRAMME, one.programme)
    return (
        Member(Dimension.ACTIVITY, one.code, source.reader.titled(Dimension.ACTIVITY, one.code)),
        label(ActivityType, one.type, source.locale),
        label(ActivityStatus, one.status, source.locale),
        one.start,
        last_day_of_work(one) or one.end,
        Member(Dimension.PROGRAMME, one.programme, programme),
        ", ".join(map(str, sorted(one.paragraphs))),
    )


def _has(codes: Iterable[str], part: RecordPart) -> bool:
    """Tell whether codes belong to a part; "" is having none."""
    return set(part.codes).isdisjoint({*codes} or {""}) is part.but


def _codes_of(source: PageSource, by: WorkBy) -> CodesOf:
    """Return the function that tells the codes of an activity."""
    if by is WorkBy.PROGRAMME_KIND:
        kinds = dict(source.session.exec(_KINDS).all())
        return lambda one: (kinds[one.programme],)
    if by is WorkBy.THEME:
        known = read_known_publications(source.session, moment_of_knowledge(source.query))
        return lambda one: known[one.code].themes if one.code in known else ()
    return {
        WorkBy.TYPE: lambda one: (one.type,),
        WorkBy.PARAGRAPH: lambda one: map(str, one.paragraphs),
        WorkBy.TOOL: lambda one: one.tools,
    }[by]


def work_codes(titles: Titles) -> Mapping[str, Iterable[str] | None]:
    """Return the codes that parts may have, by their name."""
    return {
        WorkBy.TYPE: ActivityType,
        WorkBy.PROGRAMME_KIND: ProgrammeKind,
        WorkBy.PARAGRAPH: tuple(map(str, paragraphs())),
        WorkBy.TOOL: titles[Dimension.TOOL],
        WorkBy.THEME: Theme,
    }


def work_label(source: PageSource, name: str, code: str) -> str:
    """Return the label of a code of a part."""
    by = WorkBy(name)
    if not code:
        return say("not specified")
    if by is WorkBy.PROGRAMME_KIND:
        return programme_kind_name(ProgrammeKind(code))
    if by is WorkBy.TYPE:
        return label(ActivityType, code, source.locale)
    if by is WorkBy.THEME:
        return label(Theme, code, source.locale)
    return source.reader.label(Dimension(by.value), code)


def work_unit() -> str:
    """Return the unit of numbers of activities."""
    return say("Activities under way")
