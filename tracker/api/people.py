"""People counted, by sex and a breakdown, with and without double counting."""

from flask import Response
from pydantic import Field

from tracker.api.answers import Answer, write
from tracker.api.parameters import Code, takes
from tracker.api.query_parameters import ChoiceParameters, DatedAnswer, FileParameters, dates_of
from tracker.api.subjects import make_blueprint
from tracker.assistance.people_counts import PeopleBy
from tracker.assistance.small_counts import CountRow, CountTable, DistinctStatus
from tracker.http import context
from tracker.http.csv_answers import csv_answer
from tracker.http.guard import public
from tracker.http.language import locale_code
from tracker.http.page_cache import cacheable
from tracker.http.totals_requests import dated, query_of, reading
from tracker.totals.chart_data.people import member_of
from tracker.totals.page_source import PageSource
from tracker.totals.people_figures import read_people
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.totals.totals import scope_of
from tracker.words import say

blueprint = make_blueprint("People", "How many people took part or were reached.")
NUMBERS = ("women", "men", "girls", "boys", "unspecified")


class PeopleParameters(ChoiceParameters, FileParameters):
    """The query of the dashboards, the breakdown and the form of the answer."""

    by: PeopleBy = Field(PeopleBy.FUNCTION, description="What a row is.")
    region: tuple[Code, ...] = Field((), description="Regions or groups people came from.")
    country: tuple[Code, ...] = Field((), description="States or areas people came from.")


class PeopleRow(Answer):
    """People of one code; null is a number that is not given.

    `status` tells of `without_double_counting`: given; or only participations can be given,
    because somebody was counted before outside of the choice or the row; or it would tell a small
    count. `/activities/CODE` tells how many of an activity were not counted before anywhere.
    """

    code: str
    label: str
    women: int | None
    men: int | None
    girls: int | None
    boys: int | None
    unspecified: int | None
    participations: int | None
    without_double_counting: int | None
    status: DistinctStatus


class People(DatedAnswer):
    """People by a breakdown; `total` is everybody."""

    by: PeopleBy
    overlapping: bool = Field(
        description="Whether a count stands whole under several rows, so that rows do not add up."
    )
    suppressed: bool = Field(
        description="Whether numbers of fewer than five people, and what tells them, are left out."
    )
    rows: list[PeopleRow]
    total: PeopleRow


@blueprint.get("/people")
@public
@blueprint.output(People)
@takes(PeopleParameters)
def show(parameters: PeopleParameters) -> Response:
    """Count people by a breakdown, with and without double counting."""
    with reading() as snapshot:
        query, version = query_of(snapshot), snapshot.version
        reader = TotalsReader(scope_of(snapshot, query, locale_code()))
        source = PageSource(reader, context.session(), query, context.user())
        table = read_people(source, parameters.by)
        rows = [_row(one, member_of(source, parameters.by, one.code).label) for one in table.rows]
    if parameters.format == "csv":
        cells = ([getattr(row, name) for name in PeopleRow.model_fields] for row in rows)
        name = f"people-by-{parameters.by}-{query.counted_to()}-v{version}.csv"
        answer = dated(csv_answer(PeopleRow.model_fields, cells, name), query)
    else:
        answer = write(People, _answer(parameters.by, query, version, table, rows))
    return cacheable(answer, version)


def _answer(
    by: PeopleBy, query: Query, version: int, table: CountTable, rows: list[PeopleRow]
) -> People:
    """Return the answer."""
    return People(
        by=by,
        overlapping=table.overlapping,
        suppressed=table.suppressed,
        rows=rows,
        total=_row(table.all, say("All")),
        **dates_of(query, version),
    )


def _row(row: CountRow, label: str) -> PeopleRow:
    """Return a row of the answer."""
    return PeopleRow(
        code=row.code,
        label=label,
        **dict(zip(NUMBERS, row.numbers, strict=True)),
        participations=row.total,
        without_double_counting=row.distinct,
        status=row.status,
    )
