"""Files around imports: the empty templates, the faults of a sheet, its rejected rows."""

import csv
import io
from collections.abc import Iterable, Sequence

from apiflask import APIBlueprint
from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import NotFound
from tracker.exchange.jobs.reads import all_faults, rejected_cells
from tracker.exchange.templates import empty_csv, empty_workbook
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.web.imports.kinds import my_job, my_kind

blueprint = APIBlueprint("import_downloads", __name__, enable_openapi=False)
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/imports/templates/<kind>.<form>")
@requires(Permission.IMPORT_SHEETS)
def template(kind: str, form: str) -> ResponseReturnValue:
    """Send the empty sheet of a kind."""
    wanted = my_kind(kind)
    if form == "csv":
        return _file(empty_csv(wanted), CSV, f"{kind}.csv")
    if form == "xlsx":
        return _file(empty_workbook(wanted), XLSX, f"{kind}.xlsx")
    raise NotFound(_("There is nothing at this address."))


@blueprint.get("/imports/<int:number>/faults.csv")
@requires(Permission.IMPORT_SHEETS)
def faults(number: int) -> ResponseReturnValue:
    """Send the faults; what a spreadsheet would take for a formula is marked as text."""
    my_job(number)
    rows = (
        (str(one.row), one.column, _plain(one.value), _plain(one.message))
        for one in all_faults(context.session(), number)
    )
    content = _csv(("row", "column", "value", "message"), rows)
    return _file(content, CSV, f"import-{number}-faults.csv")


@blueprint.get("/imports/<int:number>/rejected.csv")
@requires(Permission.IMPORT_SHEETS)
def rejected(number: int) -> ResponseReturnValue:
    """Send the rejected rows as they stood in the sheet, to be mended and uploaded again.

    Nothing is marked in them: what is changed here would be changed in the record later.
    """
    job = my_job(number)
    headings = ((job.report or {}).get("headings") or [[]])[0]
    content = _csv(headings, rejected_cells(context.session(), number))
    return _file(content, CSV, f"import-{number}-rejected.csv")


def _plain(text: str) -> str:
    """Mark a text that a spreadsheet would calculate."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as CSV with the mark of UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _file(content: bytes, mimetype: str, name: str) -> Response:
    """Answer with a file to keep."""
    answer = Response(content, content_type=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
