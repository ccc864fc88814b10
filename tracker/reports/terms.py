"""The terms of a report: what it is drawn by, and drawn again by years later."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.reports.content.report import Masthead, ReportKind

EMPTY_MASTHEAD = Masthead()
"""The head of a document of which nobody has typed anything."""


@dataclass(frozen=True, slots=True)
class ReportTerms:
    """The kind of a report, its period, both dates, its subject and the typed head.

    `last` is the period's last day and `as_at`, unless one says otherwise, the same; `known_at` is
    the moment of the first drawing. `subject` is the code of a donor, a programme, an activity or a
    tool; `contributions` narrow a statement, none are all. `data_version` and `licence` are
    those of the first drawing; `reason` is that of a corrigendum.
    """

    kind: ReportKind
    first: date | None
    last: date
    as_at: date
    known_at: datetime
    subject: str = ""
    contributions: tuple[str, ...] = ()
    session: str = ""
    masthead: Masthead = EMPTY_MASTHEAD
    data_version: int = 0
    licence: str = ""
    reason: str = ""
