"""Moving a contribution between states, and recording the submission of reports."""

from functools import partial

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField

from tracker.errors import Fault
from tracker.fund.contributions.contribution_list import ContributionItem, read_contribution
from tracker.fund.contributions.parts import find_report, submit_report
from tracker.fund.contributions.state_moves import move_state
from tracker.fund.states import LAWFUL_MOVES, ContributionState
from tracker.fund.tables.terms import ContributionReport
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.labels import label
from tracker.people.permissions import Permission
from tracker.periods import utc_now
from tracker.web.forms.fields import day_field, ids_of, text_field
from tracker.web.forms.reading import Reading, save
from tracker.web.forms.saving import actor

blueprint = APIBlueprint(
    "contribution_states", __name__, template_folder="templates", enable_openapi=False
)


class StateForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """The new state of a contribution, and the reason."""

    state = SelectField(_l("New state"), validate_choice=False)
    agreed_on = day_field(_l("Agreed on"))
    why = text_field(_l("Why is it moved?"), 2000)


class SubmittedForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """The date on which a report was submitted."""

    submitted_on = day_field(_l("Submitted on"))
    why = text_field(_l("Remark"), 2000)


@blueprint.get("/contributions/<reference>/state")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def ask(reference: str) -> ResponseReturnValue:
    """Show the form of a move."""
    item = read_contribution(context.session(), reference).item
    return _state_page(StateForm(formdata=None, agreed_on=item.agreed_on), item, [])


@blueprint.post("/contributions/<reference>/state")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def move(reference: str) -> ResponseReturnValue:
    """Move the contribution, or show the refusal."""
    item = read_contribution(context.session(), reference).item
    form, reading = StateForm(), Reading()
    state = reading.code(form.state, ContributionState)
    agreed_on = reading.day(form.agreed_on)
    why = reading.text(form.why)
    if not why:
        reading.faults.append(Fault("why", _("Say why it is moved.")))
    faults = reading.faults or save(
        partial(
            move_state,
            reference=reference,
            state=state,
            actor=actor(),
            why=why,
            agreed_on=agreed_on,
        )
    )
    if faults:
        return _state_page(form, item, faults)
    flash(_("The state was changed."), "done")
    return redirect(url_for("contributions.show", reference=reference), 303)


@blueprint.get("/contributions/<reference>/reports/<int:number>/submitted")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def ask_submitted(reference: str, number: int) -> ResponseReturnValue:
    """Ask for the date on which a report was submitted."""
    report = find_report(context.session(), reference, number)
    form = SubmittedForm(formdata=None, submitted_on=utc_now().date())
    return _submitted_page(form, reference, report, [])


@blueprint.post("/contributions/<reference>/reports/<int:number>/submitted")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def note_submitted(reference: str, number: int) -> ResponseReturnValue:
    """Record the submission, or show its faults."""
    report = find_report(context.session(), reference, number)
    form, reading = SubmittedForm(), Reading()
    on = reading.needed_day(form.submitted_on)
    why = reading.text(form.why)
    if on > utc_now().date():
        reading.faults.append(Fault("submitted_on", _("This day is still to come.")))
    faults = reading.faults or save(
        partial(submit_report, reference=reference, number=number, on=on, actor=actor(), why=why)
    )
    if faults:
        return _submitted_page(form, reference, report, faults)
    flash(_("The report was noted as submitted."), "done")
    return redirect(url_for("contributions.show", reference=reference), 303)


def _state_page(
    form: StateForm, item: ContributionItem, faults: list[Fault]
) -> ResponseReturnValue:
    """Show the form with the moves that are lawful from here."""
    lawful = LAWFUL_MOVES[item.state]
    form.state.choices = [
        (state.value, label(state)) for state in ContributionState if state in lawful
    ]
    page = render_template(
        "contributions/state_form.html", form=form, item=item, faults=faults, ids=ids_of(form)
    )
    return page, 422 if faults else 200


def _submitted_page(
    form: SubmittedForm, reference: str, report: ContributionReport, faults: list[Fault]
) -> ResponseReturnValue:
    """Show the form; with faults, as refused."""
    page = render_template(
        "contributions/report_submitted_form.html",
        form=form,
        reference=reference,
        report=report,
        faults=faults,
        ids=ids_of(form),
    )
    return page, 422 if faults else 200
