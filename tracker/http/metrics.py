"""Counts and times for a monitor, added up over all processes of the server.

Names and labels are those of Prometheus. A label is a route, such as /contributions/<ref>, never an
address, and each has few values, so that no stranger can make the counts grow.
"""

import os

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from structlog.typing import EventDict

from tracker.http.metric_files import share_counts
from tracker.server_variables import COUNTS_FOLDER

OTHER = "other"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

share_counts()
REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "tracker_requests",
    "Requests answered.",
    ["method", "route", "status"],
    registry=REGISTRY,
)
REQUEST_SECONDS = Histogram(
    "tracker_request_seconds",
    "Time to answer a request.",
    ["route"],
    buckets=SECONDS,
    registry=REGISTRY,
)
STATEMENTS = Counter(
    "tracker_statements", "Statements sent to the database.", ["route"], registry=REGISTRY
)
CACHED = Counter(
    "tracker_cached_responses", "Requests answered by the page cache.", registry=REGISTRY
)
ACCESS = Counter("tracker_access", "Sign-ins and sign-outs.", ["access"], registry=REGISTRY)
REFUSALS = Counter("tracker_refusals", "Requests refused.", ["reason"], registry=REGISTRY)
DECISIONS = Counter(
    "tracker_decisions", "Decisions recorded.", ["subject", "action"], registry=REGISTRY
)
ERRORS = Counter("tracker_errors", "Errors in the log.", registry=REGISTRY)


def count_request(
    *, method: str, route: str, status: int, seconds: float, statements: int, cached: bool
) -> None:
    """Count one request that was answered."""
    known = method if method in METHODS else OTHER
    REQUESTS.labels(known, route, str(status)).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)
    if statements:
        STATEMENTS.labels(route).inc(statements)
    if cached:
        CACHED.inc()


def count_event(_logger: object, level: str, event: EventDict) -> EventDict:
    """Count an event of the log, as one of structlog's processors; returns it as it is."""
    match event.get("event"):
        case "access":
            ACCESS.labels(event["access"]).inc()
        case "refusal":
            REFUSALS.labels(event["reason"]).inc()
        case "decision":
            DECISIONS.labels(event["subject"], event["action"]).inc()
    if level in ("error", "critical", "exception"):
        ERRORS.inc()
    return event


def exposition() -> bytes:
    """Return all counts in the text format of Prometheus, of all processes where there are more."""
    if COUNTS_FOLDER not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
