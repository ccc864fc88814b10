"""The tie-out: adding a statement and its figures, and explaining a difference."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from tracker.errors import NotFound
from tracker.fund.reconciliation.statement_comparison import (
    FigureLine,
    ReconcilingItem,
    line_of,
    reconcile,
)
from tracker.fund.reconciliation.statement_writes import (
    add_figure,
    add_statement,
    change_figure,
    explain,
    withdraw,
)
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.web.forms.saving import actor
from tracker.web.reconciliation.figure_forms import (
    ExplanationForm,
    ExplanationWithdrawalForm,
    FigureChangeForm,
    FigureForm,
)
from tracker.web.reconciliation.statement_form import StatementForm

blueprint = APIBlueprint(
    "tie_out_forms", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/tie-out/add")
@requires(Permission.TIE_OUT)
def add() -> ResponseReturnValue:
    """Show the empty form of a statement."""
    return _statement_page(StatementForm(formdata=None))


@blueprint.post("/tie-out/add")
@requires(Permission.TIE_OUT)
def add_it() -> ResponseReturnValue:
    """Add the statement, or show its faults."""
    form = StatementForm()
    if form.validate() and form.save(add_statement, draft=form.draft(), actor=actor()):
        flash(_("%(name)s was added.", name=form.reference.data), "done")
        return _to_statement(form.reference.data)
    return _statement_page(form)


@blueprint.get("/tie-out/<reference>/figures/add")
@requires(Permission.TIE_OUT)
def type_figure(reference: str) -> ResponseReturnValue:
    """Show the empty form of a figure."""
    asked = {"donor": request.args.get("donor", ""), "item": request.args.get("item", "")}
    return _figure_page(FigureForm(formdata=None, data=asked), reference)


@blueprint.post("/tie-out/<reference>/figures/add")
@requires(Permission.TIE_OUT)
def type_it(reference: str) -> ResponseReturnValue:
    """Add the figure, or show its faults."""
    form = FigureForm()
    if form.validate() and form.save(
        add_figure, reference=reference, draft=form.draft(), actor=actor()
    ):
        flash(_("The figure was added."), "done")
        return _to_statement(reference)
    return _figure_page(form, reference)


@blueprint.get("/tie-out/<reference>/figures/<int:number>")
@requires(Permission.SEE_TIE_OUT)
def show_line(reference: str, number: int) -> ResponseReturnValue:
    """Show one line with its reconciling items, and the form of a new one."""
    line = line_of(context.session(), reference, number)
    return _line_page(ExplanationForm(line.comparison, formdata=None), reference, line)


@blueprint.post("/tie-out/<reference>/figures/<int:number>")
@requires(Permission.TIE_OUT)
def explain_it(reference: str, number: int) -> ResponseReturnValue:
    """Add the reconciling item, or show its faults."""
    line = line_of(context.session(), reference, number)
    form = ExplanationForm(line.comparison)
    if form.validate() and form.save(
        explain,
        reference=reference,
        number=number,
        minor=form.amount.data.minor,
        text=form.text.data,
        actor=actor(),
    ):
        flash(_("The explanation was added."), "done")
        return _to_line(reference, number)
    return _line_page(form, reference, line_of(context.session(), reference, number))


@blueprint.get("/tie-out/<reference>/figures/<int:number>/change")
@requires(Permission.TIE_OUT)
def change(reference: str, number: int) -> ResponseReturnValue:
    """Show the form by which a figure is corrected."""
    return _change_page(FigureChangeForm(formdata=None), reference, number)


@blueprint.post("/tie-out/<reference>/figures/<int:number>/change")
@requires(Permission.TIE_OUT)
def change_it(reference: str, number: int) -> ResponseReturnValue:
    """Correct the figure, or show its faults."""
    form = FigureChangeForm()
    if form.validate() and form.save(
        change_figure,
        reference=reference,
        number=number,
        minor=form.amount.data.minor,
        actor=actor(),
        why=form.why.data,
    ):
        flash(_("The figure was changed."), "done")
        return _to_line(reference, number)
    return _change_page(form, reference, number)


@blueprint.get("/tie-out/<reference>/explanations/<int:number>/withdraw")
@requires(Permission.TIE_OUT)
def ask_withdrawal(reference: str, number: int) -> ResponseReturnValue:
    """Ask for the reason."""
    return _withdrawal_page(ExplanationWithdrawalForm(formdata=None), reference, number)


@blueprint.post("/tie-out/<reference>/explanations/<int:number>/withdraw")
@requires(Permission.TIE_OUT)
def withdraw_it(reference: str, number: int) -> ResponseReturnValue:
    """Withdraw the reconciling item, or show the refusal."""
    line, _found = _explanation(reference, number)
    form = ExplanationWithdrawalForm()
    if form.validate() and form.save(
        withdraw, reference=reference, number=number, actor=actor(), why=form.why.data
    ):
        flash(_("The explanation was withdrawn."), "done")
        return _to_line(reference, line.id)
    return _withdrawal_page(form, reference, number)


def _explanation(reference: str, number: int) -> tuple[FigureLine, ReconcilingItem]:
    """Return a reconciling item and its line; raises NotFound."""
    for line in reconcile(context.session(), reference).lines:
        for one in line.explanations:
            if one.id == number:
                return line, one
    raise NotFound(_("There is nothing at this address."))


def _to_statement(reference: str) -> Response:
    """Redirect to the statement's page."""
    return redirect(url_for("tie_out.show", reference=reference), 303)


def _to_line(reference: str, number: int) -> Response:
    """Redirect to a line's page."""
    return redirect(url_for("tie_out_forms.show_line", reference=reference, number=number), 303)


def _statement_page(form: StatementForm) -> ResponseReturnValue:
    """Show the form of a statement."""
    return render_template("reconciliation/statement_form.html", form=form), form.http_status


def _figure_page(form: FigureForm, reference: str) -> ResponseReturnValue:
    """Show the form of a figure."""
    page = render_template(
        "reconciliation/figure_form.html", form=form, found=reconcile(context.session(), reference)
    )
    return page, form.http_status


def _line_page(form: ExplanationForm, reference: str, line: FigureLine) -> ResponseReturnValue:
    """Show a line and its explanations."""
    page = render_template("reconciliation/figure.html", form=form, reference=reference, line=line)
    return page, form.http_status


def _change_page(form: FigureChangeForm, reference: str, number: int) -> ResponseReturnValue:
    """Show the form by which a figure is corrected."""
    page = render_template(
        "reconciliation/figure_change_form.html",
        form=form,
        reference=reference,
        line=line_of(context.session(), reference, number),
    )
    return page, form.http_status


def _withdrawal_page(
    form: ExplanationWithdrawalForm, reference: str, number: int
) -> ResponseReturnValue:
    """Ask why an explanation is withdrawn."""
    line, explanation = _explanation(reference, number)
    page = render_template(
        "reconciliation/withdrawal_form.html",
        form=form,
        reference=reference,
        line=line,
        explanation=explanation,
    )
    return page, form.http_status
