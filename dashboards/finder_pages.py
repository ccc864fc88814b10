"""The page that finds a country, donor, instrument or activity, and its suggestions."""

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from dashboards.finder import LONGEST, MOST_FOUND, PATH, FoundPage, find_pages, the_one_meant
from tracker.http import context
from tracker.http.guard import public
from tracker.http.json_answers import json_answer
from tracker.http.language import locale_code
from tracker.http.page_cache import cacheable
from tracker.http.totals_requests import reading
from tracker.periods import today
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of

SUGGESTED = 8
blueprint = Blueprint("finder", __name__, template_folder="templates")


@blueprint.get(PATH)
@public
def find() -> ResponseReturnValue:
    """Lead to the page that is meant, or list those that may be."""
    with reading() as snapshot:
        found, version = _found(snapshot), snapshot.version
    meant = the_one_meant(found)
    if meant is not None:
        return redirect(meant.href)
    body = render_template("find.html", typed=_typed(), found=found[:MOST_FOUND], number=len(found))
    return cacheable(Response(body, mimetype="text/html"), version)


@blueprint.get(f"{PATH}.json")
@public
def suggest() -> ResponseReturnValue:
    """Return the closest pages, as somebody types."""
    with reading() as snapshot:
        found, version = _found(snapshot), snapshot.version
    rows = [{"kind": one.kind, "label": one.label, "href": one.href} for one in found[:SUGGESTED]]
    return cacheable(json_answer({"rows": rows, "number": len(found)}), version)


def _typed() -> str:
    """Return what was typed."""
    return request.args.get("q", "").strip()[:LONGEST]


def _found(snapshot: Snapshot) -> tuple[FoundPage, ...]:
    """Find the pages that the reader may see."""
    query, sees = Query(today()), context.sees_unpublished()
    scope = scope_of(snapshot, query, locale_code(), sees_unpublished=sees)
    return find_pages(TotalsReader(scope), query, _typed())
