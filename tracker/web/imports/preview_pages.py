"""The page of one import: its progress, its preview, and the decision about it."""

from collections.abc import Callable
from functools import partial

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from tracker.db import transaction
from tracker.exchange.import_jobs.import_list import FaultItem, list_faults
from tracker.exchange.import_jobs.store import ask_for_check, ask_to_apply
from tracker.exchange.import_jobs.store import discard as discard_import
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.kept_forms import button
from tracker.http.language import locale_code
from tracker.http.page_tables import TableColumn
from tracker.jobs.queue import JobQueue
from tracker.people.permissions import Permission
from tracker.web.forms.saving import actor
from tracker.web.imports.facts import facts_of
from tracker.web.imports.kinds import my_job
from tracker.web.lists.list_page import Plan, make_list_page

blueprint = APIBlueprint(
    "import_preview", __name__, template_folder="templates", enable_openapi=False
)
GOOD = "good"


@blueprint.get("/imports/<int:number>")
@requires(Permission.IMPORT_SHEETS)
def show(number: int) -> ResponseReturnValue:
    """Show the import."""
    return render_template("imports/page.html", facts=facts_of(my_job(number)))


@blueprint.get("/imports/<int:number>/faults")
@requires(Permission.IMPORT_SHEETS)
def faults(number: int) -> ResponseReturnValue:
    """Show all its faults, page by page."""
    job = my_job(number)
    page = make_list_page(partial(list_faults, number=number), _plan())
    return render_template("imports/faults.html", job=job, page=page)


@blueprint.post("/imports/<int:number>/take-up")
@button
@requires(Permission.IMPORT_SHEETS)
def apply(number: int) -> ResponseReturnValue:
    """Ask to apply the rows: all, or the good ones."""
    my_job(number, to_act=True)
    accept_good = request.form.get("rows") == GOOD
    _ask(partial(ask_to_apply, number=number, by=actor(), accept_good=accept_good))
    return _back(number)


@blueprint.post("/imports/<int:number>/check")
@button
@requires(Permission.IMPORT_SHEETS)
def check(number: int) -> ResponseReturnValue:
    """Ask for another check of the rows, in the user's language."""
    my_job(number, to_act=True)
    _ask(partial(ask_for_check, number=number, by=actor(), locale=locale_code()))
    return _back(number)


@blueprint.post("/imports/<int:number>/cancel")
@button
@requires(Permission.IMPORT_SHEETS)
def cancel(number: int) -> ResponseReturnValue:
    """Cancel its job, waiting or at work; the record is as before."""
    job = my_job(number, to_act=True).job_id
    if job is not None:
        context.jobs().cancel(context.session(), job)
    return _back(number)


@blueprint.post("/imports/<int:number>/discard")
@button
@requires(Permission.IMPORT_SHEETS)
def discard(number: int) -> ResponseReturnValue:
    """Decide against the sheet; its file goes."""
    job = my_job(number, to_act=True)
    context.jobs().settle_lost()
    with transaction(context.session()) as session:
        discard_import(session, number, actor())
    flash(_("%(file)s was discarded. The record is as it was.", file=job.file_name), "done")
    return redirect(url_for("imports.show_list"), 303)


def _back(number: int) -> ResponseReturnValue:
    """Redirect to the page of the import."""
    return redirect(url_for("import_preview.show", number=number), 303)


def _plan() -> Plan:
    """Return the plan of the list of faults."""
    return Plan(
        caption=_("Faults"),
        columns=(
            TableColumn(_("Row")),
            TableColumn(_("Column")),
            TableColumn(_("Value")),
            TableColumn(_("Fault")),
        ),
        row=_row,
        filters=(),
        default_order="",
        empty=_("There is no fault."),
    )


def _row(item: FaultItem) -> tuple[object, ...]:
    """Return the row of one fault."""
    row = str(item.row) if item.row else _("whole file")
    return (row, item.column or None, item.value or None, item.message)


def _ask(write: Callable[[Session, JobQueue], object]) -> None:
    """Ask for a job in one transaction, and start it if a place is free."""
    queue = context.jobs()
    queue.settle_lost()
    with transaction(context.session()) as session:
        write(session, queue)
    queue.start_waiting()
