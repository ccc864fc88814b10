"""The pages of rounds: the statements of a period, made, cleared, issued and packed at once."""

from collections.abc import Collection
from datetime import date
from tempfile import SpooledTemporaryFile

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from tracker.errors import NotAllowed
from tracker.folding import fold
from tracker.fund.donors.donor_choices import donor_names
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.kept_forms import button
from tracker.http.labels import donor as donor_name
from tracker.http.language import locale_code
from tracker.people.permissions import Permission
from tracker.periods import today
from tracker.reports.register.decisions import clear_report
from tracker.reports.register.issuing import FileChoice, ask_to_issue
from tracker.reports.register.readers import may_prepare
from tracker.reports.register.register import find_seen_report
from tracker.reports.register.states import ReportState
from tracker.reports.rounds.jobs import ask_for_round, ask_to_redraw
from tracker.reports.rounds.listing import list_periods, list_round
from tracker.reports.rounds.making import RoundPeriod
from tracker.reports.rounds.packing import issued_files, pack
from tracker.web.forms.form import RecordForm
from tracker.web.reports.round_days import (
    PERIOD,
    asked_days,
    find_period,
    period_code,
    period_of_report,
)
from tracker.web.reports.round_forms import RoundForm, RoundIssueForm, ticked
from tracker.web.reports.round_outcomes import asked_outcome

blueprint = APIBlueprint("rounds", __name__, template_folder="templates", enable_openapi=False)
IN_MEMORY = 8 * 1024 * 1024
"""Bytes of a ZIP file that is built in memory; a larger one is built in a file."""


@blueprint.get("/reports/statements")
@requires(Permission.SEE_TERMS)
def show() -> ResponseReturnValue:
    """Show the statements of a period, the latest unless the address names another."""
    session, user = context.session(), context.user()
    periods = list_periods(session)
    days = asked_days(periods)
    names = _names()
    items = list_round(session, days.first, days.last, user) if days else []
    items.sort(key=lambda one: (fold(names.get(one.donor, one.donor)), one.number))
    return render_template(
        "reports/round.html",
        periods=periods,
        outcome=asked_outcome(),
        days=days,
        code=period_code,
        by_state={state: [one for one in items if one.state is state] for state in ReportState},
        names=names,
        issuing=RoundIssueForm(formdata=None),
        may_prepare=may_prepare(user),
    )


@blueprint.get("/reports/statements/make")
@requires(Permission.PREPARE_REPORTS)
def make() -> ResponseReturnValue:
    """Show the form of all statements of a period, with the last year in it."""
    year = today().year - 1
    usual = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
    return render_template("reports/round_form.html", form=RoundForm(formdata=None, data=usual))


@blueprint.post("/reports/statements/make")
@requires(Permission.PREPARE_REPORTS)
def make_it() -> ResponseReturnValue:
    """Ask for the drafts of all donors, or show the faults."""
    form, queue = RoundForm(), context.jobs()
    period = form.period() if form.validate() else None
    if period is not None:
        queue.settle_lost()
        asked = (queue, period, context.user(), locale_code())
        if saved := form.save(ask_for_round, *asked):
            queue.start_waiting()
            return redirect(url_for("round_work.show", number=saved.value), 303)
    return render_template("reports/round_form.html", form=form), form.http_status


@blueprint.post("/reports/statements/draw")
@button
@requires(Permission.PREPARE_REPORTS)
def draw_again() -> ResponseReturnValue:
    """Ask for the drafts of a period to be drawn anew, from the record as it is known now."""
    form, queue = RecordForm(), context.jobs()
    days = find_period(list_periods(context.session()), request.form.get(PERIOD, ""))
    period = RoundPeriod(days.first, days.last, days.last)
    queue.settle_lost()
    asked = (queue, period, context.user(), locale_code())
    if form.validate() and (saved := form.save(ask_to_redraw, *asked)):
        queue.start_waiting()
        return redirect(url_for("round_work.show", number=saved.value), 303)
    for refusal in form.refusals:
        flash(refusal.message, "refused")
    return redirect(url_for(".show", period=period_code(days.first, days.last)), 303)


@blueprint.post("/reports/statements/clear")
@button
@requires(Permission.CLEAR_REPORTS)
def clear() -> ResponseReturnValue:
    """Clear the ticked drafts, each as it was shown; one that is refused leaves the others."""
    form, chosen = RecordForm(), ticked()
    cleared = 0
    if form.validate():
        for number, seen in chosen.items():
            find_seen_report(context.session(), number, context.user())
            try:
                cleared += bool(form.save(clear_report, number, context.user(), seen))
            except NotAllowed as refusal:
                flash(_("Report %(number)s: %(why)s", number=number, why=refusal), "refused")
    if cleared:
        told = ngettext(
            "%(num)s statement was cleared.", "%(num)s statements were cleared.", cleared
        )
        flash(told, "done")
    return _back(form, chosen)


@blueprint.post("/reports/statements/issue")
@button
@requires(Permission.PREPARE_REPORTS)
def issue() -> ResponseReturnValue:
    """Ask for the issue of the ticked statements that were cleared, as one job."""
    form, chosen, queue = RoundIssueForm(), ticked(), context.jobs()
    for number in chosen:
        find_seen_report(context.session(), number, context.user())
    queue.settle_lost()
    if chosen and form.validate():
        asked = (queue, list(chosen), context.user(), FileChoice(form.chosen()), locale_code())
        saved = form.save(ask_to_issue, *asked)
        if saved and saved.value:
            queue.start_waiting()
            return redirect(url_for("round_work.show", number=saved.value), 303)
    return _back(form, chosen)


@blueprint.get("/reports/statements.zip")
@requires(Permission.SEE_TERMS)
def download() -> Response:
    """Send the files of all issued statements of a period, with their manifest."""
    session = context.session()
    days = find_period(list_periods(session), request.args.get(PERIOD, ""))
    out = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the answer closes it
    pack(out, issued_files(session, days.first, days.last))
    out.seek(0)
    words = [day.isoformat() for day in (days.first, days.last) if day is not None]
    name = "-".join(["statements", *words]) + ".zip"
    return send_file(out, "application/zip", as_attachment=True, download_name=name)


def _back(form: RecordForm, chosen: Collection[int]) -> ResponseReturnValue:
    """Go back to the list of the statements' period, with what was refused."""
    for refusal in form.refusals:
        flash(refusal.message, "refused")
    if not chosen:
        flash(_("Tick the statements first."), "refused")
        return redirect(url_for(".show", period=request.form.get(PERIOD) or None), 303)
    period = period_of_report(next(iter(chosen)))
    return redirect(url_for(".show", period=period), 303)


def _names() -> dict[str, str]:
    """Return the names of donors in the reader's language, by code."""
    names = donor_names(context.session())
    return {code: donor_name(code, name) for code, name in names.items()}
