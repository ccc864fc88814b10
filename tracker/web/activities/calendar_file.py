"""Activities as a calendar file (RFC 5545): a day or days each, without a time."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from tracker.assistance.activity_calendar import CalendarActivity

LONGEST_LINE = 73  # bytes, after which a line goes on in the next

LAST = date.max - timedelta(days=1)
"""The last day behind which there is another one."""


def calendar_file(
    activities: Iterable[CalendarActivity], page_of: Callable[[str], str], at: datetime
) -> str:
    """Return the file; `page_of` returns the whole address of an activity's page by its code."""
    stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Article 30 Tracker//Activities//EN"]
    for one in activities:
        page = page_of(one.code)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{page}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{_day(one.starts)}",
            f"DTEND;VALUE=DATE:{_day(min(one.ends, LAST) + timedelta(days=1))}",
            f"SUMMARY:{_text(f'{one.code}: {one.title}')}",
            *([f"LOCATION:{_text(one.venue)}"] if one.venue else []),
            f"STATUS:{_status(one)}",
            f"URL:{page}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _status(one: CalendarActivity) -> str:
    """Return what a calendar is told of an activity."""
    if one.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if one.planned else "CONFIRMED"


def _day(day: date) -> str:
    """Write a day."""
    return f"{day:%Y%m%d}"


def _text(text: str) -> str:
    """Escape a text."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(escaped.split())


def _folded(line: str) -> Iterator[str]:
    """Cut a line that is too long, between letters; what follows begins with a blank."""
    part, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + width
    yield part
