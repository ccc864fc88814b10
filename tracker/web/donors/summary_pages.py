"""The live summary of a donor, for the donor and for staff: a page, and its documents."""

from apiflask import APIBlueprint
from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.errors import NotFound
from tracker.fund.donors.finding import successor_code
from tracker.http import context
from tracker.http.asked_days import reads_days
from tracker.http.file_answers import file_answer
from tracker.http.guard import public
from tracker.http.language import LANGUAGES, locale_code
from tracker.http.record_addresses import donor_page
from tracker.http.reports import statement_of
from tracker.http.totals_requests import refuse_summary
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import page_content, render
from tracker.reports.spelling.speller import Speller
from tracker.reports.statement.donor_source import contributions_of
from tracker.totals.query_string import DATES
from tracker.web.donors.summary_asked import asked_of
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
        formats=tuple(Format),
    )


@blueprint.get("/donors/<code>/statement.<form>")
@public
@reads_days(*DATES)
def download(code: str, form: str) -> Response:
    """Answer with the summary as a document."""
    donor = _open(code)
    if form not in set(Format):
        raise NotFound(say("There is nothing at this address."))
    asked, wanted = asked_of(donor), Format(form)
    made = render(statement_of(asked.terms()), wanted, asked.language)
    return file_answer(made.data, made.content_type, asked.name(wanted))


def _open(code: str) -> str:
    """Return the donor of an address, or refuse its summary to whoever may not see the terms."""
    donor = successor_code(context.session(), code)
    refuse_summary(donor)
    return donor
