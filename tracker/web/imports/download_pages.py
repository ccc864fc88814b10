"""Files around imports: the empty templates, the faults of a sheet, its rejected rows."""

from collections.abc import Iterator

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import NotFound
from tracker.exchange.columns import SheetColumn
from tracker.exchange.import_jobs.import_list import all_faults, rejected_cells
from tracker.exchange.list_sheets import LIST_SHEETS
from tracker.exchange.record_sheets import SHEETS, sheet_columns, sheet_rows
from tracker.exchange.templates import empty_csv, empty_workbook, workbook
from tracker.http import context
from tracker.http.asked_days import reads_days
from tracker.http.csv_answers import CONTENT_TYPE, csv_answer
from tracker.http.file_answers import file_answer
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.web.imports.kinds import my_job, my_kind
from tracker.web.imports.record_lists import listed_codes

blueprint = APIBlueprint("import_downloads", __name__, enable_openapi=False)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/imports/templates/<kind>.<form>")
@requires(Permission.IMPORT_SHEETS)
def template(kind: str, form: str) -> ResponseReturnValue:
    """Send the empty sheet of a kind."""
    wanted = my_kind(kind)
    if form == "csv":
        return file_answer(empty_csv(wanted), CONTENT_TYPE, f"{kind}.csv")
    if form == "xlsx":
        return file_answer(empty_workbook(wanted), XLSX, f"{kind}.xlsx")
    raise NotFound(_("There is nothing at this address."))


@blueprint.get("/imports/records/<kind>.<form>")
@requires(Permission.IMPORT_SHEETS)
@reads_days("from", "to")
def records(kind: str, form: str) -> ResponseReturnValue:
    """Send the records that a list shows under its filters, in the columns of the import."""
    wanted = my_kind(kind)
    if form not in {"csv", "xlsx"}:
        raise NotFound(_("There is nothing at this address."))
    columns, rows = _columns_and_rows(wanted.name)
    if form == "csv":
        return csv_answer((column.name for column in columns), rows, f"{kind}.csv")
    return file_answer(workbook(kind, columns, rows), XLSX, f"{kind}.xlsx")


def _columns_and_rows(
    kind: str,
) -> tuple[tuple[SheetColumn, ...], Iterator[tuple[str, ...]]]:
    """Return the columns and rows of the records of a kind; raises NotFound for other kinds."""
    session = context.session()
    if kind in LIST_SHEETS:
        columns, rows = LIST_SHEETS[kind]
        return columns(), rows(session)
    if kind not in SHEETS:
        raise NotFound(_("There is nothing at this address."))
    return sheet_columns(kind), sheet_rows(session, kind, listed_codes(kind))


@blueprint.get("/imports/<int:number>/faults.csv")
@requires(Permission.IMPORT_SHEETS)
def faults(number: int) -> ResponseReturnValue:
    """Send the faults of a sheet."""
    my_job(number)
    rows = (
        (one.row, one.column, one.value, one.message)
        for one in all_faults(context.session(), number)
    )
    name = f"import-{number}-faults.csv"
    return csv_answer(("row", "column", "value", "message"), rows, name)


@blueprint.get("/imports/<int:number>/rejected.csv")
@requires(Permission.IMPORT_SHEETS)
def rejected(number: int) -> ResponseReturnValue:
    """Send the rejected rows as the sheet has them, to be mended and uploaded again.

    The mark before what a spreadsheet would take for a formula is taken off again at reading.
    """
    job = my_job(number)
    headings = ((job.report or {}).get("headings") or [[]])[0]
    rows = rejected_cells(context.session(), number)
    return csv_answer(headings, rows, f"import-{number}-rejected.csv")
