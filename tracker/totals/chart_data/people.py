"""People by a breakdown, as chart data: bars by sex, table, sentence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tracker.assistance.counted_activities import SEXES
from tracker.assistance.people_counts import PeopleBy
from tracker.assistance.small_counts import (
    CountRow,
    CountTable,
    DistinctStatus,
    hidden_counts_note,
)
from tracker.reference.codes import ParticipantFunction, label
from tracker.totals.chart_data.by_year import every_year
from tracker.totals.chart_data.grouping import grouped
from tracker.totals.chart_data.marks import UNSPECIFIED, ChartMark
from tracker.totals.chart_data.panels import is_readable, panels_over_time
from tracker.totals.chart_data.shapes import (
    BarShape,
    ChartSeries,
    ColumnShape,
    PanelShape,
    Unit,
    unfinished_year,
)
from tracker.totals.chart_data.table import ChartColumn, ChartTable, Member, count
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.labels import dimension_name
from tracker.totals.opening import RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.people_figures import distinct_by_sex, read_people
from tracker.totals.record_opening import RecordOpening
from tracker.words import say

SEX = "sex"
"""The name of the part of participations that are of one sex."""
OPENS = RecordOpening(RowKind.PEOPLE)
COUNTING, ONCE = "counting", "once"
OPENS_ONCE = OPENS.at(COUNTING, ONCE)
"""The opening of people without double counting."""
NAMED_SEXES = (
    ChartMark("step-3", "/", edge="step-2"),
    ChartMark("step-1"),
    ChartMark("step-4", "x", edge="step-2"),
    ChartMark("step-2", "."),
)
"""The marks of the sexes, in their order."""
BESIDE = (UNSPECIFIED, ChartMark("unspecified", "-", edge="line-strong"))
"""The marks of people whose sex is not specified, and of those not shown by sex."""
DIMENSIONS: Mapping[PeopleBy, Dimension] = {
    PeopleBy.REGION: Dimension.REGION,
    PeopleBy.COUNTRY: Dimension.COUNTRY,
    PeopleBy.YEAR: Dimension.YEAR,
    PeopleBy.PROGRAMME: Dimension.PROGRAMME,
    PeopleBy.ACTIVITY: Dimension.ACTIVITY,
    PeopleBy.PROTOCOL: Dimension.PROTOCOL,
    PeopleBy.PARAGRAPH: Dimension.PARAGRAPH,
}
"""The dimensions of totals that are those of people too; a function is none."""


@dataclass(frozen=True, slots=True)
class PeopleData:
    """People by a breakdown, with the members of its codes in the order of the rows.

    `unfinished` is the last year where it is not counted whole, "" else.
    """

    by: PeopleBy
    table: CountTable
    members: tuple[Member, ...]
    unfinished: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nobody was counted."""
        return self.table.all.total == 0


@dataclass(frozen=True, slots=True)
class SexData:
    """People by sex, with and without double counting."""

    everybody: CountRow
    distinct: tuple[int | None, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nobody was counted."""
        return self.everybody.total == 0


def people_by(by: PeopleBy) -> Callable[[PageSource], PeopleData]:
    """Return the function that reads people by a breakdown: years in order, else the most first."""

    def order(row: CountRow) -> tuple[bool, int, str]:
        size = 0 if by is PeopleBy.YEAR else row.total or 0
        return not row.code, -size, row.code

    def read(source: PageSource) -> PeopleData:
        table = read_people(source, by)
        rows = sorted(table.rows, key=order)
        members = tuple(member_of(source, by, row.code) for row in rows)
        ordered = CountTable(tuple(rows), table.all, table.overlapping, table.suppressed)
        return PeopleData(by, ordered, members, unfinished_year(source.query))

    return read


def people_by_sex(source: PageSource) -> SexData:
    """Read people by sex."""
    return SexData(read_people(source).all, distinct_by_sex(source))


def member_of(source: PageSource, by: PeopleBy, code: str) -> Member:
    """Return a code of a breakdown with its label."""
    if by is not PeopleBy.FUNCTION:
        dimension = DIMENSIONS[by]
        told = code if by is PeopleBy.YEAR and code else source.reader.label(dimension, code)
        return Member(dimension, code, told)
    told = label(ParticipantFunction, code, source.locale)
    return Member(None, code, told, part=PeopleBy.FUNCTION.value)


def sexes() -> tuple[str, ...]:
    """Return the labels of the sexes, in their order."""
    return (say("Women"), say("Men"), say("Girls"), say("Boys"), say("Sex not specified"))


def people_shape(data: PeopleData) -> BarShape | ColumnShape | PanelShape | None:
    """Return a bar for each code while there is room, its people by sex where that is shown.

    Years are columns, those without people too.
    """
    pairs = [
        (member, _bar(row))
        for member, row in zip(data.members, data.table.rows, strict=True)
        if row.total
    ]
    if data.by is PeopleBy.YEAR:
        return _columns({member: own for member, own in pairs if member.code}, data.unfinished)
    found = grouped(pairs, adds_up=not data.table.overlapping)
    if not found.named:
        return None
    parts = [_others(data, *part) if part[0].beside else part for part in found.parts]
    series = _series([own for _member, own in parts])
    members = tuple(member for member, _own in parts)
    return BarShape(members, series, persons(), len(found.apart), found.is_cut)


def _others(data: PeopleData, others: Member, own: Sequence[int]) -> tuple[Member, tuple[int, ...]]:
    """Return others without the codes whose numbers by sex are hidden: behind them is the rest.

    What of them is shown stands with the people not shown by sex.
    """
    hidden = [
        row for row in data.table.rows if None in row.numbers and row.code not in others.beside
    ]
    *by_sex, apart = own
    for row in hidden:
        *numbers, _rest = _bar(row)
        by_sex = [one - number for one, number in zip(by_sex, numbers, strict=True)]
        apart += sum(numbers)
    beside = (*others.beside, *(row.code for row in hidden))
    return others._replace(beside=beside), (*by_sex, apart)


def _columns(
    numbers: Mapping[Member, tuple[int, ...]], unfinished: str
) -> ColumnShape | PanelShape | None:
    """Return the people of each year, from the first to the last; None without a year."""
    by_year = {member.code: own for member, own in numbers.items()}
    none = (0,) * len(NAMED_SEXES + BESIDE)
    years = every_year(list(by_year))
    series = _series([by_year.get(year, none) for year in years])
    columns = ColumnShape(
        tuple(Member(Dimension.YEAR, year, year) for year in years),
        series,
        persons(),
        stacked=True,
        unfinished=unfinished,
    )
    apart = sum(one.mark in BESIDE for one in series)
    return columns if is_readable(columns, apart) else panels_over_time(columns, apart)


def _series(numbers: Sequence[tuple[int, ...]]) -> tuple[ChartSeries, ...]:
    """Return a series for each sex that has people, and for those not shown by sex."""
    names = (*sexes(), say("By sex not shown"))
    marks = (*NAMED_SEXES, *BESIDE)
    return tuple(
        ChartSeries(name, tuple(own[place] for own in numbers), mark, opens=_opens(place))
        for place, (name, mark) in enumerate(zip(names, marks, strict=True))
        if any(own[place] for own in numbers)
    )


def _opens(place: int) -> RecordOpening | None:
    """Return the opening of the people of a series: of one sex; none where it is not shown."""
    return OPENS.at(SEX, SEXES[place]) if place < len(SEXES) else None


def people_table(data: PeopleData) -> ChartTable:
    """Return a row for each code, and one of all where the rows add up to it."""
    columns = (ChartColumn(name_of(data.by), data.by.value), *_count_columns())
    rows = [
        (member, *_cells(row)) for member, row in zip(data.members, data.table.rows, strict=True)
    ]
    return ChartTable(columns, (*rows, (Member(None, "", say("All")), *_cells(data.table.all))))


def people_sentence(data: PeopleData, formatter: Formatter) -> str:
    """Say how many were counted, and how often nobody twice."""
    return everybody_sentence(data.table.all, formatter)


def people_notes(data: PeopleData) -> tuple[str, ...]:
    """Say that numbers are hidden, that rows overlap, and why a figure is missing."""
    return notes_of(data.table)


def notes_of(table: CountTable) -> tuple[str, ...]:
    """Return what qualifies a table of people."""
    notes = []
    if table.suppressed:
        notes.append(hidden_counts_note())
    if table.overlapping:
        notes.append(say("A count stands whole under each row, so that the rows add up to no sum."))
    statuses = {row.status for row in (*table.rows, table.all)}
    if DistinctStatus.PARTICIPATIONS in statuses:
        notes.append(
            say(
                "Where people were counted before outside of the choice, or nobody knows where, "
                "only participations can be given."
            )
        )
    return tuple(notes)


def sex_shape(data: SexData) -> BarShape | None:
    """Return a bar for each sex."""
    numbers = data.everybody.numbers
    if None in numbers:
        return None
    named = zip(SEXES, sexes(), numbers, strict=True)
    shown = [(Member(None, code, name, part=SEX), number) for code, name, number in named if number]
    members = tuple(member for member, _number in shown)
    values = tuple(number or 0 for _member, number in shown)
    series = ChartSeries(say("Participations"), values, NAMED_SEXES[1], opens=OPENS)
    return BarShape(members, (series,), persons())


def sex_table(data: SexData) -> ChartTable:
    """Return a row for each sex, and one of all."""
    columns = (
        ChartColumn(say("Sex"), "sex"),
        count(say("Participations"), "participations", OPENS),
        count(say("Without double counting"), "without_double_counting", OPENS_ONCE),
    )
    everybody = data.everybody
    pairs = zip(sexes(), everybody.numbers, data.distinct, strict=True)
    rows = [
        (Member(None, code, name, part=SEX), number, None if number is None else own)
        for code, (name, number, own) in zip(SEXES, pairs, strict=True)
    ]
    last = (Member(None, "", say("All")), everybody.total, everybody.distinct)
    return ChartTable(columns, (*rows, last))


def sex_sentence(data: SexData, formatter: Formatter) -> str:
    """Say how many were counted, and how often nobody twice."""
    return everybody_sentence(data.everybody, formatter)


def sex_notes(data: SexData) -> tuple[str, ...]:
    """Return what qualifies the figures."""
    hidden = None in data.everybody.numbers
    return notes_of(CountTable((), data.everybody, suppressed=hidden))


def everybody_sentence(row: CountRow, formatter: Formatter) -> str:
    """Say how many people were counted, and how many without double counting."""
    if row.total is None:
        return say("Fewer than five people were counted.")
    number = formatter.whole(row.total)
    if row.distinct is None:
        return say("%(number)s participations.", number=number)
    return say(
        "%(number)s participations of %(people)s people without double counting.",
        number=number,
        people=formatter.whole(row.distinct),
    )


def name_of(by: PeopleBy) -> str:
    """Return the label of a breakdown."""
    return say("Function") if by is PeopleBy.FUNCTION else dimension_name(DIMENSIONS[by])


def persons() -> Unit:
    """Return the unit of counts of people."""
    return Unit(say("participations"), is_money=False)


def _count_columns() -> tuple[ChartColumn, ...]:
    """Return the columns of the numbers."""
    return (
        *(
            count(text, name, OPENS.at(SEX, name))
            for text, name in zip(sexes(), SEXES, strict=True)
        ),
        count(say("Participations"), "participations", OPENS),
        count(say("Without double counting"), "without_double_counting", OPENS_ONCE),
    )


def _cells(row: CountRow) -> tuple[int | None, ...]:
    """Return the numbers of a row."""
    return (*row.numbers, row.total, row.distinct)


def _bar(row: CountRow) -> tuple[int, ...]:
    """Return the parts of a bar: by sex, or all of it as not shown by sex."""
    numbers = tuple(number or 0 for number in row.numbers)
    return (*numbers, (row.total or 0) - sum(numbers))
