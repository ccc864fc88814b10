"""The pages of the dashboards and the files behind their charts."""

from collections.abc import Callable
from typing import Any

import orjson
from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from dashboards.filter_words import is_region
from dashboards.pages import PAGES, SPECS, Page, PageSpec, draw_chart, draw_page
from dashboards.serving import EXTENSION, Dashboards, ask_of, dashboards
from dashboards.sheets import to_csv
from dashboards.static_files import set_up_static_files
from tracker.errors import NotFound
from tracker.http.guard import public
from tracker.http.language import locale_code
from tracker.http.page_cache import cacheable
from tracker.http.totals_requests import query_of, reading
from tracker.reference.instruments import Instrument
from tracker.reference.states import states
from tracker.totals.dimensions import Dimension
from tracker.totals.snapshot import Snapshot
from tracker.words import say

blueprint = Blueprint("dashboards", __name__, template_folder="templates")


def register(app: Any) -> None:  # noqa: ANN401 - an APIFlask, whose register_blueprint is untyped
    """Add the dashboards to an application."""
    app.extensions[EXTENSION] = Dashboards()
    app.register_blueprint(blueprint)
    app.jinja_env.filters["figure_json"] = figure_json
    set_up_static_files(app)


def figure_json(figure: Any) -> Markup:  # noqa: ANN401 - a figure is nested lists and dictionaries
    """Write a figure so that it can stand inside a script element as data."""
    text = orjson.dumps(figure).decode().replace("<", "\\u003c").replace("&", "\\u0026")
    return Markup(text)  # noqa: S704 - what could end the element is escaped above


def _view(spec: PageSpec) -> Callable[..., Response]:
    """Make the view of a page."""

    def show(code: str = "") -> Response:
        with reading() as snapshot:
            version = snapshot.version
            page = _drawn(spec, snapshot, code)
        body = render_template("dashboard.html", page=page)
        return cacheable(Response(body, mimetype="text/html"), version)

    return public(show)


def _drawn(spec: PageSpec, snapshot: Snapshot, code: str) -> Page:
    """Draw a page, or take what was drawn for the same filter."""
    ask = ask_of(snapshot, query_of(snapshot), request.path, _subject(spec, snapshot, code))
    key = (spec.name, ask.filter, ask.subject, locale_code())
    page = dashboards().pages.get(snapshot.version, key)
    if page is None:
        page = draw_page(spec, ask)
        dashboards().pages.put(snapshot.version, key, page)
    return page


def _subject(spec: PageSpec, snapshot: Snapshot, code: str) -> tuple[Dimension, str] | None:
    """Return what a page is about; raises NotFound where there is nothing of that code."""
    if not spec.subjects:
        return None
    known = {
        Dimension.DONOR: lambda: code in snapshot.codes(Dimension.DONOR),
        Dimension.REGION: lambda: is_region(code),
        Dimension.COUNTRY: lambda: code in states(),
        Dimension.PROTOCOL: lambda: code in set(Instrument),
    }
    for dimension in spec.subjects:
        if code and known[dimension]():
            return dimension, code
    raise NotFound(say("There is nothing with the code “%(code)s”.", code=code))


@blueprint.get("/dashboards/figures/<page>/<chart>.csv")
@public
def file(page: str, chart: str) -> Response:
    """Answer with the table under a chart as a file."""
    spec = PAGES.get(page)
    if spec is None:
        raise NotFound(say("There is no such page."))
    with reading() as snapshot:
        ask = ask_of(snapshot, query_of(snapshot), spec.path)
        drawn = draw_chart(spec, chart, ask)
        name = f"{page}-{chart}-{ask.filter.counted_to()}-v{ask.version}.csv"
    response = Response(to_csv(drawn.sheet), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.add_etag()
    response.make_conditional(request)
    return response


for _spec in SPECS:
    blueprint.add_url_rule(_spec.path, endpoint=_spec.name, view_func=_view(_spec))
