"""A cache of whole responses, asked before the application is.

A response that is the same for everybody is cached with its headers under the version of the
record, the day, the site, the address, the form and the language that was asked for. One statement
of a few microseconds tells the record's version. Requests of users who signed in go to the
application.

A view says of its response that it may be cached: `cacheable(response, version)`.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli
from flask import Flask, Response, current_app, request
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_accept_header, parse_cookie, parse_etags
from werkzeug.wsgi import get_host

from tracker.cache import VersionedCache
from tracker.http.bearers import bearer_of
from tracker.http.context import EXTENSION
from tracker.http.request_log import ENTRY, FOR_MACHINES, RequestEntry
from tracker.periods import today

VERSION = "tracker.cacheable_at"
"""The key in a request's environment under which a view puts the record's version."""

CAPACITY = 512
QUALITY = 5  # of brotli; a page is compressed once and sent often
OF_SENDING = frozenset({"content-length", "content-encoding", "etag", "vary"})
OF_BODY = frozenset({"content-type", "content-encoding"})

Headers = list[tuple[str, str]]


class CacheKey(NamedTuple):
    """The key of a response that is the same for everybody, beside the record's version."""

    site: str
    path: str
    query: str
    cookie: str
    accepts: str
    languages: str
    today: date
    compressed: bool


class CachedResponse(NamedTuple):
    """The body of a response with status 200, its route, its ETag, and every reader's headers."""

    body: bytes
    route: str
    tag: str
    headers: Headers


class Begun(NamedTuple):
    """The status line and the headers with which the application began a response."""

    status: str
    headers: Headers

    def value(self, name: str) -> str | None:
        """Return the value of a header, named in lower case; None where it is not there."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class PageCache:
    """A WSGI application before another; `session` names the cookie of users who signed in."""

    def __init__(self, inner: WSGIApplication, engine: Engine, session: str) -> None:
        self._inner = inner
        self._engine = engine
        self._session = session
        self._responses: VersionedCache[CachedResponse] = VersionedCache(CAPACITY)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from the cache, else let the application answer and cache its response."""
        key = self._key(environ)
        if key is None:
            return self._inner(environ, start_response)
        version = self._version()
        cached = None if version is None else self._responses.get(version, key)
        if cached is None:
            return self._ask(environ, start_response, key)
        entry = environ.get(ENTRY)
        if entry is not None:
            entry.route, entry.cached = cached.route, True
        return _send(cached, environ, start_response)

    def _key(self, environ: WSGIEnvironment) -> CacheKey | None:
        """Return the key of a request; None when its response is one user's own."""
        if environ["REQUEST_METHOD"] != "GET" or environ.get("PATH_INFO", "") in FOR_MACHINES:
            return None
        if bearer_of(environ.get("HTTP_AUTHORIZATION", "")) is not None:
            return None
        cookie = environ.get("HTTP_COOKIE", "")
        if cookie and self._session in parse_cookie(cookie):
            return None
        return CacheKey(
            f"{environ['wsgi.url_scheme']}://{get_host(environ)}",
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
            cookie,
            environ.get("HTTP_ACCEPT", ""),
            environ.get("HTTP_ACCEPT_LANGUAGE", ""),
            today(),
            _takes_brotli(environ.get("HTTP_ACCEPT_ENCODING", "")),
        )

    def _version(self) -> int | None:
        """Return the record's version, straight from the driver; None without a database."""
        faults = (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error)
        try:
            connection = self._engine.raw_connection()
        except faults:  # the pool passes the driver's own error on
            return None
        try:
            cursor = connection.cursor()
            cursor.execute("SELECT version FROM record_state")
            row = cursor.fetchone()
            cursor.close()
        except faults:
            return None
        finally:
            connection.close()
        return int(row[0]) if row else None

    def _ask(
        self, environ: WSGIEnvironment, start_response: StartResponse, key: CacheKey
    ) -> Iterable[bytes]:
        """Let the application answer; cache the response where its view said that it may be."""
        begun: list[Begun] = []

        def begin(status: str, headers: Headers, *rest: Any) -> Any:  # noqa: ANN401 - of WSGI
            begun.append(Begun(status, headers))
            if VERSION in environ:
                return _ignore
            return start_response(status, headers, *rest)

        body = self._inner(environ, begin)
        if VERSION not in environ:
            return body
        whole = b"".join(body)
        getattr(body, "close", lambda: None)()
        return self._put(environ, start_response, key, begun[-1], whole)

    def _put(
        self,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        key: CacheKey,
        begun: Begun,
        whole: bytes,
    ) -> Iterable[bytes]:
        """Cache a whole response and send it; a fault, or one that sets a cookie, is only sent."""
        tag = begun.value("etag")
        if not begun.status.startswith("200") or begun.value("set-cookie") or not tag:
            start_response(begun.status, begun.headers)
            return [whole]
        entry = environ.get(ENTRY) or RequestEntry()
        plain = CachedResponse(whole, entry.route, tag.strip('"'), begun.headers)
        response = _packed(plain, compressed=key.compressed)
        self._responses.put(environ[VERSION], key, response)
        return _send(response, environ, start_response)


def set_up_page_cache(app: Flask) -> None:
    """Put the cache before an application and its static files."""
    engine, session = app.extensions[EXTENSION].engine, app.config["SESSION_COOKIE_NAME"]
    app.wsgi_app = PageCache(app.wsgi_app, engine, session)  # type: ignore[method-assign]


def cacheable(response: Response, version: int) -> Response:
    """Say that a response, made at this version of the record, is the same for everybody.

    Says nothing to a reader with a session, whose page bears their name or a message to them, nor
    to a program with a token, which may see more.
    """
    known = bearer_of(request.headers.get("Authorization", "")) is not None
    if not known and current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        request.environ[VERSION] = version
        response.add_etag()
    return response


def _packed(plain: CachedResponse, *, compressed: bool) -> CachedResponse:
    """Compress a body where that was asked for; each form has a tag of its own."""
    vary = [value for name, value in plain.headers if name.lower() == "vary"]
    lasting = [(name, value) for name, value in plain.headers if name.lower() not in OF_SENDING]
    lasting.append(("Vary", ", ".join([*vary, "Accept-Encoding"])))
    if not compressed:
        return plain._replace(tag=f'"{plain.tag}"', headers=lasting)
    return plain._replace(
        body=brotli.compress(plain.body, quality=QUALITY),
        tag=f'"{plain.tag}-br"',
        headers=[*lasting, ("Content-Encoding", "br")],
    )


def _send(
    response: CachedResponse, environ: WSGIEnvironment, start_response: StartResponse
) -> list[bytes]:
    """Send a response, or 304 when the reader's copy is still right."""
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and parse_etags(known).contains_weak(response.tag.strip('"')):
        headers = [pair for pair in response.headers if pair[0].lower() not in OF_BODY]
        start_response("304 Not Modified", [*headers, ("ETag", response.tag)])
        return []
    own = [("ETag", response.tag), ("Content-Length", str(len(response.body)))]
    start_response("200 OK", [*response.headers, *own])
    return [response.body]


@lru_cache(maxsize=256)
def _takes_brotli(encodings: str) -> bool:
    """Tell whether the reader takes brotli by name; with "br;q=0" it is refused."""
    return any(name == "br" and quality > 0 for name, quality in parse_accept_header(encodings))


def _ignore(_data: bytes) -> None:
    """Stand for the write function of WSGI, which nobody here uses."""
