"""The briefs of programmes, activities and tools: a page, and its documents."""

from apiflask import APIBlueprint
from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.errors import NotFound
from tracker.http import context
from tracker.http.asked_days import reads_days
from tracker.http.asked_documents import AskedDocument, asked_document
from tracker.http.file_answers import file_answer
from tracker.http.guard import public
from tracker.http.language import LANGUAGES, locale_code
from tracker.http.reports import brief_of
from tracker.reports.briefs.subjects import BriefOf
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import page_content, render
from tracker.reports.spelling.speller import Speller
from tracker.totals.query_string import DATES
from tracker.words import say

blueprint = APIBlueprint("briefs", __name__, template_folder="templates", enable_openapi=False)
PAGES = {
    BriefOf.PROGRAMME: "programmes.show",
    BriefOf.ACTIVITY: "activities.show",
    BriefOf.TOOL: "tools.show",
}


@blueprint.get("/programmes/<code>/brief", defaults={"of": BriefOf.PROGRAMME})
@blueprint.get("/activities/<code>/brief", defaults={"of": BriefOf.ACTIVITY})
@blueprint.get("/tools/<code>/brief", defaults={"of": BriefOf.TOOL})
@public
@reads_days(*DATES)
def show(of: BriefOf, code: str) -> ResponseReturnValue:
    """Show the brief of a programme, an activity or a tool."""
    asked = asked_document()
    report = _drawn(of, code, asked)
    return render_template(
        "reports/brief.html",
        asked=asked,
        code=code,
        page_of_subject=url_for(PAGES[of], code=code),
        title=Speller(locale_code()).words(report.title),
        content=Markup(page_content(report, asked.language)),  # noqa: S704 - pandoc wrote it of texts
        from_right=Speller(asked.language).from_right,
        languages=LANGUAGES,
        files={
            form: asked.with_query(url_for(".download", of=of, code=code, form=form))
            for form in Format
        },
    )


@blueprint.get("/programmes/<code>/brief.<form>", defaults={"of": BriefOf.PROGRAMME})
@blueprint.get("/activities/<code>/brief.<form>", defaults={"of": BriefOf.ACTIVITY})
@blueprint.get("/tools/<code>/brief.<form>", defaults={"of": BriefOf.TOOL})
@public
@reads_days(*DATES)
def download(of: BriefOf, code: str, form: str) -> Response:
    """Answer with the brief as a document."""
    if form not in set(Format):
        raise NotFound(say("There is nothing at this address."))
    asked = asked_document()
    made = render(_drawn(of, code, asked), Format(form), asked.language)
    return file_answer(made.data, made.content_type, asked.name("brief", code, form=form))


def _drawn(of: BriefOf, code: str, asked: AskedDocument) -> ReportTree:
    """Draw the brief for the reader; raises NotFound."""
    return brief_of(of, asked.terms(ReportKind.BRIEF, code), user=context.user())
