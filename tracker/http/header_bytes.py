"""Headers with bytes that are no text: the request is refused before anyone reads them.

Libraries read one header as UTF-8, another as Latin-1, and raise where it is neither, some before
the error pages stand ready. Text beyond ASCII is UTF-8 here, in every header.
"""

from collections.abc import Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import orjson
from flask import Flask

from tracker.http.context import API
from tracker.http.gate_answers import refuse
from tracker.http.json_answers import PROBLEM
from tracker.http.request_log import note_refusal

HEADER = "HTTP_"
BESIDE = ("CONTENT_TYPE", "CONTENT_LENGTH")
"""The headers whose names in a request's environment do not begin with HTTP_."""


class ReadableHeaders:
    """A WSGI application before another, which gets requests whose headers are text."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on, or refuse it by the name of its header."""
        unreadable = _unreadable(environ)
        if unreadable is None:
            return self._inner(environ, start_response)
        note_refusal("unreadable header")
        return _refuse(environ, start_response, unreadable)


def set_up_header_bytes(app: Flask) -> None:
    """Let all that stands in an application's way read the headers; call it after them."""
    app.wsgi_app = ReadableHeaders(app.wsgi_app)  # type: ignore[method-assign]


def _unreadable(environ: WSGIEnvironment) -> str | None:
    """Return the name of the first header that is no text."""
    for key, value in environ.items():
        if not key.startswith(HEADER) and key not in BESIDE:
            continue
        if isinstance(value, str) and not value.isascii():
            try:
                value.encode("latin-1").decode()
            except UnicodeError:
                return key.removeprefix(HEADER).replace("_", "-").title()
    return None


def _refuse(
    environ: WSGIEnvironment, start_response: StartResponse, header: str
) -> Iterable[bytes]:
    """Answer in the form of the reader: problem details, or a sentence."""
    status = HTTPStatus.BAD_REQUEST
    detail = f"The header {header} holds bytes that are no UTF-8 text. Send it as text."
    if header == "Cookie":
        detail = "A cookie holds bytes that are no UTF-8 text. Delete the cookies of this site."
    if not environ.get("PATH_INFO", "").startswith(API):
        return refuse(start_response, status, f"{detail}\n".encode())
    problem = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
    }
    return refuse(start_response, status, orjson.dumps(problem), PROBLEM)
