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
from tracker.totals.chart_data.people import SEX, member_of, sexes
from tracker.totals.chart_data.table import Cell, ChartColumn, ChartTable, count
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import Titles, dimension_name
from tracker.totals.page_source import PageSource
from tracker.totals.people_figures import read_people
from tracker.totals.record_opening import RecordPart
from tracker.words import say


def people_rows_table(source: PageSource, parts: tuple[RecordPart, ...]) -> ChartTable:
    """Return a row for each activity with its participations, those of one sex where that is asked.

    Whoever may see no small counts sees a sum that the breakdown itself shows, and no number of an
    activity by function or sex: with the others of the activity it would tell what is hidden there.
    """
    of_sex = [part.codes[0] for part in parts if part.name == SEX]
    behind = tuple(
        PeoplePart(PeopleBy(part.name), part.codes, part.but) for part in parts if part.name != SEX
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
    return ChartTable(columns, rows, (None, _number(table.all, of_sex)) if rows else None)


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
    }


def people_part_label(source: PageSource, name: str, code: str) -> str:
    """Return the label of a code of a part; of an activity its code alone."""
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
