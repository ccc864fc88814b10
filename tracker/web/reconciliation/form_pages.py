"""The forms of the tie-out: a statement, its figures, and what explains a difference."""

from functools import partial

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug import Response

from tracker.errors import Fault, NotFound
from tracker.fund.donors.donor_choices import donor_names
from tracker.fund.reconciliation.statement_comparison import (
    FigureLine,
    ReconcilingItem,
    line_of,
    reconcile,
)
from tracker.fund.reconciliation.statement_rules import (
    FigureDraft,
    StatementDraft,
    statement_faults,
)
from tracker.fund.reconciliation.statement_writes import (
    add_figure,
    add_statement,
    change_figure,
    explain,
    withdraw,
)
from tracker.fund.states import StatementItem
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.labels import donor
from tracker.people.permissions import Permission
from tracker.web.forms.fields import (
    amount_field,
    code_field,
    count_field,
    day_field,
    ids_of,
    long_field,
    picked_field,
    text_field,
)
from tracker.web.forms.reading import Reading, save
from tracker.web.forms.saving import actor

blueprint = APIBlueprint(
    "tie_out_forms", __name__, template_folder="templates", enable_openapi=False
)
CENTS = 2


class StatementForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A certified statement."""

    reference = text_field(_l("Reference"), 60)
    year = count_field(_l("Year"))
    source = text_field(_l("Certified by"), 300)
    issued_on = day_field(_l("Issued on"))
    note = long_field(_l("Note"), rows=2)


class FigureForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A figure of a statement."""

    donor = picked_field(_l("Donor"), "donors")
    item = code_field(_l("Item"), StatementItem)
    amount = amount_field(_l("Amount in US dollars"))


class ChangeForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A figure that was typed wrongly."""

    amount = amount_field(_l("Amount in US dollars"))
    why = text_field(_l("Why is this changed?"), 2000)


class ExplanationForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """What explains a part of a difference."""

    amount = amount_field(_l("Amount in US dollars"))
    text = long_field(_l("What explains it"), rows=3)


class WithdrawalForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Why an explanation does not hold."""

    why = text_field(_l("Why is it withdrawn?"), 2000)


@blueprint.get("/tie-out/add")
@requires(Permission.TIE_OUT)
def add() -> ResponseReturnValue:
    """Show the empty form of a statement."""
    return _statement_page(StatementForm(formdata=None), [])


@blueprint.post("/tie-out/add")
@requires(Permission.TIE_OUT)
def add_it() -> ResponseReturnValue:
    """Add the statement, or show what is wrong with it."""
    form, reading = StatementForm(), Reading()
    draft = StatementDraft(
        reference=reading.text(form.reference),
        year=reading.whole(form.year) or 0,
        source=reading.text(form.source),
        issued_on=reading.needed_day(form.issued_on),
        note=reading.text(form.note),
    )
    faults = reading.with_faults_of(statement_faults(draft))
    faults = faults or save(partial(add_statement, draft=draft, actor=actor()))
    if faults:
        return _statement_page(form, faults)
    flash(_("%(name)s was added.", name=draft.reference), "done")
    return _to_statement(draft.reference)


@blueprint.get("/tie-out/<reference>/figures/add")
@requires(Permission.TIE_OUT)
def type_figure(reference: str) -> ResponseReturnValue:
    """Show the empty form of a figure."""
    asked = {"donor": request.args.get("donor", ""), "item": request.args.get("item", "")}
    return _figure_page(FigureForm(formdata=None, data=asked), reference, [])


@blueprint.post("/tie-out/<reference>/figures/add")
@requires(Permission.TIE_OUT)
def type_it(reference: str) -> ResponseReturnValue:
    """Add the figure, or show what is wrong with it."""
    form, reading = FigureForm(), Reading()
    named = reading.text(form.donor)
    draft = FigureDraft(
        donor=reading.named(named, _names(), "donor", _("donors on record")) if named else "",
        item=reading.code(form.item, StatementItem),
        minor=reading.amount(form.amount, CENTS),
    )
    faults = reading.faults or save(
        partial(add_figure, reference=reference, draft=draft, actor=actor())
    )
    if faults:
        return _figure_page(form, reference, faults)
    flash(_("The figure was added."), "done")
    return _to_statement(reference)


@blueprint.get("/tie-out/<reference>/figures/<int:number>")
@requires(Permission.SEE_TIE_OUT)
def show_line(reference: str, number: int) -> ResponseReturnValue:
    """Show one line with its explanations, and the form of a new one."""
    return _line_page(ExplanationForm(formdata=None), reference, number, [])


@blueprint.post("/tie-out/<reference>/figures/<int:number>")
@requires(Permission.TIE_OUT)
def explain_it(reference: str, number: int) -> ResponseReturnValue:
    """Keep the explanation, or show what is wrong with it."""
    form, reading = ExplanationForm(), Reading()
    minor, text = reading.amount(form.amount, CENTS), reading.text(form.text)
    write = partial(
        explain, reference=reference, number=number, minor=minor, text=text, actor=actor()
    )
    faults = reading.faults or save(write)
    if faults:
        return _line_page(form, reference, number, faults)
    flash(_("The explanation was added."), "done")
    return _to_line(reference, number)


@blueprint.get("/tie-out/<reference>/figures/<int:number>/change")
@requires(Permission.TIE_OUT)
def change(reference: str, number: int) -> ResponseReturnValue:
    """Show the form by which a figure is corrected."""
    return _change_page(ChangeForm(formdata=None), reference, number, [])


@blueprint.post("/tie-out/<reference>/figures/<int:number>/change")
@requires(Permission.TIE_OUT)
def change_it(reference: str, number: int) -> ResponseReturnValue:
    """Correct the figure, or show what is wrong."""
    form, reading = ChangeForm(), Reading()
    minor, why = reading.amount(form.amount, CENTS), reading.text(form.why)
    write = partial(
        change_figure, reference=reference, number=number, minor=minor, actor=actor(), why=why
    )
    faults = reading.faults or save(write)
    if faults:
        return _change_page(form, reference, number, faults)
    flash(_("The figure was changed."), "done")
    return _to_line(reference, number)


@blueprint.get("/tie-out/<reference>/explanations/<int:number>/withdraw")
@requires(Permission.TIE_OUT)
def ask_withdrawal(reference: str, number: int) -> ResponseReturnValue:
    """Ask for the reason."""
    return _withdrawal_page(WithdrawalForm(formdata=None), reference, number, [])


@blueprint.post("/tie-out/<reference>/explanations/<int:number>/withdraw")
@requires(Permission.TIE_OUT)
def withdraw_it(reference: str, number: int) -> ResponseReturnValue:
    """Withdraw the explanation, or show what stands in the way."""
    line, _found = _explanation(reference, number)
    form, reading = WithdrawalForm(), Reading()
    why = reading.text(form.why)
    write = partial(withdraw, reference=reference, number=number, actor=actor(), why=why)
    faults = reading.faults or save(write)
    if faults:
        return _withdrawal_page(form, reference, number, faults)
    flash(_("The explanation was withdrawn."), "done")
    return _to_line(reference, line.id)


def _names() -> dict[str, str]:
    """Return the donors on record by code, in the reader's language."""
    return {code: donor(code, name) for code, name in donor_names(context.session()).items()}


def _explanation(reference: str, number: int) -> tuple[FigureLine, ReconcilingItem]:
    """Return an explanation and its line; raises NotFound."""
    for line in reconcile(context.session(), reference).lines:
        for one in line.explanations:
            if one.id == number:
                return line, one
    raise NotFound(_("There is nothing at this address."))


def _to_statement(reference: str) -> Response:
    """Go to the statement's page."""
    return redirect(url_for("tie_out.show", reference=reference), 303)


def _to_line(reference: str, number: int) -> Response:
    """Go to a line's page."""
    return redirect(url_for("tie_out_forms.show_line", reference=reference, number=number), 303)


def _statement_page(form: StatementForm, faults: list[Fault]) -> ResponseReturnValue:
    """Show the form of a statement; with faults, as refused."""
    page = render_template(
        "reconciliation/statement_form.html", form=form, faults=faults, ids=ids_of(form)
    )
    return page, 422 if faults else 200


def _figure_page(form: FigureForm, reference: str, faults: list[Fault]) -> ResponseReturnValue:
    """Show the form of a figure; with faults, as refused."""
    page = render_template(
        "reconciliation/figure_form.html",
        form=form,
        found=reconcile(context.session(), reference),
        donors=_names(),
        faults=faults,
        ids=ids_of(form),
    )
    return page, 422 if faults else 200


def _line_page(
    form: ExplanationForm, reference: str, number: int, faults: list[Fault]
) -> ResponseReturnValue:
    """Show a line and its explanations; with faults, as refused."""
    return _about_line("reconciliation/figure.html", form, reference, number, faults)


def _change_page(
    form: ChangeForm, reference: str, number: int, faults: list[Fault]
) -> ResponseReturnValue:
    """Show the form by which a figure is corrected; with faults, as refused."""
    return _about_line("reconciliation/figure_change_form.html", form, reference, number, faults)


def _about_line(
    template: str, form: FlaskForm, reference: str, number: int, faults: list[Fault]
) -> ResponseReturnValue:
    """Show a page about one line."""
    line = line_of(context.session(), reference, number)
    page = render_template(
        template, form=form, reference=reference, line=line, faults=faults, ids=ids_of(form)
    )
    return page, 422 if faults else 200


def _withdrawal_page(
    form: WithdrawalForm, reference: str, number: int, faults: list[Fault]
) -> ResponseReturnValue:
    """Ask why an explanation is withdrawn; with faults, as refused."""
    line, explanation = _explanation(reference, number)
    page = render_template(
        "reconciliation/withdrawal_form.html",
        form=form,
        reference=reference,
        line=line,
        explanation=explanation,
        faults=faults,
        ids=ids_of(form),
    )
    return page, 422 if faults else 200
