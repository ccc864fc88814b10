"""Charts as pictures: SVG and PNG of what a page draws, for documents and paper."""

from flask import Blueprint, Response

from dashboards.charts.chart import Outline, outline_of
from dashboards.figure_facts import FigureFacts, embedded, facts_of_chart, foot
from dashboards.file_names import file_name
from dashboards.formatter import FORMATTER
from dashboards.pages.registry import chart_of
from dashboards.serving import chart_question
from tracker.http.asked_days import reads_days
from tracker.http.file_answers import file_answer
from tracker.http.guard import public
from tracker.http.language import direction
from tracker.http.page_cache import cacheable
from tracker.http.totals_requests import dated, reading
from tracker.totals.query_string import DATES

blueprint = Blueprint("pictures", __name__)
CONTENT_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@blueprint.get("/dashboards/figures/<page>/<chart>.<any(svg, png):form>")
@public
@reads_days(*DATES)
def picture(page: str, chart: str, form: str) -> Response:
    """Answer with a chart as a picture, the same bytes for the same figures."""
    spec, one = chart_of(page, chart)
    with reading() as snapshot:
        question, version = chart_question(spec, one, snapshot), snapshot.version
        outline = outline_of(one, question.source, FORMATTER)
        facts = facts_of_chart(question, spec, one.name, outline.title, str(one.unit))
    content = _drawn(outline, facts, form)
    name = file_name(f"{page}-{chart}", facts.fixed, form)
    answer = dated(file_answer(content, CONTENT_TYPES[form], name), question.asked.query)
    return answer if question.source.user.signed_in else cacheable(answer, version)


def _drawn(outline: Outline, facts: FigureFacts, form: str) -> bytes:
    """Draw the picture of a chart."""
    # Pictures are few: a process that is asked for none is spared the 30 MB of matplotlib.
    from tracker.drawings.picture import Caption, PictureFormat, picture_of  # noqa: PLC0415

    words = f"{facts.where}: {facts.choice}"
    caption = Caption(
        outline.finding or outline.title,
        f"{outline.title} · {words}" if outline.finding else words,
        (outline.sentence, *outline.notes, *foot(facts)),
        embedded(facts),
    )
    return picture_of(
        outline.shape, caption, FORMATTER, PictureFormat(form), from_right=direction() == "rtl"
    )
