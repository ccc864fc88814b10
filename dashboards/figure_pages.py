"""The figures as JSON in Plotly's schema, for other programs."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, request

from dashboards.chart_files import answer_with_table, csv_of, facts_of, workbook_of
from dashboards.charts.chart import draw
from dashboards.figure_json import whole_figure
from dashboards.formatter import FORMATTER
from dashboards.pages.registry import SPECS, chart_of
from dashboards.serving import chart_question
from tracker.http.asked_days import reads_days
from tracker.http.csv_answers import PARAMETER as DELIMITER
from tracker.http.guard import public
from tracker.http.json_answers import json_answer
from tracker.http.query_description import (
    DATE_HEADERS,
    DELIMITER_PARAMETER,
    QUERY_PARAMETERS,
)
from tracker.http.totals_requests import expect_known_names, reading
from tracker.http.xlsx_answers import CONTENT_TYPE as XLSX
from tracker.money import USD
from tracker.totals.query_string import DATES, to_query_string

blueprint = APIBlueprint("figures", __name__, url_prefix="/api/v1", enable_openapi=False)


@blueprint.get("/figures/<page>/<chart>.json")
@public
@reads_days(*DATES)
def figure(page: str, chart: str) -> Response:
    """Answer with a figure of a dashboard, its colours and title in it."""
    spec, one = chart_of(page, chart)
    expect_known_names()
    with reading() as snapshot:
        question = chart_question(spec, one, snapshot)
        drawn = draw(one, question.source, question.addresses, FORMATTER)
    query = question.asked.query
    about = {
        "currency": USD,
        "as_at": query.counted_to().isoformat(),
        "known_at": str(query.known_at or query.today),
        "cut": None if query.cut is None else query.cut.isoformat(),
        "filter": to_query_string(query),
        "data_version": question.data_version,
    }
    return _conditional(json_answer(whole_figure(drawn, about)))


@blueprint.get("/figures/<page>/<chart>.csv")
@public
@reads_days(*DATES)
def table(page: str, chart: str) -> Response:
    """Answer with the table of a figure."""
    return answer_with_table(page, chart, csv_of, DELIMITER)


@blueprint.get("/figures/<page>/<chart>.xlsx")
@public
@reads_days(*DATES)
def workbook(page: str, chart: str) -> Response:
    """Answer with the table of a figure as a workbook."""
    return answer_with_table(page, chart, workbook_of)


@blueprint.get("/figures/<page>/<chart>/metadata.json")
@public
@reads_days(*DATES)
def facts(page: str, chart: str) -> Response:
    """Answer with what the files of a figure are about."""
    return answer_with_table(page, chart, facts_of)


def describe(description: dict[str, Any]) -> None:
    """Add the figures to the OpenAPI description."""
    description["paths"] |= PATHS
    description.setdefault("tags", []).append(
        {"name": "Figures", "description": "The figures of the dashboards and their tables."}
    )


def _conditional(response: Response) -> Response:
    """Tag an answer by its content, and answer 304 to a reader who has it."""
    response.add_etag()
    response.vary.add("Accept-Language")
    response.make_conditional(request)
    return response


def _operation(
    name: str,
    summary: str,
    content: dict[str, Any],
    headers: dict[str, Any],
    *besides: dict[str, Any],
) -> dict[str, Any]:
    """Describe one form of a figure."""
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    pages = [spec.name for spec in SPECS]
    charts = sorted({chart.name for spec in SPECS for chart in spec.charts})
    return {
        "get": {
            "summary": summary,
            "operationId": name,
            "tags": ["Figures"],
            "parameters": [
                _path_parameter("page", "A page of the dashboards.", pages),
                _path_parameter("chart", "A chart of the page.", charts),
                *QUERY_PARAMETERS,
                *besides,
            ],
            "responses": {
                "200": {"description": summary, "content": content, "headers": headers},
                "422": {"description": "The query has faults; all are listed.", "content": problem},
            },
        }
    }


def _path_parameter(name: str, words: str, codes: list[str]) -> dict[str, Any]:
    """Describe a part of the path."""
    schema = {"type": "string", "enum": codes}
    return {"name": name, "in": "path", "required": True, "description": words, "schema": schema}


_FIGURE = {
    "title": "Figure",
    "type": "object",
    "required": ["data", "layout"],
    "properties": {
        "data": {"type": "array", "items": {"type": "object"}},
        "layout": {"type": "object"},
    },
}
_TEXTS = (
    "title", "page", "subject", "filter_in_words", "filter", "unit", "as_at", "known_at", "source",
    "licence", "link", "citation", "short_citation",
)  # fmt: skip
_FACTS = {
    "title": "FigureFacts",
    "type": "object",
    "required": [*_TEXTS, "cut", "data_version", "illustrative", "columns"],
    "properties": {
        **{name: {"type": "string"} for name in _TEXTS},
        "cut": {"type": ["string", "null"], "format": "date"},
        "data_version": {"type": "integer"},
        "illustrative": {"type": "boolean"},
        "disclaimer": {"type": "string"},
        "columns": {"type": "array", "items": {"type": "object"}},
    },
}
DESCRIBED_BY = {
    "Link": {"schema": {"type": "string"}, "description": "Where the facts of the file are."}
}
PATHS: dict[str, Any] = {
    "/api/v1/figures/{page}/{chart}.json": _operation(
        "read_figure",
        "A figure in Plotly's schema, as plotly.io.from_json opens it",
        {"application/json": {"schema": _FIGURE}},
        {},
    ),
    "/api/v1/figures/{page}/{chart}.csv": _operation(
        "read_figure_table",
        "The table of a figure, amounts in US dollars",
        {"text/csv": {"schema": {"type": "string"}}},
        DATE_HEADERS | DESCRIBED_BY,
        DELIMITER_PARAMETER,
    ),
    "/api/v1/figures/{page}/{chart}.xlsx": _operation(
        "read_figure_workbook",
        "The same table as a workbook, and a sheet with its facts",
        {XLSX: {"schema": {"type": "string", "format": "binary"}}},
        DATE_HEADERS,
    ),
    "/api/v1/figures/{page}/{chart}/metadata.json": _operation(
        "read_figure_facts",
        "What the files of a figure are about: filter, dates, source, licence, link, citation",
        {"application/json": {"schema": _FACTS}},
        DATE_HEADERS,
    ),
}
