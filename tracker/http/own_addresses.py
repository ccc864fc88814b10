"""Addresses of our own pages: where a reader may be sent after signing in."""

from urllib.parse import quote, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

HOME = "/home"
OF_A_PATH = "/:@!$&'()*+,;=~"
"""The signs, beside letters and digits, that stand in a path as they are."""


def own_address(wanted: str | None) -> str:
    """Return the address of a page of ours as it was wanted, else that of the home page.

    Only a path that a route of ours answers to GET is a page of ours, whatever a browser makes of
    slashes, tabs and signs.
    """
    text = wanted or ""
    if not (text.startswith("/") and text.isprintable()) or "\\" in text:
        return HOME
    try:
        parts = urlsplit(text)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or not is_own_page(parts.path):
        return HOME
    path = quote(parts.path, safe=OF_A_PATH)
    return f"{path}?{quote(parts.query, safe=OF_A_PATH + '%?')}" if parts.query else path


def is_own_page(path: str) -> bool:
    """Tell whether a route of ours answers to GET at exactly that path."""
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and bool(adapter.match(path, method="GET"))
    except HTTPException:  # no route, another method, or one that leads to another spelling
        return False
