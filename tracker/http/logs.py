"""Logs as JSON, one line an event: requests, sign-ins, refusals, decisions, errors with a trace.

A line is one JSON text with all that is no plain letter escaped, so that nothing that a stranger
sends can begin another line. What stands in the query of an address is never logged, and no
password, token or e-mail address: people are named by their handle.
"""

import logging
import sys

import structlog
from structlog.typing import FilteringBoundLogger, Processor

from tracker.http.log_texts import hide_addresses
from tracker.http.metrics import count_event

STEPS: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def set_up_logs(*, level: str) -> None:
    """Write every event of that level or above to standard error."""
    structlog.configure(
        processors=[
            count_event,
            *STEPS,
            structlog.processors.format_exc_info,
            hide_addresses,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level, logging.INFO)
        ),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def logger() -> FilteringBoundLogger:
    """Return the logger of the application."""
    found: FilteringBoundLogger = structlog.get_logger()
    return found
