"""Figures of people under a query: one read for pages, files, the API and documents.

Whoever may not see small counts gets the table without them.
"""

from collections.abc import Mapping

from tracker.assistance.counted_activities import SEXES, CountedActivity
from tracker.assistance.people_counts import (
    OVERLAPPING,
    PeopleBook,
    PeopleBy,
    PeopleChoice,
    PeopleFigure,
    PeoplePart,
)
from tracker.assistance.small_counts import (
    CountRow,
    CountTable,
    DistinctStatus,
    distinct_figures,
    suppress,
)
from tracker.people.permissions import may_see_small_counts
from tracker.reference.regions import holders_of
from tracker.totals.counted_records import (
    choice_of,
    counted_activities,
    hidden_activities,
    kept_with_record,
)
from tracker.totals.page_source import PageSource

EVERYBODY = ""
NOBODY = CountRow("", (0,) * len(SEXES), 0)


def read_people(
    source: PageSource, by: PeopleBy | None = None, parts: tuple[PeoplePart, ...] = ()
) -> CountTable:
    """Return people by a breakdown, or the row of all alone, as the source's user may see them.

    `parts` leave out what is not of them all.
    """
    book = read_book(source)
    chosen = book.chosen(people_choice(source))
    for part in parts:
        chosen = book.of_part(chosen, part)
    rows = () if by is None else tuple(book.by(chosen, by).items())
    table = count_table(rows, book.figure(chosen), overlapping=by in OVERLAPPING)
    return table if may_see_small_counts(source.user) else suppress(table)


def counted_before(
    source: PageSource, parts: tuple[PeoplePart, ...] = ()
) -> dict[str, tuple[int, ...]]:
    """Return by activity and sex those who were counted before; for whom may see small counts."""
    book = read_book(source)
    chosen = book.chosen(people_choice(source))
    for part in parts:
        chosen = book.of_part(chosen, part)
    figures = book.by(chosen, PeopleBy.ACTIVITY)
    return {code: figure.before for code, figure in figures.items()}


def count_table(
    rows: tuple[tuple[str, PeopleFigure], ...], everybody: PeopleFigure, *, overlapping: bool
) -> CountTable:
    """Return figures as a table of counts, nothing hidden."""
    made = tuple(_row(code, figure) for code, figure in rows if figure.participations)
    return CountTable(made, _row(EVERYBODY, everybody), overlapping)


def distinct_by_sex(source: PageSource) -> tuple[int | None, ...]:
    """Return the people without double counting by sex; None is not given, or not shown."""
    book = read_book(source)
    figure = book.figure(book.chosen(people_choice(source)))
    sexes = range(len(figure.counted))
    rows = tuple(
        CountRow(
            str(sex),
            (figure.counted[sex],),
            figure.counted[sex],
            figure.distinct_of(sex),
            _status(figure.distinct_of(sex)),
        )
        for sex in sexes
    )
    table = CountTable(rows, _row(EVERYBODY, figure)._replace(numbers=(figure.participations,)))
    if not may_see_small_counts(source.user):
        return distinct_figures(table)
    return tuple(row.distinct for row in rows)


def shown_of_activity(source: PageSource, code: str) -> CountRow | None:
    """Return what the table of all activities shows the public of one, None where it has no rows.

    An activity without people in the table has a row of none. The source's query chooses nothing.
    """
    name = f"people of each activity on {source.query.last_day()}"
    rows = kept_with_record(source, name, _read_by_activity)
    return rows.get(code, rows[EVERYBODY])


def _read_by_activity(source: PageSource) -> Mapping[str, CountRow | None]:
    """Read the rows of the table of all activities as the public sees it.

    That of no code is for those without one: None where the table shows no rows.
    """
    book = read_book(source)
    chosen = book.chosen(people_choice(source))
    rows = tuple(book.by(chosen, PeopleBy.ACTIVITY).items())
    table = suppress(count_table(rows, book.figure(chosen), overlapping=False))
    of_others = None if table.suppressed and not table.rows else NOBODY
    return {EVERYBODY: of_others} | {row.code: row for row in table.rows}


def people_choice(source: PageSource) -> PeopleChoice:
    """Return the choice of counts of a source's query."""
    return choice_of(source, source.query, PeopleChoice)


def activities_of_query(source: PageSource) -> tuple[CountedActivity, ...]:
    """Return the activities of a query's codes that the user may know of, whatever their days.

    One is for a place where a share of it is, or where it is for what lies within.
    """
    hidden, choice = hidden_activities(source), people_choice(source)
    return tuple(
        one
        for one in counted_activities(source)
        if one.code not in hidden
        and choice.has_activity(one)
        and all(
            any(not chosen.isdisjoint(holders_of(place)) for place in one.places)
            for chosen in choice.places
        )
    )


def read_book(source: PageSource) -> PeopleBook:
    """Return the counts as known at the query's moment, read once for a record.

    Those of activities that are not published are there for a user who may see them.
    """
    return kept_with_record(source, "people counted", _read_book)


def _read_book(source: PageSource) -> PeopleBook:
    """Read the counts of the activities that the user may know of."""
    hidden = hidden_activities(source)
    return PeopleBook(one for one in counted_activities(source) if one.code not in hidden)


def _row(code: str, figure: PeopleFigure) -> CountRow:
    """Return a figure as a row, nothing hidden."""
    distinct = figure.distinct
    return CountRow(code, figure.counted, figure.participations, distinct, _status(distinct))


def _status(distinct: int | None) -> DistinctStatus:
    """Return what is said of people without double counting."""
    return DistinctStatus.PARTICIPATIONS if distinct is None else DistinctStatus.GIVEN
