"""The pages of reconciliation: all certified statements, and one beside the ledger."""

from datetime import date
from typing import NamedTuple

from apiflask import APIBlueprint
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.csv_text import Cell, dollars
from tracker.day_bounds import not_come
from tracker.errors import InvalidInput
from tracker.fund.reconciliation.statement_comparison import (
    FigureLine,
    Reconciliation,
    reconcile,
    reconcile_all,
)
from tracker.http import context
from tracker.http.asked_days import reads_days
from tracker.http.csv_answers import csv_answer
from tracker.http.guard import requires
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.people.permissions import Permission
from tracker.periods import today
from tracker.words import say

blueprint = APIBlueprint("tie_out", __name__, template_folder="templates", enable_openapi=False)
HEADINGS = (
    "statement", "year", "donor", "donor_name", "item", "statement_usd", "system_usd",
    "difference_usd", "explained_usd", "open_usd", "explanations",
)  # fmt: skip


class View(NamedTuple):
    """The view of a statement: open lines alone, the ledger as known at a day."""

    only_open: bool
    known_at: date | None

    def of(self, found: Reconciliation) -> tuple[FigureLine, ...]:
        """Return the lines of the view."""
        return tuple(line for line in found.lines if line.comparison.is_open or not self.only_open)


@blueprint.get("/tie-out")
@requires(Permission.SEE_TIE_OUT)
def show_list() -> ResponseReturnValue:
    """Show all statements with their open differences."""
    found = reconcile_all(context.session())
    return render_template(
        "reconciliation/list.html",
        columns=_columns(),
        rows=[_row(one) for one in found],
        found=found,
    )


@blueprint.get("/tie-out/<reference>")
@requires(Permission.SEE_TIE_OUT)
@reads_days("known_at")
def show(reference: str) -> ResponseReturnValue:
    """Show one statement beside the ledger."""
    view = _view()
    found = reconcile(context.session(), reference, view.known_at)
    return render_template("reconciliation/page.html", found=found, lines=view.of(found), view=view)


@blueprint.get("/tie-out/<reference>/table.csv")
@requires(Permission.SEE_TIE_OUT)
@reads_days("known_at")
def download(reference: str) -> ResponseReturnValue:
    """Answer with the same table as a file."""
    view = _view()
    found = reconcile(context.session(), reference, view.known_at)
    rows = (_cells(found, line) for line in view.of(found))
    return csv_answer(HEADINGS, rows, f"tie-out-{found.statement.reference}.csv")


def _view() -> View:
    """Read the view from the address; raises InvalidInput for what is no day that has come."""
    text = request.args.get("known_at", "")
    try:
        known_at = date.fromisoformat(text) if text else None
    except ValueError as error:
        message = say("'%(text)s' is not a date; write it as 2024-12-31", text=text)
        raise InvalidInput(message, "known_at") from error
    fault = not_come("known_at", known_at, today()) if known_at else None
    if fault:
        raise InvalidInput(fault.message, fault.field)
    return View(bool(request.args.get("open")), known_at)


def _columns() -> tuple[TableColumn, ...]:
    """Return the columns of the list of statements."""
    return (
        TableColumn(_("Statement")),
        TableColumn(_("Year")),
        TableColumn(_("Certified by")),
        TableColumn(_("Issued on"), ColumnKind.DAY),
        TableColumn(_("Figures"), ColumnKind.WHOLE),
        TableColumn(_("Open lines"), ColumnKind.WHOLE),
        TableColumn(_("Open differences"), ColumnKind.USD, "USD"),
        TableColumn(_("Status")),
    )


def _row(found: Reconciliation) -> tuple[object, ...]:
    """Return the row of one statement."""
    statement = found.statement
    status = _("Tied out") if found.tied_out else _("Open")
    return (
        TableLink(statement.reference, url_for("tie_out.show", reference=statement.reference)),
        statement.year,
        statement.source,
        statement.issued_on,
        len(found.lines),
        found.open_lines,
        found.open_minor,
        status if found.lines else _("No figures yet"),
    )


def _cells(found: Reconciliation, line: FigureLine) -> tuple[Cell, ...]:
    """Return one line as cells of a file, amounts in US dollars."""
    comparison = line.comparison
    explanations = "; ".join(
        f"{dollars(one.minor)}: {one.text}" for one in line.explanations if one.withdrawn_at is None
    )
    amounts = (
        comparison.statement_minor, comparison.system_minor, comparison.difference_minor,
        comparison.explained_minor, comparison.open_minor,
    )  # fmt: skip
    return (
        found.statement.reference,
        found.statement.year,
        line.donor,
        line.donor_name,
        line.item.value,
        *map(dollars, amounts),
        explanations,
    )
