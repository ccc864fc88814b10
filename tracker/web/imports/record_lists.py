"""The records that a list shows under its filters, for a sheet in the columns of the import."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from flask import request
from sqlmodel import Session

from tracker.assistance.dissemination_list import list_disseminations
from tracker.assistance.programme_list import list_programmes
from tracker.assistance.tool_list import list_tools
from tracker.fund.contributions.contribution_list import list_contributions
from tracker.fund.donors.donor_list import list_donors
from tracker.http import context
from tracker.http.list_queries import read_list_query
from tracker.http.listed_activities import listed_activities
from tracker.http.shown_requests import list_shown_requests
from tracker.listing import AT_ONCE, ListQuery, Slice
from tracker.people.permissions import terms_seen


def _contributions(session: Session, query: ListQuery) -> Slice[Any]:
    """Fetch contributions as the reader may search their terms."""
    return list_contributions(session, query, seen=terms_seen(context.user()))


def _programmes(session: Session, query: ListQuery) -> Slice[Any]:
    """Fetch programmes, all of them or the reader's own."""
    return list_programmes(session, query, unpublished=True, own=context.user().programmes)


LISTS: Mapping[str, Callable[[Session, ListQuery], Slice[Any]]] = {
    "activities": listed_activities,
    "contributions": _contributions,
    "dissemination": partial(list_disseminations, unpublished=True),
    "donors": list_donors,
    "programmes": _programmes,
    "requests": list_shown_requests,
    "tools": partial(list_tools, unpublished=True),
}
"""The lists of those who may see all, by the names of their imports."""
KEYS = {"contributions": "reference"}
NO_FILTERS = frozenset({"q", "sort", "page", "size", "lang", "delimiter"})


def listed_codes(kind: str) -> Iterator[str]:
    """Yield the codes of the records that the filters of this request leave, all pages of them."""
    names = [name for name in request.args if name not in NO_FILTERS]
    query = replace(read_list_query(names, (), ""), size=AT_ONCE, page=1)
    while True:
        found = LISTS[kind](context.session(), query)
        yield from (getattr(item, KEYS.get(kind, "code")) for item in found.rows)
        if query.page >= found.pages:
            return
        query = replace(query, page=query.page + 1)
