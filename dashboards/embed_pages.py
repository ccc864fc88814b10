"""A chart alone, for a frame on another site: always what everybody may see."""

from dataclasses import replace

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from dashboards.figure_facts import facts_of_chart, illustrative, licence, source
from dashboards.filter_words import in_dates
from dashboards.page import chart_card
from dashboards.pages.registry import chart_of
from dashboards.serving import chart_question
from tracker.http.asked_days import reads_days
from tracker.http.embedding import framed
from tracker.http.guard import public
from tracker.http.page_cache import cacheable
from tracker.http.totals_requests import dated, expect_known_names, reading
from tracker.totals.query_string import DATES

blueprint = Blueprint("embedded", __name__, template_folder="templates")


@blueprint.get("/embed/<page>/<chart>")
@framed
@public
@reads_days(*DATES)
def show(page: str, chart: str) -> ResponseReturnValue:
    """Show a chart with its table, its dates and the way back."""
    spec, one = chart_of(page, chart)
    expect_known_names()
    with reading() as snapshot:
        question, version = chart_question(spec, one, snapshot), snapshot.version
        card = replace(chart_card(spec, one, question), take=None)
    facts = facts_of_chart(question, spec, one.name, str(one.title), str(one.unit))
    body = render_template(
        "embedded.html",
        card=card,
        facts=facts,
        dates=in_dates(question.asked.query, question.reader.locale),
        source=source(facts),
        licence=licence(facts),
        illustrative=illustrative() if facts.is_illustrative else "",
        back=f"{question.addresses.page()}#{one.name}",
    )
    answer = dated(Response(body, mimetype="text/html"), question.asked.query)
    return cacheable(answer, version)
