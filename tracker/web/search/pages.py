"""The page of search: words over all records, to each reader what they may see."""

from dataclasses import replace

from apiflask import APIBlueprint
from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.http import context
from tracker.http.guard import public
from tracker.http.list_queries import FilterOption, read_list_query
from tracker.people.permissions import terms_seen
from tracker.search.finding import SearchReader, find_records
from tracker.search.tables import FoundKind
from tracker.web.search.shown_hits import NAMES, shown_hits
from tracker.web.search.small_finds import small_finds

blueprint = APIBlueprint("search", __name__, template_folder="templates", enable_openapi=False)


def _plain(words: str) -> str:
    """Return words without signs that cannot be shown."""
    return "".join(sign if sign.isprintable() else " " for sign in words).strip()


@blueprint.get("/search")
@public
def show() -> ResponseReturnValue:
    """Show what some words find."""
    query = read_list_query(("kind",), (), "")
    asked = replace(query, words=_plain(query.words))
    kinds = [FoundKind(code) for code in asked.codes("kind") if code in set(FoundKind)]
    reader = SearchReader(context.sees_unpublished(), terms_seen(context.user()))
    first = (asked.page - 1) * asked.size
    found = find_records(
        context.session(), asked.words, reader, kinds=kinds, first=first, most=asked.size
    )
    total = sum(found.counts.get(kind, 0) for kind in kinds) if kinds else found.total
    return render_template(
        "search/page.html",
        asked=asked.words,
        chosen=kinds[0].value if kinds else "",
        kinds=[
            (FilterOption(kind.value, str(NAMES[kind])), found.counts[kind])
            for kind in FoundKind
            if kind in found.counts
        ],
        beside=() if kinds or asked.page > 1 else small_finds(asked.words),
        hits=shown_hits(context.session(), found.hits, asked.words),
        total=total,
        all_kinds=found.total,
        first=first + 1,
        page=asked.page,
        more=first + len(found.hits) < total,
        given="q" in request.args,
    )
