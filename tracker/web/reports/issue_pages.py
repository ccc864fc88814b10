"""The pages of a report's issue: asking for it, how far its job is, and cancelling it."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.http import context
from tracker.http.guard import requires
from tracker.http.job_facts import JobFacts, job_facts
from tracker.http.kept_forms import button
from tracker.http.language import locale_code
from tracker.people.permissions import Permission
from tracker.reports.register.issuing import FileChoice, ask_to_issue
from tracker.reports.register.job_of_report import job_of
from tracker.reports.register.register import find_seen_report
from tracker.web.forms.form import RecordForm
from tracker.web.reports.forms import IssueForm

blueprint = APIBlueprint(
    "report_issue", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/reports/<int:number>/issue")
@requires(Permission.PREPARE_REPORTS)
def show(number: int) -> ResponseReturnValue:
    """Show how far the issue of a report is; when it is over, its page tells."""
    facts = _facts(number)
    if not facts.at_work:
        return redirect(url_for("reports.show", number=number), 303)
    return render_template("reports/issue.html", number=number, job=facts)


@blueprint.post("/reports/<int:number>/issue")
@button
@requires(Permission.PREPARE_REPORTS)
def ask(number: int) -> ResponseReturnValue:
    """Ask for the issue of a cleared report; one that is being issued already is left to that."""
    form, queue = IssueForm(), context.jobs()
    find_seen_report(context.session(), number, context.user())
    queue.settle_lost()
    asked = (queue, [number], context.user(), FileChoice(form.chosen()), locale_code())
    if form.validate() and form.save(ask_to_issue, *asked):
        queue.start_waiting()
        return redirect(url_for("report_issue.show", number=number), 303)
    return _back(number, form)


@blueprint.post("/reports/<int:number>/issue/cancel")
@button
@requires(Permission.PREPARE_REPORTS)
def cancel(number: int) -> ResponseReturnValue:
    """Cancel the issue of a report, waiting or at work; it stays cleared."""
    form, facts = RecordForm(), _facts(number)
    if form.validate() and facts.at_work:
        context.jobs().cancel(context.session(), facts.number)
    return _back(number, form)


def _facts(number: int) -> JobFacts:
    """Return the facts of the job of a report that the user may see; raises NotFound."""
    session = context.session()
    find_seen_report(session, number, context.user())
    return job_facts(job_of(session, number))


def _back(number: int, form: RecordForm) -> ResponseReturnValue:
    """Go back to the report, with what was refused."""
    for refusal in form.refusals:
        flash(refusal.message, "refused")
    return redirect(url_for("reports.show", number=number), 303)
