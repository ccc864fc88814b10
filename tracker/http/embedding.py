"""Embedding: the views that other sites may frame, the same whatever cookies a reader has."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, TypeVar
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, current_app, request

from tracker.http.context import EMBED

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "_tracker_framed"
SHOWN = frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED})


class CookieBlindness:
    """A WSGI application before another, which takes the cookies off what other sites frame."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass a request on; one for an embedded figure without its cookies."""
        if environ.get("PATH_INFO", "").startswith(EMBED):
            environ.pop("HTTP_COOKIE", None)
        return self._inner(environ, start_response)


def set_up_embedding(app: Flask) -> None:
    """Put it before an application and its page cache."""
    app.wsgi_app = CookieBlindness(app.wsgi_app)  # type: ignore[method-assign]


def framed(view: View) -> View:
    """Mark a view as one that other sites may frame; its address begins with `EMBED`."""
    setattr(view, _MARK, True)
    return view


def may_be_framed(response: Response) -> bool:
    """Tell whether other sites may frame an answer: a marked view's, and no error or redirect."""
    view = current_app.view_functions.get(request.endpoint or "")
    marked = hasattr(view, _MARK) and request.path.startswith(EMBED)
    return marked and response.status_code in SHOWN
