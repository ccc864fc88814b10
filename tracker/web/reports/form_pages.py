"""The pages by which a report is drawn, written, cleared and returned."""

from dataclasses import replace
from itertools import groupby

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import NotFound
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.kept_forms import button
from tracker.http.reports import drawn, moment_of_drawing
from tracker.people.permissions import Permission
from tracker.reports.register.decisions import clear_report, return_report
from tracker.reports.register.drafts import add_report, draw_anew, write_text
from tracker.reports.register.register import (
    drawn_tree,
    find_seen_report,
    terms_of,
    texts_of,
)
from tracker.reports.register.tables import RegisteredReport
from tracker.reports.register.written_texts import changed_under
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import ReasonForm
from tracker.web.forms.saving import actor
from tracker.web.reports.forms import ClearForm, ReportForm, TextForm
from tracker.web.reports.report_texts import TextPlace, places_of

blueprint = APIBlueprint(
    "report_forms", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/reports/add")
@requires(Permission.PREPARE_REPORTS)
def add() -> ResponseReturnValue:
    """Show the empty form of a report to the Commission."""
    return _page(ReportForm(formdata=None))


@blueprint.post("/reports/add")
@requires(Permission.PREPARE_REPORTS)
def add_it() -> ResponseReturnValue:
    """Draw the report as a draft, or show the faults."""
    form = ReportForm()
    terms = form.terms(moment_of_drawing()) if form.validate() else None
    if terms is not None:
        terms, tree = drawn(terms)
        if saved := form.save(add_report, terms, tree, actor()):
            return redirect(url_for("reports.show", number=saved.value), 303)
    return _page(form)


@blueprint.post("/reports/<int:number>/draw")
@button
@requires(Permission.PREPARE_REPORTS)
def draw_again(number: int) -> ResponseReturnValue:
    """Draw a draft anew, from the record as it is known now; texts of editors stay."""
    form, row = RecordForm(), _report(number)
    terms, tree = drawn(replace(terms_of(row), known_at=moment_of_drawing()))
    if form.validate() and form.save(draw_anew, number, terms, tree, actor()):
        flash(_("The report was drawn anew."), "done")
    return _back(number, form)


@blueprint.get("/reports/<int:number>/texts")
@requires(Permission.PREPARE_REPORTS)
def show_texts(number: int) -> ResponseReturnValue:
    """Show the paragraphs of a draft, each with the way to write it."""
    session, row = context.session(), _report(number)
    texts = texts_of(session, row)
    return render_template(
        "reports/texts.html",
        row=row,
        sections=[
            (heading, list(own))
            for heading, own in groupby(
                places_of(drawn_tree(row), texts), key=lambda place: place.heading
            )
        ],
        changed=changed_under(drawn_tree(row), texts),
    )


@blueprint.get("/reports/<int:number>/texts/<anchor>")
@requires(Permission.PREPARE_REPORTS)
def write(number: int, anchor: str) -> ResponseReturnValue:
    """Show the form with the text at an anchor, as it is."""
    row = _report(number)
    place = _place(row, anchor)
    own = place.written.translations if place.written else ()
    rows = [one._asdict() for one in own]
    kept = {"text": place.text, "written_in": place.written_in, "texts": rows}
    form = TextForm(formdata=None, data=kept)
    return _text_page(row, anchor, form)


@blueprint.post("/reports/<int:number>/texts/<anchor>")
@requires(Permission.PREPARE_REPORTS)
def write_it(number: int, anchor: str) -> ResponseReturnValue:
    """Write the text at an anchor, or show the faults."""
    row, form = _report(number), TextForm()
    _place(row, anchor)
    if form.validate() and form.save(write_text, number, anchor, form.typed(), actor()):
        flash(_("The text was saved."), "done")
        return redirect(url_for("report_forms.show_texts", number=number), 303)
    return _text_page(row, anchor, form)


@blueprint.post("/reports/<int:number>/clear")
@button
@requires(Permission.CLEAR_REPORTS)
def clear_it(number: int) -> ResponseReturnValue:
    """Clear a draft as it was shown."""
    form = ClearForm()
    _report(number)
    if form.validate() and form.save(clear_report, number, context.user(), form.seen.data):
        flash(_("The report was cleared."), "done")
    return _back(number, form)


@blueprint.get("/reports/<int:number>/return")
@requires(Permission.SEE_TERMS)
def ask_to_return(number: int) -> ResponseReturnValue:
    """Show the form with the reason for which a cleared report becomes a draft again."""
    return _return_page(_report(number), ReasonForm(formdata=None))


@blueprint.post("/reports/<int:number>/return")
@requires(Permission.SEE_TERMS)
def return_it(number: int) -> ResponseReturnValue:
    """Make a cleared report a draft again, or show the faults."""
    row, form = _report(number), ReasonForm()
    if form.validate() and form.save(return_report, number, context.user(), form.why.data):
        flash(_("The report is a draft again."), "done")
        return redirect(url_for("reports.show", number=number), 303)
    return _return_page(row, form)


def _report(number: int) -> RegisteredReport:
    """Return a report that the user may see; raises NotFound."""
    return find_seen_report(context.session(), number, context.user())


def _place(row: RegisteredReport, anchor: str) -> TextPlace:
    """Return a place of a draft; raises NotFound."""
    places = places_of(drawn_tree(row), texts_of(context.session(), row))
    for place in places:
        if place.anchor == anchor:
            return place
    raise NotFound(_("The report has no such paragraph or section."))


def _page(form: ReportForm) -> ResponseReturnValue:
    """Show the form of a new report."""
    return render_template("reports/form.html", form=form), form.http_status


def _text_page(row: RegisteredReport, anchor: str, form: TextForm) -> ResponseReturnValue:
    """Show the form of a text."""
    page = render_template("reports/text.html", row=row, place=_place(row, anchor), form=form)
    return page, form.http_status


def _return_page(row: RegisteredReport, form: ReasonForm) -> ResponseReturnValue:
    """Show the form of a report's return."""
    return render_template("reports/return.html", row=row, form=form), form.http_status


def _back(number: int, form: RecordForm) -> ResponseReturnValue:
    """Go back to the report, with what was refused."""
    for refusal in form.refusals:
        flash(refusal.message, "refused")
    return redirect(url_for("reports.show", number=number), 303)
