"""The pages of the dashboards."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from dashboards import (
    block_pages,
    chart_pages,
    embed_pages,
    figure_pages,
    finder_pages,
    picture_pages,
    row_pages,
)
from dashboards.clean_address import PageTakes, lead_to_clean_address
from dashboards.figure_json import figure_json
from dashboards.page import draw_page
from dashboards.pages.page_spec import PageSpec
from dashboards.pages.registry import SPECS
from dashboards.question import Question
from dashboards.serving import (
    EXTENSION,
    Dashboards,
    WrittenPage,
    dashboards,
    page_question,
    subject_of,
)
from tracker.http.asked_days import reads_days
from tracker.http.compressed_files import compressed, digest_of
from tracker.http.guard import public
from tracker.http.language import format_locale
from tracker.http.page_cache import cacheable
from tracker.http.saved_addresses import savable
from tracker.http.static_files import serve_folders
from tracker.http.totals_requests import reading
from tracker.totals.query_string import DATES
from tracker.totals.snapshot import Snapshot

STATIC = Path(__file__).parent / "static"
"""The script and the style sheet of the charts."""

blueprint = Blueprint("dashboards", __name__, template_folder="templates")


def register(app: Any) -> None:  # noqa: ANN401 - an APIFlask, whose register_blueprint is untyped
    """Add the dashboards to an application."""
    app.extensions[EXTENSION] = Dashboards()
    for one in (
        blueprint,
        chart_pages.blueprint,
        block_pages.blueprint,
        picture_pages.blueprint,
        figure_pages.blueprint,
        finder_pages.blueprint,
        row_pages.blueprint,
        embed_pages.blueprint,
    ):
        app.register_blueprint(one)
    _describe(app)
    app.jinja_env.filters["figure_json"] = figure_json
    serve_folders(app, {chart_asset(""): compressed(STATIC)})
    app.jinja_env.globals["chart_asset"] = chart_asset


def chart_asset(name: str) -> str:
    """Return the address of a static file of the dashboards, such as "charts.js"."""
    return f"/static/dashboards/{digest_of(STATIC)}/{name}"


def _describe(app: Any) -> None:  # noqa: ANN401 - an APIFlask, as above
    """Add the figures to the description of the interface."""
    complete = app.spec_callback

    def describe(description: Any) -> Any:  # noqa: ANN401 - JSON, or its text
        if isinstance(description, dict):
            figure_pages.describe(description)
        return complete(description) if complete else description

    app.spec_processor(describe)


def page_view(spec: PageSpec) -> Callable[..., ResponseReturnValue]:
    """Make the view of a page."""

    def show(code: str = "") -> ResponseReturnValue:
        with reading() as snapshot:
            subject, compares = subject_of(spec, snapshot, code), spec.offers.compares
            takes = PageTakes(subject, spec.left_out, compares=compares)
            clean = lead_to_clean_address(snapshot, takes)
            if clean is not None:
                return clean
            version = snapshot.version
            page = _written(spec, snapshot, code)
        body = render_template("dashboard.html", page=page)
        return cacheable(Response(body, mimetype="text/html"), version)

    return savable(public(reads_days(*DATES)(show)))


def _written(spec: PageSpec, snapshot: Snapshot, code: str) -> WrittenPage:
    """Write a page without its frame; for the public once for each query, reader and version."""
    question = page_question(spec, snapshot, code)
    if question.shows_more:  # a page that shows this user more than the public
        return _write(spec, question)
    reader = (question.reader.locale, str(format_locale()), question.provenance.site)
    key = (spec.name, question.asked, *reader)
    written = dashboards().pages.get(snapshot.version, key)
    if written is None:
        written = _write(spec, question)
        dashboards().pages.put(snapshot.version, key, written)
    return written


def _write(spec: PageSpec, question: Question) -> WrittenPage:
    """Draw a page and write its filter and its main part."""
    page = draw_page(spec, question)
    bar, main = (
        Markup(render_template(name, page=page))  # noqa: S704 - Jinja escaped it
        for name in ("dashboard_filter.html", "dashboard_main.html")
    )
    has_charts = any(card.chart for card in page.cards)
    return WrittenPage(page.title, page.lead, spec.has_finder, bar, main, has_charts, page.empty)


for _spec in SPECS:
    blueprint.add_url_rule(_spec.path, endpoint=_spec.name, view_func=page_view(_spec))
