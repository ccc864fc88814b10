"""The names of the files of reports."""

import re

from tracker.reports.content.report import ReportKind
from tracker.reports.register.tables import RegisteredReport
from tracker.reports.renderings.forms import Format

NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


def file_name(row: RegisteredReport, form: Format, language: str, *, numbered: bool = True) -> str:
    """Return the name of a file: of a statement its donor and days, else the report's last day."""
    if row.kind is ReportKind.STATEMENT:
        days = [day.isoformat() for day in (row.first_day, row.last_day) if day is not None]
        parts = [NOT_IN_NAMES.sub("_", row.subject), *days]
        parts = ["statement", str(row.id), *parts] if numbered else parts
    else:
        parts = ["report", str(row.id), row.last_day.isoformat()]
    return "-".join([*parts, language]) + f".{form}"
