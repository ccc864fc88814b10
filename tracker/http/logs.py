"""Logs as JSON, one line an event: each request, and each error with its trace."""

import logging
import sys
import time
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request
from structlog.typing import FilteringBoundLogger

REQUEST_ID = "X-Request-Id"
"""The header of a response that names its line in the log."""

QUIET = frozenset({"/healthz", "/readyz"})


def set_up_logs(app: Flask, *, level: str) -> None:
    """Write a line for every request, to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level, logging.INFO)
        ),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        g.request_id = uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        request_id = g.get("request_id", "")
        response.headers[REQUEST_ID] = request_id
        if request.path not in QUIET:
            log_request(
                method=request.method,
                path=request.path,
                status=response.status_code,
                began=g.get("began", time.perf_counter()),
                size=response.content_length,
                request_id=request_id,
                cached=False,
            )
        return response


def log_request(
    *,
    method: str,
    path: str,
    status: int,
    began: float,
    size: int | None,
    request_id: str,
    cached: bool,
) -> None:
    """Write the line of one request; `began` is of `time.perf_counter`, `size` in bytes."""
    logger().info(
        "request",
        method=method,
        path=path,
        status=status,
        ms=round((time.perf_counter() - began) * 1000, 2),
        bytes=size,
        request_id=request_id,
        cached=cached,
    )


def logger() -> FilteringBoundLogger:
    """Return the logger of the application."""
    found: FilteringBoundLogger = structlog.get_logger()
    return found
