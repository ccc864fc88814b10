"""Cookies with bytes that are no UTF-8: the bytes are left out, before anyone reads the header."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

COOKIE = "HTTP_COOKIE"


class ReadableCookies:
    """A WSGI application before another, which can read every header of cookies.

    Werkzeug decodes the header of cookies as UTF-8 and raises where it is none, before the error
    pages stand ready.
    """

    def __init__(self, inner: Callable[..., Iterable[bytes]]) -> None:
        self._inner = inner

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., object]
    ) -> Iterable[bytes]:
        """Pass the request on, its cookies without the bytes that are no UTF-8."""
        cookie = environ.get(COOKIE, "")
        if not cookie.isascii():
            readable = cookie.encode("latin-1").decode(errors="ignore")
            environ[COOKIE] = readable.encode().decode("latin-1")
        return self._inner(environ, start_response)


def set_up_cookie_bytes(app: Flask) -> None:
    """Let all that stands in an application's way read the cookies; call it last."""
    app.wsgi_app = ReadableCookies(app.wsgi_app)  # type: ignore[method-assign]
