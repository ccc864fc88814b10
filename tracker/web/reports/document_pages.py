"""Long documents: those of a report in the register, and the files that jobs have made."""

from apiflask import APIBlueprint
from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker.errors import NotFound
from tracker.http import context
from tracker.http.file_answers import file_answer
from tracker.http.guard import requires, signed_in
from tracker.http.job_facts import job_facts
from tracker.http.kept_forms import button
from tracker.http.language import locale_code
from tracker.http.long_documents import make_document, show_document
from tracker.http.totals_requests import refuse_summary
from tracker.jobs.files import find_job_file
from tracker.jobs.store import find_job
from tracker.jobs.tables import Job
from tracker.people.permissions import Permission
from tracker.reports.content.canonical import digest_of
from tracker.reports.long_documents import DOCUMENT, LongDocument
from tracker.reports.register.file_names import file_name
from tracker.reports.register.register import find_seen_report, tree_of
from tracker.reports.renderings.forms import Format
from tracker.settings import LOCALES
from tracker.web.forms.form import RecordForm
from tracker.words import say

blueprint = APIBlueprint("documents", __name__, enable_openapi=False)


@blueprint.get("/reports/<int:number>/file.<form>")
@requires(Permission.SEE_TERMS)
def show(number: int, form: str) -> ResponseReturnValue:
    """Show how far a long document of a report is, or offer to make it."""
    return show_document(_asked(number, form), url_for("reports.show", number=number))


@blueprint.post("/reports/<int:number>/file.<form>")
@button
@requires(Permission.SEE_TERMS)
def ask(number: int, form: str) -> ResponseReturnValue:
    """Ask for a long document of a report."""
    asked, sent = _asked(number, form), RecordForm()
    return make_document(asked) if sent.validate() else show(number, form)


@blueprint.get("/documents/<int:number>")
@signed_in
def fetch(number: int) -> Response:
    """Answer with a document for who asked for it, as long as they may see what it tells."""
    job = _own(number)
    asked = LongDocument(**job.asked)
    if asked.report:
        find_seen_report(context.session(), asked.report, context.user())
    else:
        refuse_summary(asked.donor)
    kept = find_job_file(context.session(), number)
    if kept is None:
        raise NotFound(say("There is nothing at this address."))
    return file_answer(kept.data, kept.content_type, kept.name)


@blueprint.post("/documents/<int:number>/cancel")
@button
@signed_in
def cancel(number: int) -> ResponseReturnValue:
    """Cancel the job that makes a document, waiting or at work."""
    job, form = _own(number), RecordForm()
    if form.validate() and job_facts(job).at_work:
        context.jobs().cancel(context.session(), number)
    asked = LongDocument(**job.asked)
    if asked.report:
        page = url_for(".show", number=asked.report, form=asked.form, language=asked.language)
        return redirect(page, 303)
    return redirect(asked.key, 303)  # the address of the summary


def _own(number: int) -> Job:
    """Return a job of the user's that makes a document; raises NotFound for any other."""
    job = find_job(context.session(), number)
    if job.kind != DOCUMENT or job.owner != context.user().handle:
        raise NotFound(say("There is nothing at this address."))
    return job


def _asked(number: int, form: str) -> LongDocument:
    """Return the document that the address asks for; raises NotFound."""
    session, language = context.session(), request.args.get("language", locale_code())
    row = find_seen_report(session, number, context.user())
    if form not in list(Format) or language not in LOCALES:
        abort(404)
    digest = digest_of(tree_of(session, row))
    name = file_name(row, Format(form), language)
    key = f"report {number} {digest} {form} {language}"
    return LongDocument(key, form, language, name, report=number)
