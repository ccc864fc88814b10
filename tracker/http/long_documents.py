"""The page of a document that takes long to write: how far it is, and the file once it is made."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from tracker.db import transaction
from tracker.errors import LimitReached
from tracker.http import context
from tracker.http.job_facts import job_facts
from tracker.http.language import locale_code
from tracker.jobs.files import find_job_file
from tracker.jobs.states import JobState
from tracker.reports.long_documents import LongDocument, ask_for_document, document_job


def show_document(asked: LongDocument, back: str) -> ResponseReturnValue:
    """Show how far a document is, or offer to make it; `back` is the page that it belongs to."""
    session = context.session()
    job = job_facts(document_job(session, context.user(), asked.key))
    kept = find_job_file(session, job.number) if job.state is JobState.DONE else None
    return render_template("document.html", asked=asked, job=job, kept=kept, back=back)


def make_document(asked: LongDocument) -> ResponseReturnValue:
    """Ask for a document; one that is being made already is left to that."""
    queue, user = context.jobs(), context.user()
    queue.settle_lost()
    if not job_facts(document_job(context.session(), user, asked.key)).at_work:
        try:
            with transaction(context.session()) as session:
                ask_for_document(session, queue, asked, user, locale_code())
        except LimitReached as reached:
            flash(str(reached), "refused")
        queue.start_waiting()
    return redirect(request.full_path.rstrip("?"), 303)
