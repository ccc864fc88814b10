"""The pages of the jobs of rounds: how far one is, and cancelling it."""

from apiflask import APIBlueprint
from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.http import context
from tracker.http.guard import requires
from tracker.http.job_facts import job_facts
from tracker.http.kept_forms import button
from tracker.jobs.tables import Job
from tracker.people.permissions import Permission
from tracker.reports.register.issuing import ISSUE, REPORTS
from tracker.reports.rounds.jobs import period_of
from tracker.web.forms.form import RecordForm
from tracker.web.reports.round_days import period_code, period_of_report
from tracker.web.reports.round_outcomes import round_job

blueprint = APIBlueprint("round_work", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/reports/statements/jobs/<int:number>")
@requires(Permission.PREPARE_REPORTS)
def show(number: int) -> ResponseReturnValue:
    """Show how far a job is; when it is over, the list of the period tells what came of it."""
    row = round_job(number)
    facts = job_facts(row)
    if not facts.at_work:
        return _back(row)
    return render_template("reports/round_work.html", job=facts, makes=row.kind != ISSUE)


@blueprint.post("/reports/statements/jobs/<int:number>/cancel")
@button
@requires(Permission.PREPARE_REPORTS)
def cancel(number: int) -> ResponseReturnValue:
    """Cancel a job, waiting or at work; what it has finished stays."""
    row, form = round_job(number), RecordForm()
    if form.validate() and job_facts(row).at_work:
        context.jobs().cancel(context.session(), number)
    return _back(row)


def _back(row: Job) -> ResponseReturnValue:
    """Go to the list of the job's period, which tells what came of it."""
    if row.kind != ISSUE:
        days = period_of(row.asked)
        code = period_code(days.first, days.last)
    else:
        code = period_of_report(row.asked[REPORTS][0])
    return redirect(url_for("rounds.show", period=code, work=row.id), 303)
