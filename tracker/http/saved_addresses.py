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

OF_ONE_LOOK = frozenset({"delimiter", "file", "lang", "page", "size"})
"""What the address of a list says beside its filters, order and columns."""
LONGEST_NAME = 40
View = TypeVar("View", bound=Callable[..., Any])
_MARK = "_tracker_savable"
FIGURES, LIST = "figures", "list"


def savable(view: View) -> View:
    """Mark the view of a page whose query a user may save under a name."""
    setattr(view, _MARK, FIGURES)
    return view


def savable_list(view: View) -> View:
    """Mark the view of a list, whose filters, order and columns a user may save under a name."""
    setattr(view, _MARK, LIST)
    return view


def is_savable() -> bool:
    """Tell whether this request is for such a page."""
    return bool(_mark(request.endpoint))


def is_list() -> bool:
    """Tell whether this request is for a list that can be saved."""
    return _mark(request.endpoint) == LIST


def present_address() -> ViewAddress:
    """Return the address of the present view."""
    mark = _mark(request.endpoint)
    return _address(request.path, list(request.args.items(multi=True)), mark)


def read_address(text: str) -> ViewAddress:
    """Return the address that a form sends, in clean words; raises InvalidInput for another."""
    adapter = current_app.create_url_adapter(request)
    try:
        parts = urlsplit(text)
        path = unquote(parts.path)
        endpoint, _values = adapter.match(path, method="GET") if adapter else ("", {})
    except (HTTPException, ValueError):
        parts, path, endpoint = urlsplit(""), "", ""
    if parts.scheme or parts.netloc or not path.isprintable() or not _mark(endpoint):
        raise InvalidInput(say("this is no page whose view can be saved"), "address")
    return _address(path, parse_qsl(parts.query), _mark(endpoint))


def _address(path: str, pairs: list[tuple[str, str]], mark: str) -> ViewAddress:
    """Return an address with what belongs to a query alone."""
    known = [(name, value) for name, value in pairs if value and _belongs(name, mark)]
    return ViewAddress(quote(path, safe=OF_A_PATH), urlencode(known, safe=UNQUOTED))


def _belongs(name: str, mark: str) -> bool:
    """Tell whether an argument belongs to the query of a page of figures, or of a list."""
    if mark == LIST:
        return name not in OF_ONE_LOOK and len(name) <= LONGEST_NAME and name.isidentifier()
    return name in NAMES


def _mark(endpoint: str | None) -> str:
    """Return the mark of the view of an endpoint; "" without one."""
    return str(getattr(current_app.view_functions.get(endpoint or ""), _MARK, ""))
