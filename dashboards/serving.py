"""The cached pages of the dashboards, and the question of a request."""

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from flask import current_app
from markupsafe import Markup

from dashboards.blocks import BlockSpec
from dashboards.charts.chart import ChartSpec
from dashboards.clean_address import not_narrowed
from dashboards.filter_words import is_region
from dashboards.pages.page_spec import PageSpec
from dashboards.pages.registry import PAGES
from dashboards.question import Addresses, PageQuery, Question
from tracker.cache import VersionedCache
from tracker.errors import NotFound
from tracker.http import context
from tracker.http.language import locale_code
from tracker.http.provenance import provenance_of
from tracker.http.record_addresses import code_in_address
from tracker.http.totals_requests import query_and_comparison_of, query_of
from tracker.people.permissions import ANYONE, CurrentUser, may_see_unpublished
from tracker.reference.instruments import Instrument
from tracker.reference.states import states
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.query_string import BadQuery
from tracker.totals.reader import TotalsReader
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of
from tracker.words import say

EXTENSION = "dashboards"
PAGES_CACHED = 512


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A page as HTML, apart from the frame that differs between readers."""

    title: str
    lead: str
    has_finder: bool
    filter: Markup
    main: Markup
    has_charts: bool
    empty: bool


@dataclass(slots=True)
class Dashboards:
    """The pages that were written for an application."""

    pages: VersionedCache[WrittenPage] = field(default_factory=lambda: VersionedCache(PAGES_CACHED))


def dashboards() -> Dashboards:
    """Return the dashboards of the application."""
    held: Dashboards = current_app.extensions[EXTENSION]
    return held


def page_question(spec: PageSpec, snapshot: Snapshot, code: str) -> Question:
    """Return the question of a page's own address; raises BadQuery and NotFound."""
    query, subject = query_and_comparison_of(snapshot), subject_of(spec, snapshot, code)
    path = spec.path.replace("<code>", quote(code_in_address(code)))
    if subject is not None:
        query = query.having(subject, code)
    question = _question(spec, snapshot, PageQuery(query, subject), path)
    other = query.compared()
    if other is None:
        return question
    beside = _question(spec, snapshot, PageQuery(other, subject), _path_of(spec, other, path))
    return replace(question, other=beside)


def _path_of(spec: PageSpec, query: Query, path: str) -> str:
    """Return the path of the page of a query's own code, where the page is about one."""
    for subject in spec.subjects:
        codes = query.of(subject)
        if len(codes) == 1:
            return spec.path.replace("<code>", quote(code_in_address(codes[0])))
    return path


def chart_question(spec: PageSpec, one: ChartSpec[Any] | BlockSpec, snapshot: Snapshot) -> Question:
    """Return the question of a table or file of a chart or block; the query has the page's code.

    Raises BadQuery, and NotFound for a part that is not open to the user of this request.
    """
    question = _chart_question(spec, snapshot)
    if not one.open_to(question.source.user, question.asked.query):
        raise NotFound(say("This page has no such chart."))
    return question


def _chart_question(spec: PageSpec, snapshot: Snapshot) -> Question:
    """Return the question of a chart's table or file for the public or a user of more."""
    query = query_of(snapshot)
    for subject in spec.subjects:
        codes = query.of(subject)
        if len(codes) == 1:
            path = spec.path.replace("<code>", quote(code_in_address(codes[0])))
            return _question(spec, snapshot, PageQuery(query, subject), path)
    return _question(spec, snapshot, PageQuery(query), PAGES[spec.parent or spec.name].path)


def _question(spec: PageSpec, snapshot: Snapshot, asked: PageQuery, path: str) -> Question:
    """Return the question, in the language of the request, for the public or a user of more.

    Raises BadQuery for a choice that does not narrow the page.
    """
    _refuse_unread(spec, asked.query)
    asked = _with_usual_days(spec, snapshot, asked)
    user = reader_of(spec, asked.query)
    earlier = spec.before and spec.before(asked.query, snapshot.members.sessions)
    before = _source(snapshot, earlier, user) if earlier else None
    return Question(
        _source(snapshot, asked.query, user, before),
        asked,
        Addresses(asked, path),
        snapshot.data_version,
        provenance=provenance_of(snapshot),
    )


def _with_usual_days(spec: PageSpec, snapshot: Snapshot, asked: PageQuery) -> PageQuery:
    """Put the days into a query that the page shows where none were asked for."""
    if spec.usual is None:
        return asked
    query = spec.usual(asked.query, snapshot.members.sessions)
    return asked if query == asked.query else replace(asked, query=query, usual_days=True)


def _source(
    snapshot: Snapshot, query: Query, user: CurrentUser, before: PageSource | None = None
) -> PageSource:
    """Return the source of a query, with that of the period before where a page shows it."""
    sees = may_see_unpublished(user)
    reader = TotalsReader(scope_of(snapshot, query, locale_code(), sees_unpublished=sees))
    return PageSource(reader, context.session(), query, user, before)


def _refuse_unread(spec: PageSpec, query: Query) -> None:
    """Refuse codes of dimensions by which the page is not narrowed. Raises BadQuery."""
    faults = [
        not_narrowed(dimension)
        for dimension, _codes in query.codes
        if dimension not in spec.chosen_by
    ]
    if faults:
        raise BadQuery(faults)


def reader_of(spec: PageSpec, query: Query) -> CurrentUser:
    """Return the user of this request where the page shows them more, else the public."""
    user = context.user()
    return user if user.signed_in and spec.shows_more(user, query) else ANYONE


def subject_of(spec: PageSpec, snapshot: Snapshot, code: str) -> Dimension | None:
    """Return the dimension of a page's code, None for a page without one.

    Raises NotFound for an unknown code.
    """
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
            return dimension
    raise NotFound(say("There is nothing with the code “%(code)s”.", code=code))
