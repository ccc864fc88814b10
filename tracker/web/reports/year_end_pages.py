"""The year-end tables: a page, and its documents."""

from dataclasses import replace
from datetime import date

from apiflask import APIBlueprint
from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.errors import Fault, NotFound
from tracker.http.asked_days import reads_days
from tracker.http.asked_documents import AskedDocument, asked_document
from tracker.http.file_answers import file_answer
from tracker.http.guard import public
from tracker.http.language import LANGUAGES, locale_code
from tracker.http.reports import year_end_of
from tracker.periods import Span, today
from tracker.reports.content.report import ReportKind
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import page_content, render
from tracker.reports.spelling.speller import Speller
from tracker.reports.year_end.report import whole_year
from tracker.totals.query_string import DATES, BadQuery
from tracker.words import say

blueprint = APIBlueprint("year_end", __name__, template_folder="templates", enable_openapi=False)
YEAR = "year"
FIRST_YEAR = 1900


@blueprint.get("/reports/year-end")
@public
@reads_days(*DATES)
def show() -> ResponseReturnValue:
    """Show the tables of a year, the last one that is over unless another is asked for."""
    asked = _asked()
    report = year_end_of(asked.terms(ReportKind.BRIEF))
    return render_template(
        "reports/year_end.html",
        asked=asked,
        year=whole_year(asked.query.first, asked.last),
        title=Speller(locale_code()).words(report.title),
        content=Markup(page_content(report, asked.language)),  # noqa: S704 - pandoc wrote it of texts
        from_right=Speller(asked.language).from_right,
        languages=LANGUAGES,
        files={form: asked.with_query(url_for(".download", form=form)) for form in Format},
    )


@blueprint.get("/reports/year-end.<form>")
@public
@reads_days(*DATES)
def download(form: str) -> Response:
    """Answer with the tables as a document."""
    if form not in set(Format):
        raise NotFound(say("There is nothing at this address."))
    asked = _asked()
    made = render(year_end_of(asked.terms(ReportKind.BRIEF)), Format(form), asked.language)
    return file_answer(made.data, made.content_type, asked.name("year-end", form=form))


def _asked() -> AskedDocument:
    """Read what is asked for: a year, other days, or the last year that is over."""
    asked = asked_document(YEAR)
    typed = request.args.get(YEAR, "").strip()
    has_days = asked.query.first or asked.query.last or asked.query.session
    if typed and has_days:
        raise BadQuery([Fault(YEAR, say("a year sets the days: leave out the others"))])
    if has_days:
        return asked
    year = _year(typed) if typed else today().year - 1
    return replace(asked, query=asked.query.within(Span(date(year, 1, 1), date(year, 12, 31))))


def _year(typed: str) -> int:
    """Read a year that has begun; raises BadQuery."""
    year = int(typed) if typed.isascii() and typed.isdecimal() else 0
    if not FIRST_YEAR <= year <= today().year:
        fault = say("'%(text)s' is no year that has begun", text=typed)
        raise BadQuery([Fault(YEAR, fault)])
    return year
