"""The pages of the dashboards and the files behind their charts."""

import hashlib
from collections.abc import Callable
from typing import Any

import orjson
from flask import Blueprint, Response, current_app, render_template, request
from markupsafe import Markup

from dashboards import api
from dashboards.dimensions import Dimension
from dashboards.filter_words import is_region
from dashboards.pages import PAGES, SPECS, PageSpec, draw_chart, draw_page
from dashboards.serving import (
    EXTENSION,
    Answer,
    Dashboards,
    ask_of,
    current_version,
    dashboards,
    filter_of,
    reading,
)
from dashboards.sheets import to_csv
from dashboards.static_files import set_up_static_files
from tracker.errors import NotFound
from tracker.http.guard import public
from tracker.http.language import locale_code
from tracker.periods import utc_now
from tracker.reference.instruments import Instrument
from tracker.reference.states import states
from tracker.words import say

blueprint = Blueprint("dashboards", __name__, template_folder="templates")


def register(app: Any) -> None:  # noqa: ANN401 - an APIFlask, whose register_blueprint is untyped
    """Add the dashboards to an application."""
    app.extensions[EXTENSION] = Dashboards()
    app.register_blueprint(blueprint)
    api.register(app)
    app.jinja_env.filters["figure_json"] = figure_json
    set_up_static_files(app)


def figure_json(figure: Any) -> Markup:  # noqa: ANN401 - a figure is nested lists and dictionaries
    """Write a figure so that it can stand inside a script element as data."""
    text = orjson.dumps(figure).decode().replace("<", "\\u003c").replace("&", "\\u0026")
    return Markup(text)  # noqa: S704 - what could end the element is escaped above


def _view(spec: PageSpec) -> Callable[..., Response]:
    """Make the view of a page."""

    def show(code: str = "") -> Response:
        version = current_version()
        key = (spec.name, request.full_path, locale_code(), utc_now().date())
        anonymous = _is_anonymous()
        answer = dashboards().answers.get(version, key) if anonymous else None
        if answer is None:
            answer = _write(spec, code, anonymous=anonymous, key=key)
        response = Response(answer.body, mimetype="text/html")
        if anonymous:
            response.set_etag(answer.tag)
            response.make_conditional(request)
        return response

    return public(show)


def _write(spec: PageSpec, code: str, *, anonymous: bool, key: tuple[object, ...]) -> Answer:
    """Draw a page, or take what was drawn for the same filter, and write it."""
    with reading() as snapshot:
        version = snapshot.version
        ask = ask_of(snapshot, filter_of(snapshot), request.path, _subject(spec, code))
        drawn = (spec.name, ask.filter, ask.subject, locale_code())
        page = dashboards().pages.get(version, drawn)
        if page is None:
            page = draw_page(spec, ask)
            dashboards().pages.put(version, drawn, page)
    text = render_template("dashboard.html", page=page)
    answer = Answer(text.encode(), hashlib.sha256(text.encode()).hexdigest()[:32])
    if anonymous:
        dashboards().answers.put(version, key, answer)
    return answer


def _is_anonymous() -> bool:
    """Tell whether the page is the same for everybody: nobody signed in, no message waiting."""
    return current_app.config["SESSION_COOKIE_NAME"] not in request.cookies


def _subject(spec: PageSpec, code: str) -> tuple[Dimension, str] | None:
    """Return what a page is about; raises NotFound where there is nothing of that code."""
    if not spec.subjects:
        return None
    known = {
        Dimension.DONOR: lambda: code in _donors(),
        Dimension.REGION: lambda: is_region(code),
        Dimension.COUNTRY: lambda: code in states(),
        Dimension.PROTOCOL: lambda: code in set(Instrument),
    }
    for dimension in spec.subjects:
        if code and known[dimension]():
            return dimension, code
    raise NotFound(say("There is nothing with the code “%(code)s”.", code=code))


def _donors() -> frozenset[str]:
    """Return the codes of the donors on file."""
    return frozenset(dashboards().snapshot.catalogue.codes[Dimension.DONOR])


@blueprint.get("/dashboards/figures/<page>/<chart>.csv")
@public
def file(page: str, chart: str) -> Response:
    """Answer with the table under a chart as a file."""
    spec = PAGES.get(page)
    if spec is None:
        raise NotFound(say("There is no such page."))
    with reading() as snapshot:
        ask = ask_of(snapshot, filter_of(snapshot), spec.path)
        drawn = draw_chart(spec, chart, ask)
        name = f"{page}-{chart}-{ask.filter.counted_to()}-v{ask.version}.csv"
    response = Response(to_csv(drawn.sheet), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.add_etag()
    response.make_conditional(request)
    return response


for _spec in SPECS:
    blueprint.add_url_rule(_spec.path, endpoint=_spec.name, view_func=_view(_spec))
