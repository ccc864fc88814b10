"""The activities behind a number of people, as a table of their participations."""

from collections.abc import Iterable, Mapping, Sequence

from tracker.assistance.counted_activities import SEXES
from tracker.assistance.people_counts import OVERLAPPING, PeopleBy, PeoplePart
from tracker.assistance.small_counts import CountRow
from tracker.people.permissions import may_see_small_counts
from tracker.reference.codes import ParticipantFunction
from tracker.reference.instruments import Instrument
from tracker.reference.paragraphs import paragraphs
from tracker.reference.regions import regions
from tracker.reference.states import states
from tracker.totals.chart_data.people import COUNTING, ONCE, SEX, member_of, sexes
from tracker.totals.chart_data.table import Cell, ChartColumn, ChartTable, Member, count
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import Titles, dimension_name
from tracker.totals.page_source import PageSource
from tracker.totals.people_figures import counted_before, distinct_by_sex, read_people
from tracker.totals.record_opening import RecordPart
from tracker.words import say


def people_rows_table(source: PageSource, parts: tuple[RecordPart, ...]) -> ChartTable:
    """Return a row for each activity with its participations, those of one sex where that is asked.

    Whoever may see no small counts sees a sum that the breakdown itself shows, and no number of an
    activity by function or sex: with the others of the activity it would tell what is hidden there.
    """
    of_sex = [part.codes[0] for part in parts if part.name == SEX]
    behind = tuple(
        PeoplePart(PeopleBy(part.name), part.codes, part.but)
        for part in parts
        if part.name not in (SEX, COUNTING)
    )
    columns = (
        ChartColumn(dimension_name(Dimension.ACTIVITY), PeopleBy.ACTIVITY.value),
        count(say("Participations"), "participations"),
    )
    sees_all = may_see_small_counts(source.user)
    if not sees_all and not _shows(source, behind, of_sex):
        return ChartTable(columns, ())
    table = read_people(source, PeopleBy.ACTIVITY, behind)
    hides = not sees_all and (of_sex or any(part.by is PeopleBy.FUNCTION for part in behind))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (member_of(source, PeopleBy.ACTIVITY, row.code), None if hides else number)
        for row in table.rows
        if (number := _number(row, of_sex)) != 0
    )
    found = ChartTable(columns, rows, (None, _number(table.all, of_sex)) if rows else None)
    if rows and any(part.name == COUNTING for part in parts):
        return _once(source, found, behind, of_sex)
    return found


def _once(
    source: PageSource,
    table: ChartTable,
    behind: tuple[PeoplePart, ...],
    of_sex: Sequence[str],
) -> ChartTable:
    """Add to participations those counted before, and people without double counting.

    By activity they are for whom may see small counts; the others see the sum that the figure has.
    """
    columns = (
        *table.columns,
        count(say("Of these, counted before"), "counted_before"),
        count(say("Without double counting"), "without_double_counting"),
    )
    before = counted_before(source, behind) if may_see_small_counts(source.user) else {}
    rows = tuple((*row, *_pair(row, before, of_sex)) for row in table.rows)
    whole = (table.sums or (None, None))[1]
    once = _distinct(source, behind, of_sex)
    known = isinstance(whole, int) and once is not None
    earlier = whole - once if known else None  # type: ignore[operator] # both are there
    return ChartTable(columns, rows, (None, whole, earlier, once))


def _pair(
    row: tuple[Cell, ...], before: Mapping[str, tuple[int, ...]], of_sex: Sequence[str]
) -> tuple[int | None, int | None]:
    """Return of an activity those counted before, and the others; None where they are not shown."""
    member, number = row
    if not isinstance(member, Member) or not isinstance(number, int) or member.code not in before:
        return None, None
    numbers = before[member.code]
    earlier = numbers[SEXES.index(of_sex[0])] if of_sex else sum(numbers)
    return earlier, number - earlier


def _distinct(
    source: PageSource, behind: tuple[PeoplePart, ...], of_sex: Sequence[str]
) -> int | None:
    """Return the people without double counting as the figure shows them; None where none does."""
    if of_sex:
        return None if behind else distinct_by_sex(source)[SEXES.index(of_sex[0])]
    if not behind:
        return read_people(source).all.distinct
    part = behind[0]
    if len(behind) > 1 or part.but or len(part.codes) > 1:
        return None
    rows = read_people(source, part.by).rows
    return next((row.distinct for row in rows if row.code in part.codes), None)


def _shows(source: PageSource, behind: Sequence[PeoplePart], of_sex: Sequence[str]) -> bool:
    """Tell whether a breakdown shows the reader the numbers of a part; two parts none does.

    Of rows that overlap it shows each by itself alone, and none where it shows no rows at all.
    """
    if not behind:
        return _number(read_people(source).all, of_sex) is not None
    part = behind[0]
    if len(behind) > 1 or (part.by in OVERLAPPING and (part.but or len(part.codes) > 1)):
        return False
    table = read_people(source, part.by)
    if table.suppressed and not table.rows:
        return False
    rows = (one for one in table.rows if (one.code in part.codes) != part.but)
    return all(_number(row, of_sex) is not None for row in rows)


def people_codes(titles: Titles) -> Mapping[str, Iterable[str] | None]:
    """Return the codes that parts may have, by the name of the breakdown; None for any."""
    return {
        PeopleBy.FUNCTION: ParticipantFunction,
        PeopleBy.REGION: regions(),
        PeopleBy.COUNTRY: states(),
        PeopleBy.YEAR: None,
        PeopleBy.PROGRAMME: titles[Dimension.PROGRAMME],
        PeopleBy.ACTIVITY: None,
        PeopleBy.PROTOCOL: Instrument,
        PeopleBy.PARAGRAPH: tuple(map(str, paragraphs())),
        SEX: SEXES,
        COUNTING: (ONCE,),
    }


def people_part_label(source: PageSource, name: str, code: str) -> str:
    """Return the label of a code of a part; of an activity its code alone."""
    if name == COUNTING:
        return say("without double counting")
    if name == SEX:
        return sexes()[SEXES.index(code)]
    if name == PeopleBy.ACTIVITY and code:
        return code
    return member_of(source, PeopleBy(name), code).label if code else say("not specified")


def people_unit() -> str:
    """Return the unit of numbers of people."""
    return say("participations")


def _number(row: CountRow, of_sex: Sequence[str]) -> int | None:
    """Return the participations of a row, or those of one sex."""
    return row.numbers[SEXES.index(of_sex[0])] if of_sex else row.total
