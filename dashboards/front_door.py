"""Answers again what was answered already, before the application is asked.

A page that is the same for everybody is kept with its headers under the version of the record,
the day, the address and the language that was asked for. One statement of a few microseconds
tells whether the version still holds. Whoever has signed in is let through to the application.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import uuid4

import brotli
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_cookie, parse_etags

from dashboards.kept import Kept
from tracker.periods import utc_now

KEEP = "dashboards.keep"
"""Set in the request's environment by a view whose answer may be kept: its version."""

ANSWERS_KEPT = 512
QUALITY = 5  # of brotli; a page is compressed once and sent often
OWN = frozenset({"content-length", "content-encoding", "etag", "x-request-id"})
OF_BODY = frozenset({"content-type", "content-encoding"})

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Key(NamedTuple):
    """What an answer that is the same for everybody depends on, beside the record."""

    path: str
    query: str
    cookie: str
    languages: str
    today: date
    compressed: bool


class Answer(NamedTuple):
    """An answer as it was sent, its own headers aside."""

    body: bytes
    tag: str
    headers: Headers


class FrontDoor:
    """A WSGI application before another; `session` names the cookie of those who signed in."""

    def __init__(self, inner: Application, engine: Engine, session: str) -> None:
        self._inner = inner
        self._engine = engine
        self._session = session
        self._kept: Kept[Answer] = Kept(ANSWERS_KEPT)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from what is kept, else let the application answer and keep that."""
        key = self._key(environ)
        if key is None:
            return self._inner(environ, start_response)
        version = self._version()
        answer = None if version is None else self._kept.get(version, key)
        if answer is None:
            return self._asked(environ, start_response, key)
        return _send(answer, environ, start_response)

    def _key(self, environ: Environ) -> Key | None:
        """Return the key of a request; None when its answer is one person's own."""
        if environ["REQUEST_METHOD"] != "GET":
            return None
        cookie = environ.get("HTTP_COOKIE", "")
        if cookie and self._session in parse_cookie(cookie):
            return None
        return Key(
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
            cookie,
            environ.get("HTTP_ACCEPT_LANGUAGE", ""),
            utc_now().date(),
            _takes_brotli(environ.get("HTTP_ACCEPT_ENCODING", "")),
        )

    def _version(self) -> int | None:
        """Return the version of the record, straight from the driver; None when it is away."""
        try:
            connection = self._engine.raw_connection()
        except SQLAlchemyError:
            return None
        try:
            cursor = connection.cursor()
            cursor.execute("SELECT version FROM record_state")
            row = cursor.fetchone()
            cursor.close()
        except self._engine.dialect.loaded_dbapi.Error:
            return None
        finally:
            connection.close()
        return int(row[0]) if row else None

    def _asked(self, environ: Environ, start_response: StartResponse, key: Key) -> Iterable[bytes]:
        """Let the application answer; keep the answer where its view said that it may be."""
        began: list[tuple[str, Headers]] = []

        def begin(status: str, headers: Headers, *rest: Any) -> Any:  # noqa: ANN401 - of WSGI
            began.append((status, headers))
            if KEEP in environ:
                return _ignored
            return start_response(status, headers, *rest)

        body = self._inner(environ, begin)
        if KEEP not in environ:
            return body
        whole = b"".join(body)
        getattr(body, "close", lambda: None)()
        return self._keep(environ, start_response, key, began[-1], whole)

    def _keep(
        self,
        environ: Environ,
        start_response: StartResponse,
        key: Key,
        began: tuple[str, Headers],
        whole: bytes,
    ) -> Iterable[bytes]:
        """Keep a whole answer, unless it sets a cookie or is none."""
        status, headers = began
        names = {name.lower(): value for name, value in headers}
        if not status.startswith("200") or "set-cookie" in names:
            start_response(status, headers)
            return [whole]
        answer = _packed(whole, names["etag"].strip('"'), headers, compressed=key.compressed)
        self._kept.put(environ[KEEP], key, answer)
        return _send(answer, environ, start_response)


def _packed(whole: bytes, tag: str, headers: Headers, *, compressed: bool) -> Answer:
    """Compress a body where that was asked for; each form has a tag of its own."""
    kept = [(name, value) for name, value in headers if name.lower() not in OWN]
    kept = [
        (name, f"{value}, Accept-Encoding" if name.lower() == "vary" else value)
        for name, value in kept
    ]
    if not compressed:
        return Answer(whole, f'"{tag}"', kept)
    body = brotli.compress(whole, quality=QUALITY)
    return Answer(body, f'"{tag}-br"', [*kept, ("Content-Encoding", "br")])


def _send(answer: Answer, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Send an answer, or say that what the reader has is still right."""
    own = [("ETag", answer.tag), ("X-Request-Id", uuid4().hex)]
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and parse_etags(known).contains_weak(answer.tag.strip('"')):
        headers = [pair for pair in answer.headers if pair[0].lower() not in OF_BODY]
        start_response("304 Not Modified", [*headers, *own])
        return []
    length = ("Content-Length", str(len(answer.body)))
    start_response("200 OK", [*answer.headers, *own, length])
    return [answer.body]


def _takes_brotli(encodings: str) -> bool:
    """Tell whether the reader takes brotli."""
    return any(part.strip().split(";")[0] == "br" for part in encodings.split(","))


def _ignored(_data: bytes) -> None:
    """Stand for the write function of WSGI, which nobody here uses."""
