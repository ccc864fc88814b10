"""Figures of people under a query: one read for pages, files, the API and documents.

Whoever may not see small counts gets the table without them.
"""

from collections.abc import Mapping

from sqlmodel import Session

from tracker.assistance.counted_activities import read_counted
from tracker.assistance.people_counts import (
    OVERLAPPING,
    PeopleBook,
    PeopleBy,
    PeopleChoice,
    PeopleFigure,
)
from tracker.assistance.small_counts import CountRow, CountTable, DistinctStatus, suppress
from tracker.fund.ledger.measures import Measure
from tracker.people.permissions import may_see_small_counts
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader

EVERYBODY = ""
BOOK = "people counted"
"""The name under which a session keeps the counts that it has read, for one request."""
PAID_BY = (Dimension.DONOR, Dimension.EARMARKING)
"""Dimensions of contributions: people of the activities for which their money was used."""


def read_people(source: PageSource, by: PeopleBy | None = None) -> CountTable:
    """Return people by a breakdown, or the row of all alone, as the source's user may see them."""
    book = read_book(source.session, source.query)
    chosen = book.chosen(people_choice(source.query, source.reader))
    rows = () if by is None else tuple(book.by(chosen, by).items())
    table = count_table(rows, book.figure(chosen), overlapping=by in OVERLAPPING)
    return table if may_see_small_counts(source.user) else suppress(table)


def count_table(
    rows: tuple[tuple[str, PeopleFigure], ...], everybody: PeopleFigure, *, overlapping: bool
) -> CountTable:
    """Return figures as a table of counts, nothing hidden."""
    made = tuple(_row(code, figure) for code, figure in rows if figure.participations)
    return CountTable(made, _row(EVERYBODY, everybody), overlapping)


def distinct_by_sex(source: PageSource) -> tuple[int | None, ...]:
    """Return the people without double counting by sex; None is not given, or not shown."""
    book = read_book(source.session, source.query)
    figure = book.figure(book.chosen(people_choice(source.query, source.reader)))
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
        shown = suppress(table)
        if len(shown.rows) != len(rows) or any(row.total is None for row in shown.rows):
            return (None,) * len(rows)
        table = shown
    return tuple(row.distinct for row in table.rows)


def people_choice(query: Query, reader: TotalsReader) -> PeopleChoice:
    """Return the choice of counts of a query."""
    counted = query.counted_to()
    places = (query.of(Dimension.REGION), query.of(Dimension.COUNTRY))
    return PeopleChoice(
        last=counted if query.last is None else min(counted, query.last),
        first=query.first,
        known_on=None if query.known_at is None else query.known_at.day,
        places=tuple(frozenset(codes) for codes in places if codes),
        protocols=frozenset(query.of(Dimension.PROTOCOL)),
        programmes=frozenset(query.of(Dimension.PROGRAMME)),
        paragraphs=frozenset(map(int, query.of(Dimension.PARAGRAPH))),
        tools=frozenset(query.of(Dimension.TOOL)),
        activities=_paid_for(query, reader),
    )


def read_book(session: Session, query: Query) -> PeopleBook:
    """Return the counts as known at the query's moment, read once in a request."""
    moment = None if query.known_at is None else query.known_at.moment
    kept: Mapping[object, PeopleBook] = session.info.get(BOOK, {})
    if moment not in kept:
        session.info[BOOK] = {moment: PeopleBook(read_counted(session, moment))}
    book: PeopleBook = session.info[BOOK][moment]
    return book


def _paid_for(query: Query, reader: TotalsReader) -> frozenset[str] | None:
    """Return the activities that got money of the contributions chosen; None where none are."""
    if not any(query.of(dimension) for dimension in PAID_BY):
        return None
    return frozenset(
        row.code
        for measure in (Measure.ALLOCATED, Measure.SPENT)
        for row in reader.rows(measure, Dimension.ACTIVITY)
        if row.code and row.minor
    )


def _row(code: str, figure: PeopleFigure) -> CountRow:
    """Return a figure as a row, nothing hidden."""
    distinct = figure.distinct
    return CountRow(code, figure.counted, figure.participations, distinct, _status(distinct))


def _status(distinct: int | None) -> DistinctStatus:
    """Return what is said of people without double counting."""
    return DistinctStatus.PARTICIPATIONS if distinct is None else DistinctStatus.GIVEN
