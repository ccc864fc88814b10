"""The table of a chart as a page of its own, and as files with their facts."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from dashboards.chart_files import answer_with_table, csv_of, facts_of, workbook_of
from dashboards.charts.chart import table_of
from dashboards.clean_address import PageTakes, lead_to_clean_address
from dashboards.filter_words import in_words
from dashboards.pages.registry import chart_of
from dashboards.serving import chart_question
from dashboards.tables import columns_of, rows_of, sums_of
from tracker.http.asked_days import reads_days
from tracker.http.csv_answers import PARAMETER as DELIMITER
from tracker.http.guard import public
from tracker.http.list_queries import read_list_query
from tracker.http.totals_requests import reading
from tracker.listing import Slice
from tracker.totals.query_string import DATES

blueprint = Blueprint("charts", __name__, template_folder="templates")


@blueprint.get("/dashboards/tables/<page>/<chart>")
@public
@reads_days(*DATES)
def table(page: str, chart: str) -> ResponseReturnValue:
    """Show the table of a chart, page by page."""
    spec, one = chart_of(page, chart)
    asked = read_list_query((), (), "")
    first = (asked.page - 1) * asked.size
    with reading() as snapshot:
        takes = PageTakes(None, spec.left_out, ("size", "page"), compares=False)
        clean = lead_to_clean_address(snapshot, takes)
        if clean is not None:
            return clean
        question = chart_question(spec, one, snapshot)
        whole = table_of(one, question.source)
        sums = sums_of(whole, question.addresses)
        rows = rows_of(whole, question.addresses, first, first + asked.size)
        words = in_words(question.reader, question.asked.query, spec.left_out)
    return render_template(
        "chart_table.html",
        title=str(one.title),
        words=words,
        columns=columns_of(whole),
        sums=sums,
        slice=Slice(tuple(rows), len(whole.rows), asked),
        back=f"{question.addresses.page()}#{one.name}",
        file=question.addresses.file(spec.name, one.name),
        workbook=question.addresses.file(spec.name, one.name, ".xlsx"),
    )


@blueprint.get("/dashboards/figures/<page>/<chart>.csv")
@public
@reads_days(*DATES)
def file(page: str, chart: str) -> Response:
    """Answer with the table of a chart as a CSV file."""
    return answer_with_table(page, chart, csv_of, DELIMITER)


@blueprint.get("/dashboards/figures/<page>/<chart>.xlsx")
@public
@reads_days(*DATES)
def workbook_file(page: str, chart: str) -> Response:
    """Answer with the same table as a workbook that explains itself."""
    return answer_with_table(page, chart, workbook_of)


@blueprint.get("/dashboards/figures/<page>/<chart>/metadata.json")
@public
@reads_days(*DATES)
def facts(page: str, chart: str) -> Response:
    """Answer with what the files of a chart are about."""
    return answer_with_table(page, chart, facts_of)
