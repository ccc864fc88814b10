"""Totals as JSON or CSV, for programs."""

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

from apiflask import APIBlueprint
from flask import Response, request

from tracker.errors import Fault
from tracker.fund.ledger.measures import STOCKS, Measure
from tracker.http import context
from tracker.http.asked_days import reads_days
from tracker.http.csv_answers import PARAMETER as DELIMITER
from tracker.http.csv_answers import Delimiter, csv_answer, read_delimiter
from tracker.http.guard import public
from tracker.http.json_answers import json_answer
from tracker.http.language import locale_code
from tracker.http.page_cache import cacheable
from tracker.http.totals_requests import dated, query_and_comparison_of, reading, refuse_terms
from tracker.money import USD
from tracker.totals.dimensions import BREAKDOWNS, Dimension
from tracker.totals.query import Query
from tracker.totals.query_string import DATES, BadQuery, to_query_string, unknown_names
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import TotalsFrame, joined, scope_of, totals
from tracker.words import say

blueprint = APIBlueprint("totals", __name__, url_prefix="/api/v1", enable_openapi=False)
MOST_DIMENSIONS = 2
BESIDES = ("measure", "by", "format", "lang", DELIMITER)
"""The parameters beside those of the query."""


class Question(NamedTuple):
    """The query: a measure, its dimensions, and the form of the answer."""

    measure: Measure
    by: tuple[Dimension, ...]
    as_csv: bool
    delimiter: Delimiter


@blueprint.get("/totals")
@public
@reads_days(*DATES)
def show() -> Response:
    """Answer with the totals of a measure by up to two dimensions."""
    question = read_question(as_csv=request.accept_mimetypes.best == "text/csv")
    return _answer(question)


@blueprint.get("/totals.csv")
@public
@reads_days(*DATES)
def file() -> Response:
    """Answer with the same totals as a file."""
    return _answer(read_question(as_csv=True))


def read_question(*, as_csv: bool) -> Question:
    """Read measure, dimensions and form. Raises BadQuery that lists every fault."""
    faults = unknown_names(request.args.keys(), *BESIDES)
    measures = request.args.getlist("measure")
    by = [name for name in request.args.getlist("by") if name]
    if len(measures) != 1 or measures[0] not in set(Measure):
        known = ", ".join(Measure)
        faults.append(Fault("measure", say("name one measure of: %(known)s", known=known)))
    unknown = [name for name in by if name not in set(BREAKDOWNS)]
    if unknown or len(by) > MOST_DIMENSIONS or len(set(by)) != len(by):
        known = ", ".join(BREAKDOWNS)
        message = say("name up to two different dimensions of: %(known)s", known=known)
        faults.append(Fault("by", message))
    form = request.args.get("format", "csv" if as_csv else "json")
    if form not in ("csv", "json"):
        faults.append(Fault("format", say("the format is json or csv")))
    try:
        delimiter = read_delimiter()
    except BadQuery as bad:
        faults.extend(bad.faults)
    if faults:
        raise BadQuery(faults)
    return Question(Measure(measures[0]), tuple(map(Dimension, by)), form == "csv", delimiter)


def _answer(question: Question) -> Response:
    """Ask for the totals, or say that what the caller has is still right."""
    with reading() as snapshot:
        query, version, locale = query_and_comparison_of(snapshot), snapshot.version, locale_code()
        other = query.compared()
        for one in (query, other or query):
            refuse_terms(question.measure, one.of(Dimension.DONOR))
        sees = context.sees_unpublished()
        tag = _tag(question, query, version, locale, sees_unpublished=sees)
        if tag in request.if_none_match:
            return _marked(Response(status=304), tag)
        found, beside = _counted(snapshot, question, query, locale, sees), None
        if other is not None:
            beside = _counted(snapshot, question, other, locale, sees)
        data = snapshot.data_version
    answer = _written(question, found, query, data, beside)
    return cacheable(_marked(answer, tag), version)


def _counted(
    snapshot: Snapshot,
    question: Question,
    query: Query,
    locale: str,
    sees: bool,  # noqa: FBT001 - the last of what all totals of an answer share
) -> TotalsFrame:
    """Return the totals of a query; a stock has no first day."""
    counted = query.from_the_beginning() if question.measure in STOCKS else query
    scope = scope_of(snapshot, counted, locale, sees_unpublished=sees)
    return totals(scope, question.measure, question.by)


def _marked(response: Response, tag: str) -> Response:
    """Mark a response with its tag, and with what it varies by."""
    response.set_etag(tag)
    response.vary.add("Accept")
    response.vary.add("Accept-Language")
    return response


def _written(
    question: Question, found: TotalsFrame, query: Query, version: int, beside: TotalsFrame | None
) -> Response:
    """Write the totals, and those that they are compared with, in the form that was asked for."""
    if not question.as_csv:
        answer = as_json(found, query, version)
        other = query.compared()
        if beside is not None and other is not None:
            answer["compare"] = _as_beside(found, beside, other)
        return json_answer(answer)
    name = "-".join([found.measure, *found.by, f"v{version}"])
    frame = found.frame if beside is None else joined(found, beside)
    rows = frame.itertuples(index=False, name=None)
    return dated(csv_answer(frame.columns, rows, f"{name}.csv"), query)


def _as_beside(found: TotalsFrame, beside: TotalsFrame, other: Query) -> dict[str, Any]:
    """Spell out the totals that others are compared with, and by how much those are larger."""
    return {
        "filter": to_query_string(other),
        "rows": list(_rows(beside)),
        "total_minor": beside.total_minor,
        "difference_minor": found.total_minor - beside.total_minor,
    }


def as_json(found: TotalsFrame, query: Query, version: int) -> dict[str, Any]:
    """Spell out the totals; amounts are whole US cents."""
    return {
        "measure": found.measure.value,
        "currency": USD,
        "by": [dimension.value for dimension in found.by],
        "as_at": query.counted_to().isoformat(),
        "known_at": str(query.known_at or query.today),
        "cut": None if query.cut is None else query.cut.isoformat(),
        "filter": to_query_string(query),
        "rows": list(_rows(found)),
        "total_minor": found.total_minor,
        "data_version": version,
    }


def _rows(found: TotalsFrame) -> Iterable[dict[str, Any]]:
    """Return a row for each combination of codes: the codes, the label in words, the cents."""
    labels = [found.frame[f"{dimension}_label"].tolist() for dimension in found.by]
    codes = [found.frame[dimension.value].tolist() for dimension in found.by]
    names = [dimension.value for dimension in found.by]
    for place, minor in enumerate(found.frame["minor"].tolist()):
        own = [label[place] for label in labels]
        row: dict[str, Any] = {
            name: column[place] for name, column in zip(names, codes, strict=True)
        }
        row["label"] = " · ".join(own) if own else say("Total")
        if len(own) > 1:
            row["labels"] = own
        row["minor"] = minor
        yield row


def _tag(
    question: Question, query: Query, version: int, locale: str, *, sees_unpublished: bool
) -> str:
    """Return the tag of an answer: it changes with the record, the question and the day."""
    parts = (version, question, to_query_string(query), query.today, locale, sees_unpublished)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
