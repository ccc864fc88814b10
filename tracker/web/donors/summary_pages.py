"""The live summary of a donor, for the donor and for staff: a page, and its documents."""

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.errors import NotFound
from tracker.fund.donors.finding import successor_code
from tracker.http import context
from tracker.http.asked_days import reads_days
from tracker.http.file_answers import file_answer
from tracker.http.guard import public, signed_in
from tracker.http.kept_forms import button
from tracker.http.language import LANGUAGES, locale_code
from tracker.http.long_documents import make_document, show_document
from tracker.http.record_addresses import donor_page
from tracker.http.reports import statement_of
from tracker.http.totals_requests import refuse_summary
from tracker.reports.long_documents import LongDocument, is_long, plain_terms
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import page_content, render
from tracker.reports.spelling.speller import Speller
from tracker.reports.statement.donor_source import contributions_of, with_donor
from tracker.totals.query_string import DATES
from tracker.web.donors.summary_asked import asked_of
from tracker.web.forms.form import RecordForm
from tracker.words import say

blueprint = APIBlueprint(
    "donor_summaries", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/donors/<code>/statement")
@public
@reads_days(*DATES)
def show(code: str) -> ResponseReturnValue:
    """Show the summary; a merged donor's is that of the donor it was merged into."""
    donor = _open(code)
    if donor != code:
        query = request.query_string.decode("ascii", "replace")
        return redirect(f"{url_for('.show', code=donor)}?{query}")
    asked = asked_of(donor)
    report = statement_of(asked.terms())
    return render_template(
        "donors/summary.html",
        asked=asked,
        title=Speller(locale_code()).words(report.title),
        content=Markup(page_content(report, asked.language)),  # noqa: S704 - pandoc wrote it of texts
        own=contributions_of(context.session(), donor),
        page_of_donor=donor_page(donor),
        from_right=Speller(asked.language).from_right,
        languages=LANGUAGES,
        files={form.value: asked.file(form) for form in Format},
    )


@blueprint.get("/donors/<code>/statement.<form>")
@public
@reads_days(*DATES)
def download(code: str, form: str) -> ResponseReturnValue:
    """Answer with the summary as a document, or lead to where one that takes long is made."""
    donor = _open(code)
    asked, wanted = asked_of(donor), _format(form)
    report = statement_of(asked.terms())
    if is_long(report, wanted):
        return redirect(asked.long_file(wanted), 303)
    made = render(report, wanted, asked.language)
    return file_answer(made.data, made.content_type, asked.name(wanted))


@blueprint.get("/donors/<code>/statement/file.<form>")
@signed_in
@reads_days(*DATES)
def show_file(code: str, form: str) -> ResponseReturnValue:
    """Show how far a summary is that takes long to write, or offer to make it."""
    donor = _open(code)
    return show_document(_document(donor, form), donor_page(donor))


@blueprint.post("/donors/<code>/statement/file.<form>")
@button
@signed_in
@reads_days(*DATES)
def make_file(code: str, form: str) -> ResponseReturnValue:
    """Ask for a summary that takes long to write."""
    asked, sent = _document(_open(code), form), RecordForm()
    return make_document(asked) if sent.validate() else show_file(code, form)


def _document(donor: str, form: str) -> LongDocument:
    """Return the summary that the address asks for, as a document for a job."""
    asked, wanted = asked_of(donor), _format(form)
    terms = plain_terms(with_donor(context.session(), asked.terms()))
    return LongDocument(
        asked.file(wanted), wanted, asked.language, asked.name(wanted), donor=donor, terms=terms
    )


def _format(form: str) -> Format:
    """Return a format of documents; raises NotFound for any other."""
    if form not in set(Format):
        raise NotFound(say("There is nothing at this address."))
    return Format(form)


def _open(code: str) -> str:
    """Return the donor of an address, or refuse its summary to whoever may not see the terms."""
    donor = successor_code(context.session(), code)
    refuse_summary(donor)
    return donor
