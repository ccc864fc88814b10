"""The addresses of views that users save: pages that say so, under the query of dashboards."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from tracker.errors import InvalidInput
from tracker.http.own_addresses import OF_A_PATH
from tracker.people.saved_views import ViewAddress
from tracker.totals.query_string import NAMES, UNQUOTED
from tracker.words import say

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "_tracker_savable"


def savable(view: View) -> View:
    """Mark the view of a page whose query a user may save under a name."""
    setattr(view, _MARK, True)
    return view


def is_savable() -> bool:
    """Tell whether this request is for such a page."""
    return _is_marked(request.endpoint)


def present_address() -> ViewAddress:
    """Return the address of the present view."""
    return _address(request.path, list(request.args.items(multi=True)))


def read_address(text: str) -> ViewAddress:
    """Return the address that a form sends, in clean words; raises InvalidInput for another."""
    adapter = current_app.create_url_adapter(request)
    try:
        parts = urlsplit(text)
        path = unquote(parts.path)
        endpoint, _values = adapter.match(path, method="GET") if adapter else ("", {})
    except (HTTPException, ValueError):
        parts, path, endpoint = urlsplit(""), "", ""
    if parts.scheme or parts.netloc or not path.isprintable() or not _is_marked(endpoint):
        raise InvalidInput(say("this is no page whose view can be saved"), "address")
    return _address(path, parse_qsl(parts.query))


def _address(path: str, pairs: list[tuple[str, str]]) -> ViewAddress:
    """Return an address with what belongs to a query alone."""
    known = [pair for pair in pairs if pair[0] in NAMES and pair[1]]
    return ViewAddress(quote(path, safe=OF_A_PATH), urlencode(known, safe=UNQUOTED))


def _is_marked(endpoint: str | None) -> bool:
    """Tell whether the view of an endpoint is marked."""
    return hasattr(current_app.view_functions.get(endpoint or ""), _MARK)
