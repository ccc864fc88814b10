"""One line of the log for each request, whoever answers it: a page, a file, a cache, a gate."""

import time
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import structlog
from flask import Flask, Response, g, request
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tracker.http.logs import logger
from tracker.http.metrics import count_request

REQUEST_ID = "X-Request-Id"
"""The header of a response that names its line in the log."""
ENTRY = "tracker.request_entry"
"""The key in a request's environment under which its line in the making stands."""
FOR_MACHINES = frozenset({"/healthz", "/readyz", "/metrics"})
"""Addresses that machines ask all the time, by the port itself: only their failures are logged."""
FAILED = 400
REFUSALS = {403: "not allowed", 429: "too many"}
"""Statuses of answers that are refusals, whoever gave them."""
SERVER_ERROR = 500
LONGEST = 300
"""Characters of a path in the log; an address and a method are cut earlier."""
STATIC = "/static/"
NO_ROUTE = "none"


@dataclass(slots=True)
class RequestEntry:
    """What is known of a request so far, for its line: route, person, statements, cache."""

    began: float = field(default_factory=time.perf_counter)
    request_id: str = field(default_factory=lambda: uuid4().hex)
    route: str = ""
    who: str = ""
    token: int = 0
    refusal: str = ""
    status: int = SERVER_ERROR
    size: int | None = None
    statements: int = 0
    cached: bool = False


_current: ContextVar[RequestEntry | None] = ContextVar("request_entry", default=None)


class RequestLog:
    """A WSGI application before another, which logs and counts each request."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on, name it in its response, and log how it was answered."""
        entry = environ[ENTRY] = RequestEntry()
        _current.set(entry)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=entry.request_id)

        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:  # noqa: ANN401 - of WSGI
            entry.status = int(status[:3])
            entry.size = _length(headers)
            return start_response(status, [*headers, (REQUEST_ID, entry.request_id)], *rest)

        try:
            body = self._inner(environ, begin)
        except BaseException:
            _finish(environ, entry)
            raise
        if isinstance(body, list):
            entry.size = sum(map(len, body))
        if entry.size is None:
            return _CountedBody(body, environ, entry)
        _finish(environ, entry)
        return body


class _CountedBody:
    """A body whose length shows only when it is sent, such as a long file in parts."""

    def __init__(
        self, body: Iterable[bytes], environ: WSGIEnvironment, entry: RequestEntry
    ) -> None:
        self._body = body
        self._environ = environ
        self._entry = entry
        self._open = True

    def __iter__(self) -> Iterator[bytes]:
        """Yield the parts, and log the request after the last."""
        size = 0
        for part in self._body:
            size += len(part)
            self._entry.size = size
            yield part
        self._log()

    def close(self) -> None:
        """Log a request whose reader went away, and close the body."""
        self._log()
        getattr(self._body, "close", lambda: None)()

    def _log(self) -> None:
        """Log the request once."""
        if self._open:
            self._open = False
            _finish(self._environ, self._entry)


def note_refusal(reason: str) -> None:
    """Say why the request of this moment was refused, for the event of its refusal."""
    entry = _current.get()
    if entry is not None:
        entry.refusal = reason


def set_up_request_log(app: Flask) -> None:
    """Log every request; call it when nothing more is put before the application."""
    app.wsgi_app = RequestLog(app.wsgi_app)  # type: ignore[method-assign]


def set_up_request_facts(app: Flask, engine: Engine) -> None:
    """Note for the line what only the application knows: route, person, statements."""

    @app.after_request
    def note(response: Response) -> Response:
        entry: RequestEntry | None = request.environ.get(ENTRY)
        if entry is not None:
            entry.route = request.url_rule.rule if request.url_rule else ""
            user = g.get("_login_user")  # flask-login's, where anything has asked for the person
            known = user is not None and user.is_authenticated
            entry.who = user.user.handle if known else ""
            entry.token = getattr(user, "token_number", 0)
        return response

    @event.listens_for(engine, "before_cursor_execute")
    def count(*_of_the_statement: object) -> None:
        entry = _current.get()
        if entry is not None:
            entry.statements += 1


def _finish(environ: WSGIEnvironment, entry: RequestEntry) -> None:
    """Log and count a request that is answered, and its refusal where it was one."""
    _current.set(None)
    seconds = time.perf_counter() - entry.began
    path = environ.get("PATH_INFO", "").encode("latin-1").decode(errors="replace")
    method = environ.get("REQUEST_METHOD", "")
    route = entry.route or (STATIC if path.startswith(STATIC) else NO_ROUTE)
    count_request(
        method=method,
        route=route,
        status=entry.status,
        seconds=seconds,
        statements=entry.statements,
        cached=entry.cached,
    )
    client = environ.get("REMOTE_ADDR", "")[:64]
    by = {"who": entry.who} | ({"token": entry.token} if entry.token else {})
    if reason := entry.refusal or REFUSALS.get(entry.status, ""):
        refused = {"path": path[:LONGEST], "status": entry.status}
        logger().warning("refusal", reason=reason, **refused, client=client, **by)
    if path in FOR_MACHINES and entry.status < FAILED:
        structlog.contextvars.clear_contextvars()
        return
    logger().info(
        "request",
        method=method[:20],
        path=path[:LONGEST],
        route=route,
        status=entry.status,
        ms=round(seconds * 1000, 2),
        bytes=entry.size,
        statements=entry.statements,
        client=client,
        **by,
        cached=entry.cached,
        request_id=entry.request_id,
    )
    structlog.contextvars.clear_contextvars()


def _length(headers: list[tuple[str, str]]) -> int | None:
    """Return the length that the headers of a response give, where they do."""
    for name, value in headers:
        if name.lower() == "content-length":
            return int(value)
    return None
