"""The tables of a block as files with their facts, for those who may see the block."""

from collections.abc import Callable

from flask import Blueprint, Response

from dashboards.blocks import Block, BlockTable
from dashboards.chart_files import ChartFile, csv_of, facts_of, workbook_of
from dashboards.figure_facts import facts_of_chart
from dashboards.formatter import FORMATTER
from dashboards.pages.registry import block_of
from dashboards.question import FACTS
from dashboards.serving import chart_question
from tracker.errors import NotFound
from tracker.http.asked_days import reads_days
from tracker.http.csv_answers import PARAMETER as DELIMITER
from tracker.http.guard import public
from tracker.http.totals_requests import expect_known_names, reading
from tracker.totals.query_string import DATES
from tracker.words import say

blueprint = Blueprint("block_files", __name__)


@blueprint.get("/dashboards/figures/<page>/<block>/<table>.csv")
@public
@reads_days(*DATES)
def file(page: str, block: str, table: str) -> Response:
    """Answer with a table of a block as a CSV file."""
    return _answer(page, block, table, csv_of, DELIMITER)


@blueprint.get("/dashboards/figures/<page>/<block>/<table>.xlsx")
@public
@reads_days(*DATES)
def workbook_file(page: str, block: str, table: str) -> Response:
    """Answer with the same table as a workbook that explains itself."""
    return _answer(page, block, table, workbook_of)


@blueprint.get("/dashboards/figures/<page>/<block>/<table>/metadata.json")
@public
@reads_days(*DATES)
def facts(page: str, block: str, table: str) -> Response:
    """Answer with what the files of a table are about."""
    return _answer(page, block, table, facts_of)


def _answer(
    page: str, block: str, table: str, answer: Callable[[ChartFile], Response], *names: str
) -> Response:
    """Read a block and answer with a file of one of its tables; raises NotFound without it."""
    spec, one = block_of(page, block)
    expect_known_names(*names)
    with reading() as snapshot:
        question = chart_question(spec, one, snapshot)
        read = one.read(question.source, question.addresses, FORMATTER)
        found = _table_of(read, table)
        unit = say("each column has its own")
        return answer(
            ChartFile(
                found.whole,
                facts_of_chart(question, spec, block, _title(read, found), unit),
                f"{page}-{block}-{table}",
                question.addresses.file(page, f"{block}/{table}", FACTS),
            )
        )


def _table_of(block: Block | None, name: str) -> BlockTable:
    """Return the table of a name; raises NotFound where there is none now."""
    for table in block.tables if block else ():
        if table.file_name == name:
            return table
    raise NotFound(say("There is no such page."))


def _title(block: Block | None, table: BlockTable) -> str:
    """Return the heading of a block, and the caption of its table where it has one of its own."""
    heading = block.heading if block else ""
    if table.caption in ("", heading):
        return heading
    return say("%(measure)s: %(part)s", measure=heading, part=table.caption)
