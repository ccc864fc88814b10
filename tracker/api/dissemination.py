"""Tools disseminated: copies, downloads and people, by a breakdown, and those of another period."""

from dataclasses import asdict
from typing import NamedTuple

from flask import Response
from pydantic import Field

from tracker.api.answers import Answer, write
from tracker.api.parameters import Code, takes
from tracker.api.query_parameters import ChoiceParameters, DatedAnswer, FileParameters, dates_of
from tracker.api.subjects import make_blueprint
from tracker.assistance.dissemination_counts import (
    UNITS,
    DisseminationBy,
    DisseminationPart,
    DisseminationTable,
    UnitCounts,
)
from tracker.assistance.states import DisseminationMeans, DisseminationUnit
from tracker.errors import Fault
from tracker.http import context
from tracker.http.csv_answers import csv_answer
from tracker.http.guard import public
from tracker.http.language import locale_code
from tracker.http.page_cache import cacheable
from tracker.http.totals_requests import dated, query_and_comparison_of, reading
from tracker.reference.codes import ParticipantFunction
from tracker.reference.languages import languages
from tracker.totals.chart_data.dissemination_words import code_member
from tracker.totals.dissemination_figures import read_dissemination
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.query_string import BadQuery, to_query_string
from tracker.totals.reader import TotalsReader
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of
from tracker.words import say

blueprint = make_blueprint("Dissemination", "How tools reached their readers.")
OWN_PARTS = (
    DisseminationBy.MEANS,
    DisseminationBy.UNIT,
    DisseminationBy.LANGUAGE,
    DisseminationBy.AUDIENCE,
)
"""The breakdowns by which events are chosen here besides what every query has."""


class DisseminationParameters(ChoiceParameters, FileParameters):
    """The query of the dashboards, what events have of their own, and the form of the answer."""

    by: DisseminationBy = Field(DisseminationBy.TOOL, description="What a row is.")
    means: tuple[DisseminationMeans, ...] = Field((), description="Means of the events.")
    unit: tuple[DisseminationUnit, ...] = Field((), description="Units that are counted.")
    language: tuple[Code, ...] = Field((), description="Languages: ISO 639-1.")
    audience: tuple[ParticipantFunction, ...] = Field((), description="Functions of the readers.")
    compare: str | None = Field(
        None, description="What stands beside: `before`, days, a session, a donor or a place."
    )
    region: tuple[Code, ...] = Field((), description="Regions or groups of the events.")
    country: tuple[Code, ...] = Field((), description="States or areas of the events.")
    protocol: tuple[Code, ...] = Field((), description="Instruments that the tools are for.")


class DisseminationCounts(Answer):
    """Three counts that have no sum; null is a number of people that is not shown."""

    copies: int
    downloads: int
    people: int | None


class DisseminationCode(DisseminationCounts):
    """What was disseminated of one code."""

    code: str
    label: str


class ComparedDissemination(Answer):
    """What stands beside an answer."""

    filter: str
    rows: list[DisseminationCode]
    total: DisseminationCounts


class DisseminationSums(DatedAnswer):
    """What was disseminated by a breakdown; `total` is everything, unit by unit."""

    by: DisseminationBy
    overlapping: bool = Field(
        description="Whether an event stands whole under several rows, so that rows do not add up."
    )
    suppressed: bool = Field(
        description="Whether numbers of fewer than five people, and what tells them, are left out."
    )
    rows: list[DisseminationCode]
    total: DisseminationCounts
    compare: ComparedDissemination | None


@blueprint.get("/dissemination")
@public
@blueprint.output(DisseminationSums)
@takes(DisseminationParameters)
def show(parameters: DisseminationParameters) -> Response:
    """Count copies, downloads and people by a breakdown, perhaps beside those of another choice.

    The three counts are never added to each other.
    """
    with reading() as snapshot:
        query, version = query_and_comparison_of(snapshot), snapshot.version
        beside = query.compared()
        asked = _read(snapshot, query.alone(), parameters)
        other = None if beside is None else _read(snapshot, beside, parameters)
    if parameters.format == "csv":
        return cacheable(_csv(parameters.by, query, version, asked, other), version)
    answer = DisseminationSums(
        by=parameters.by,
        overlapping=asked.table.overlapping,
        suppressed=asked.table.suppressed,
        rows=asked.rows,
        total=_counts(asked.table.all),
        compare=None if beside is None or other is None else _beside(beside, other),
        **dates_of(query.alone(), version),
    )
    return cacheable(write(DisseminationSums, answer), version)


class _Read(NamedTuple):
    """A table with its rows as the answer has them."""

    table: DisseminationTable
    rows: list[DisseminationCode]


def _read(snapshot: Snapshot, query: Query, parameters: DisseminationParameters) -> _Read:
    """Read the counts of a query."""
    parts = _parts(parameters)
    reader = TotalsReader(scope_of(snapshot, query, locale_code()))
    source = PageSource(reader, context.session(), query, context.user())
    table = read_dissemination(source, parameters.by, parts)
    rows = [
        DisseminationCode(
            code=row.code,
            label=code_member(source, parameters.by, row.code).label,
            **asdict(row.counts),
        )
        for row in table.rows
    ]
    return _Read(table, rows)


def _parts(parameters: DisseminationParameters) -> tuple[DisseminationPart, ...]:
    """Return the parts by what events have of their own; raises BadQuery."""
    unknown = [code for code in parameters.language if code not in languages()]
    if unknown:
        code = unknown[0]
        message = say("'%(code)s' is no language of ISO 639-1, such as en", code=code)
        raise BadQuery([Fault("language", message)])
    chosen = ((by, tuple(map(str, getattr(parameters, by.value)))) for by in OWN_PARTS)
    return tuple(DisseminationPart(by, codes) for by, codes in chosen if codes)


def _beside(query: Query, read: _Read) -> ComparedDissemination:
    """Return what stands beside an answer."""
    return ComparedDissemination(
        filter=to_query_string(query), rows=read.rows, total=_counts(read.table.all)
    )


def _counts(counts: UnitCounts) -> DisseminationCounts:
    """Return three counts."""
    return DisseminationCounts(**asdict(counts))


def _csv(
    by: DisseminationBy, query: Query, version: int, asked: _Read, other: _Read | None
) -> Response:
    """Answer with the rows as a file, those that stand beside in the same row."""
    names = [unit.value for unit in UNITS]
    compared = {row.code: row for row in other.rows} if other else {}
    labels = {row.code: row for row in [*compared.values(), *asked.rows]}
    mine = {row.code: row for row in asked.rows}
    heads = ["code", "label", *names]
    if other is not None:
        heads += [f"compared_{name}" for name in names]
    cells = (
        [
            code,
            labels[code].label,
            *_cells(mine.get(code)),
            *(_cells(compared.get(code)) if other is not None else ()),
        ]
        for code in sorted(labels)
    )
    name = f"dissemination-by-{by}-{query.counted_to()}-v{version}.csv"
    return dated(csv_answer(heads, cells, name), query)


def _cells(row: DisseminationCode | None) -> tuple[int | None, ...]:
    """Return the counts of a row; of none, zeros."""
    return (0, 0, 0) if row is None else (row.copies, row.downloads, row.people)
