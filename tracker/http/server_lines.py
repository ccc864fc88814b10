"""Lines of the server itself, and of libraries, as JSON in the shape of our own."""

import logging
from datetime import UTC, datetime

import structlog
from structlog.typing import EventDict, Processor

from tracker.http.log_texts import hide_addresses

STEPS: list[Processor] = [hide_addresses, structlog.processors.JSONRenderer()]


class JsonLine(logging.Formatter):
    """A formatter of logging that writes one JSON text for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record, with its trace where it has one."""
        line: EventDict = {
            "event": record.getMessage(),
            "logger": record.name,
            "level": record.levelname.lower(),
            "pid": record.process,
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        for step in STEPS:
            line = step(None, record.levelname, line)  # type: ignore[assignment] # text at the end
        return str(line)


def json_logging() -> dict[str, object]:
    """Return what gunicorn and logging need, so that every line is one JSON text."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "root": {"level": "WARNING", "handlers": ["console"]},
        "loggers": {
            "gunicorn.error": {
                "level": "INFO",
                "handlers": ["console"],
                "propagate": False,
                "qualname": "gunicorn.error",
            },
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "stream": "ext://sys.stderr",
            },
        },
        "formatters": {"json": {"()": JsonLine}},
    }
