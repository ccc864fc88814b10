"""All briefs of a donor as one file: at once where they are few, else by a job."""

import io

from apiflask import APIBlueprint
from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.db import transaction
from tracker.errors import LimitReached, NotFound
from tracker.http import context
from tracker.http.asked_days import reads_days
from tracker.http.file_answers import file_answer
from tracker.http.guard import public, signed_in
from tracker.http.job_facts import job_facts
from tracker.http.kept_forms import button
from tracker.http.language import LANGUAGES, locale_code
from tracker.http.record_addresses import donor_page
from tracker.http.reports import briefs_of, draw_own
from tracker.jobs.files import find_job_file
from tracker.jobs.states import JobState
from tracker.reports.briefs.briefs_job import ZIP, ask_for_briefs, briefs_job_of, tells_share
from tracker.reports.briefs.donor_briefs import brief_files
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import page_content
from tracker.reports.renderings.zip_times import write_zip
from tracker.reports.spelling.speller import Speller
from tracker.totals.query_string import DATES
from tracker.web.donors.briefs_asked import asked_briefs
from tracker.web.forms.form import RecordForm
from tracker.words import say

blueprint = APIBlueprint(
    "donor_briefs", __name__, template_folder="templates", enable_openapi=False
)
MOST_AT_ONCE = 8
"""The briefs that are drawn while their reader waits: each takes about half a second."""


@blueprint.get("/donors/<code>/briefs")
@public
@reads_days(*DATES)
def show(code: str) -> ResponseReturnValue:
    """List the briefs, with the way to their file, or how far the job is that makes it."""
    asked = asked_briefs(code)
    found = briefs_of(asked.briefs.terms, asked.briefs.form)
    job = job_facts(briefs_job_of(context.session(), context.user(), asked.briefs.donor))
    kept = find_job_file(context.session(), job.number) if job.state is JobState.DONE else None
    return render_template(
        "donors/briefs.html",
        asked=asked,
        code=asked.briefs.donor,
        number=len(found.briefs),
        is_signed_in=context.user().signed_in,
        at_once=len(found.briefs) <= MOST_AT_ONCE,
        job=job,
        kept=kept,
        title=Speller(locale_code()).words(found.index.title),
        content=Markup(page_content(found.index, locale_code())),  # noqa: S704 - pandoc wrote it of texts
        page_of_donor=donor_page(asked.briefs.donor),
        languages=LANGUAGES,
        formats=tuple(Format),
    )


@blueprint.get("/donors/<code>/briefs.zip")
@public
@reads_days(*DATES)
def download(code: str) -> ResponseReturnValue:
    """Answer with the briefs where they are few; else lead to the page that asks for them."""
    asked = asked_briefs(code)
    found, donor = briefs_of(asked.briefs.terms, asked.briefs.form), asked.briefs.donor
    if len(found.briefs) > MOST_AT_ONCE:
        return redirect(asked.address(url_for(".show", code=donor)), 303)
    own = donor if tells_share(context.user(), donor) else ""
    draw, made = draw_own(asked.briefs.terms, own), io.BytesIO()
    write_zip(made, brief_files(found, asked.briefs.form, asked.briefs.language, draw, iter))
    return file_answer(made.getvalue(), ZIP, asked.briefs.name)


@blueprint.post("/donors/<code>/briefs")
@button
@signed_in
def ask(code: str) -> ResponseReturnValue:
    """Ask for the job that draws and packs the briefs; one at work already is left to that."""
    form, asked, queue = RecordForm(), asked_briefs(code), context.jobs()
    queue.settle_lost()
    job = job_facts(briefs_job_of(context.session(), context.user(), asked.briefs.donor))
    if form.validate() and not job.at_work:
        try:
            with transaction(context.session()) as session:
                ask_for_briefs(session, queue, asked.briefs, context.user(), locale_code())
        except LimitReached as reached:
            flash(str(reached), "refused")
        queue.start_waiting()
    return redirect(asked.address(url_for(".show", code=asked.briefs.donor)), 303)


@blueprint.post("/donors/<code>/briefs/cancel")
@button
@signed_in
def cancel(code: str) -> ResponseReturnValue:
    """Cancel the job that makes the briefs, waiting or at work."""
    form = RecordForm()
    job = job_facts(briefs_job_of(context.session(), context.user(), code))
    if form.validate() and job.at_work:
        context.jobs().cancel(context.session(), job.number)
    return redirect(url_for(".show", code=code), 303)


@blueprint.get("/donors/<code>/briefs/<int:number>.zip")
@signed_in
def fetch(code: str, number: int) -> Response:
    """Answer with the file that a job has made for who asked for it."""
    job = briefs_job_of(context.session(), context.user(), code)
    kept = find_job_file(context.session(), number) if job and job.id == number else None
    if kept is None:
        raise NotFound(say("There is nothing at this address."))
    return file_answer(kept.data, kept.content_type, kept.name)
