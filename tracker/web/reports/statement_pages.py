"""The pages of statements: which are due, and the form by which one is prepared."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.fund.contributions.reporting_dates import (
    ON_MONEY,
    ReportingDate,
    list_reporting_dates,
)
from tracker.fund.contributions.schedule import DueState
from tracker.fund.donors.donor_choices import giver_names
from tracker.fund.donors.finding import successor_code
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.labels import donor as donor_name
from tracker.http.labels import label
from tracker.http.list_queries import FilterOption, ListFilter
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.http.record_addresses import donor_page
from tracker.http.reports import drawn, moment_of_drawing
from tracker.people.permissions import Permission
from tracker.periods import today
from tracker.reports.register.answered_dates import (
    StatementAtWork,
    answers,
    statements_at_work,
)
from tracker.reports.register.drafts import add_report
from tracker.reports.register.readers import may_prepare
from tracker.web.forms.saving import actor
from tracker.web.lists.list_page import Plan, chosen_options, make_list_page
from tracker.web.reports.statement_forms import DonorStatementForm, statement_form

blueprint = APIBlueprint("statements", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/reports/statements/due")
@requires(Permission.SEE_TERMS)
def show_due() -> ResponseReturnValue:
    """Show the reports on money that are due to donors, what is overdue first."""
    page = make_list_page(partial(list_reporting_dates, today=today()), _plan())
    return render_template("reports/statements_due.html", page=page)


@blueprint.get("/reports/statements/add")
@requires(Permission.PREPARE_REPORTS)
def choose() -> ResponseReturnValue:
    """Ask for the donor of a statement, and go to its form."""
    session = context.session()
    if code := request.args.get("donor"):
        return redirect(url_for(".add", code=successor_code(session, code)))
    shown = (
        FilterOption(code, donor_name(code, name)) for code, name in giver_names(session).items()
    )
    return render_template("reports/statement_donor.html", donors=chosen_options(shown))


@blueprint.get("/reports/statements/add/<code>")
@requires(Permission.PREPARE_REPORTS)
def add(code: str) -> ResponseReturnValue:
    """Show the form with the days and contributions of the address, else with the last year."""
    donor = successor_code(context.session(), code)
    year = today().year - 1
    usual = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
    return _page(donor, statement_form(donor, request.args, usual))


@blueprint.post("/reports/statements/add/<code>")
@requires(Permission.PREPARE_REPORTS)
def add_it(code: str) -> ResponseReturnValue:
    """Draw the statement as a draft, or show the faults."""
    donor = successor_code(context.session(), code)
    form = statement_form(donor)
    terms = form.terms(donor, moment_of_drawing()) if form.validate() else None
    if terms is not None:
        terms, tree = drawn(terms)
        if saved := form.save(add_report, terms, tree, actor()):
            return redirect(url_for("reports.show", number=saved.value), 303)
    return _page(donor, form)


def _page(donor: str, form: DonorStatementForm) -> ResponseReturnValue:
    """Show the form of a statement."""
    name = donor_name(donor, giver_names(context.session()).get(donor, donor))
    page = render_template(
        "reports/statement_form.html", form=form, name=name, back=donor_page(donor)
    )
    return page, form.http_status


def _plan() -> Plan:
    """Return the plan of the list of what is due."""
    states = (DueState.OVERDUE, DueState.TO_COME)
    return Plan(
        caption=_("Statements due"),
        columns=(
            TableColumn(_("Due on"), ColumnKind.DAY, sort="due_on"),
            TableColumn(_("State")),
            TableColumn(_("Donor")),
            TableColumn(_("Contribution")),
            TableColumn(_("Report")),
            TableColumn(_("What is next")),
        ),
        row=partial(_row, statements_at_work(context.session())),
        filters=(
            ListFilter("state", _("State"), tuple(FilterOption(one, label(one)) for one in states)),
            ListFilter(
                "kind",
                _("Report"),
                tuple(FilterOption(one, label(one)) for one in sorted(ON_MONEY)),
            ),
        ),
        default_order="due_on",
        empty=_("No report on money is due."),
    )


def _row(at_work: Sequence[StatementAtWork], one: ReportingDate) -> tuple[object, ...]:
    """Return the row of a report that is due, with the way to its statement or to the form."""
    return (
        one.due_on,
        label(one.state),
        TableLink(donor_name(one.donor, one.donor_name), donor_page(one.donor)),
        TableLink(one.reference, url_for("contributions.show", reference=one.reference)),
        f"{label(one.kind)}, {one.period}",
        _next(at_work, one),
    )


def _next(at_work: Sequence[StatementAtWork], one: ReportingDate) -> TableLink | None:
    """Return the way to the statement at work that answers a report, else to the form of one."""
    for statement in at_work:
        if answers(statement.terms, one):
            named = _("Report %(number)s", number=statement.number)
            address = url_for("reports.show", number=statement.number)
            return TableLink(f"{named} · {label(statement.state)}", address)
    return TableLink(_("Prepare"), _form_of(one)) if may_prepare(context.user()) else None


def _form_of(one: ReportingDate) -> str:
    """Return the address of the form of the statement that answers a report."""
    days = one.proposed(today())
    return url_for(
        ".add",
        code=one.donor,
        first=days.first,
        last=days.last,
        contributions=one.reference,
    )
