"""The rows behind a figure as a page, page by page, and as files."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from dashboards.clean_address import PageTakes, lead_to_clean_address
from dashboards.question import FACTS
from dashboards.record_rows import RecordsQuestion, records_question
from dashboards.rows import RowsQuestion, rows_question
from dashboards.table_files import csv_file, facts_file, workbook
from dashboards.tables import columns_of, rows_of, sums_of
from tracker.errors import NotFound
from tracker.http.asked_days import reads_days
from tracker.http.guard import public
from tracker.http.list_queries import read_list_query
from tracker.http.page_cache import cacheable
from tracker.http.totals_requests import reading
from tracker.listing import Slice
from tracker.totals.opening import AMONG, EXCEPT, MEASURE, OF_RECORDS, PART, RowKind
from tracker.totals.query_string import DATES
from tracker.totals.snapshot import Snapshot
from tracker.words import say

TAKES = PageTakes(besides=("size", "page"), compares=False, ahead=(MEASURE, AMONG, PART, EXCEPT))
"""What the address of a page of rows takes; what an opening asks for comes first."""
blueprint = Blueprint("rows", __name__, template_folder="templates")


@blueprint.get("/dashboards/rows/<kind>")
@public
@reads_days(*DATES)
def show(kind: str) -> ResponseReturnValue:
    """Show the rows behind a figure, page by page, with their sum."""
    asked = read_list_query((), (), "")
    first = (asked.page - 1) * asked.size
    with reading() as snapshot:
        clean = lead_to_clean_address(snapshot, TAKES)
        if clean is not None:
            return clean
        asked_of, version = question_of(kind, snapshot), snapshot.version
        whole = asked_of.table()
        shown = rows_of(whole, asked_of.question.addresses, first, first + asked.size)
    body = render_template(
        "rows.html",
        rows=asked_of,
        columns=columns_of(whole),
        sums=sums_of(whole, asked_of.question.addresses),
        why_hidden=asked_of.why_hidden(whole),
        slice=Slice(tuple(shown), len(whole.rows), asked),
    )
    return cacheable(Response(body, mimetype="text/html"), version)


@blueprint.get("/dashboards/rows/<kind>.csv")
@public
@reads_days(*DATES)
def csv_rows(kind: str) -> Response:
    """Answer with all rows behind a figure as a CSV file."""
    with reading() as snapshot:
        rows = question_of(kind, snapshot)
        return csv_file(rows.table(), rows.facts(), rows.stem(), rows.file(FACTS))


@blueprint.get("/dashboards/rows/<kind>.xlsx")
@public
@reads_days(*DATES)
def xlsx_rows(kind: str) -> Response:
    """Answer with the same rows as a workbook."""
    with reading() as snapshot:
        rows = question_of(kind, snapshot)
        return workbook(rows.table(), rows.facts(), rows.stem())


@blueprint.get("/dashboards/rows/<kind>/metadata.json")
@public
@reads_days(*DATES)
def facts_of_rows(kind: str) -> Response:
    """Answer with what the files of the rows are about."""
    with reading() as snapshot:
        rows = question_of(kind, snapshot)
        return facts_file(rows.table(), rows.facts())


def question_of(kind: str, snapshot: Snapshot) -> RowsQuestion | RecordsQuestion:
    """Return the question of the request; raises NotFound for an unknown kind of rows."""
    if kind not in set(RowKind):
        raise NotFound(say("There is no such page."))
    if kind in OF_RECORDS:
        return records_question(RowKind(kind), snapshot)
    return rows_question(RowKind(kind), snapshot)
