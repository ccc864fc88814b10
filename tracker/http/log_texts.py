"""What is taken out of the texts of the log: e-mail addresses, which errors may quote."""

import re

from structlog.typing import EventDict

ADDRESS = re.compile(r"[^\s\"'<>()=,;:/\\@]+@[^\s\"'<>()=,;:/\\@]+\.[^\s\"'<>()=,;:/\\@]+")
HIDDEN = "[address]"


def hide_addresses(_logger: object, _level: str, event: EventDict) -> EventDict:
    """Put [address] for every e-mail address in an event, as one of structlog's processors."""
    for name, value in event.items():
        if isinstance(value, str) and "@" in value:
            event[name] = ADDRESS.sub(HIDDEN, value)
    return event
