"""The files of a chart's table: read once, and answered in the form that was asked for."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Response

from dashboards.charts.chart import table_of
from dashboards.figure_facts import FigureFacts, facts_of_chart
from dashboards.pages.registry import chart_of
from dashboards.question import FACTS
from dashboards.serving import chart_question
from dashboards.table_files import csv_file, facts_file, workbook
from tracker.http.totals_requests import expect_known_names, reading
from tracker.totals.chart_data.table import ChartTable


class ChartFile(NamedTuple):
    """The table of a chart for a file: the facts, the file's stem, the address of the facts."""

    table: ChartTable
    facts: FigureFacts
    stem: str
    about: str


def answer_with_table(
    page: str, chart: str, answer: Callable[[ChartFile], Response], *names: str
) -> Response:
    """Read the table of a chart and answer with a file of it; `names` are further parameters."""
    spec, one = chart_of(page, chart)
    expect_known_names(*names)
    with reading() as snapshot:
        question = chart_question(spec, one, snapshot)
        return answer(
            ChartFile(
                table_of(one, question.source),
                facts_of_chart(question, spec, one.name, str(one.title), str(one.unit)),
                f"{page}-{chart}",
                question.addresses.file(page, chart, FACTS),
            )
        )


def csv_of(one: ChartFile) -> Response:
    """Answer with a table as CSV."""
    return csv_file(*one)


def workbook_of(one: ChartFile) -> Response:
    """Answer with a table as a workbook."""
    return workbook(one.table, one.facts, one.stem)


def facts_of(one: ChartFile) -> Response:
    """Answer with the facts of a table."""
    return facts_file(one.table, one.facts)
