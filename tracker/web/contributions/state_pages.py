"""Moving a contribution between states, and recording the submission of reports."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from tracker.fund.contributions.contribution_list import ContributionItem, read_contribution
from tracker.fund.contributions.parts import find_report, submit_report
from tracker.fund.contributions.state_moves import move_state
from tracker.fund.tables.terms import ContributionReport
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.periods import proposed_day
from tracker.web.contributions.state_forms import ReportSubmittedForm, StateForm
from tracker.web.forms.saving import actor

blueprint = APIBlueprint(
    "contribution_states", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/contributions/<reference>/state")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def ask(reference: str) -> ResponseReturnValue:
    """Show the form of a move."""
    item = read_contribution(context.session(), reference).item
    return _state_page(StateForm(item.state, formdata=None, agreed_on=item.agreed_on), item)


@blueprint.post("/contributions/<reference>/state")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def move(reference: str) -> ResponseReturnValue:
    """Move the contribution, or show the refusal."""
    item = read_contribution(context.session(), reference).item
    form = StateForm(item.state)
    if form.validate() and form.save(
        move_state,
        reference=reference,
        state=form.state.data,
        actor=actor(),
        why=form.why.data,
        agreed_on=form.agreed_on.data,
    ):
        flash(_("The state was changed."), "done")
        return _back_to(reference)
    return _state_page(form, item)


@blueprint.get("/contributions/<reference>/reports/<int:report>/submitted")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def ask_submitted(reference: str, report: int) -> ResponseReturnValue:
    """Ask for the date on which a report was submitted."""
    row = find_report(context.session(), reference, report)
    form = ReportSubmittedForm(formdata=None, submitted_on=proposed_day())
    return _submitted_page(form, reference, row)


@blueprint.post("/contributions/<reference>/reports/<int:report>/submitted")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def note_submitted(reference: str, report: int) -> ResponseReturnValue:
    """Record the submission, or show its faults."""
    row = find_report(context.session(), reference, report)
    form = ReportSubmittedForm()
    if form.validate() and form.save(
        submit_report,
        reference=reference,
        report=report,
        on=form.submitted_on.data,
        actor=actor(),
        why=form.why.data,
    ):
        flash(_("The report was noted as submitted."), "done")
        return _back_to(reference)
    return _submitted_page(form, reference, row)


def _state_page(form: StateForm, item: ContributionItem) -> ResponseReturnValue:
    """Show the form of a move."""
    return render_template("contributions/state_form.html", form=form, item=item), form.http_status


def _submitted_page(
    form: ReportSubmittedForm, reference: str, report: ContributionReport
) -> ResponseReturnValue:
    """Show the form of a submission."""
    page = render_template(
        "contributions/report_submitted_form.html", form=form, reference=reference, report=report
    )
    return page, form.http_status


def _back_to(reference: str) -> Response:
    """Go to the contribution's page."""
    return redirect(url_for("contributions.show", reference=reference), 303)
