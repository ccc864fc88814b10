"""The letters of reminders and of the weekly digest, made of the record when they are sent."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from sqlmodel import Session

from tracker.mail.kinds import MailKind
from tracker.mail.letter import Letter
from tracker.mail.letters import WRITERS, Writer, Writers
from tracker.people.tables import User
from tracker.people.users import as_current_user
from tracker.periods import Span
from tracker.reminders.concerns import concerns
from tracker.reminders.digest import digest_lines
from tracker.reminders.matters import READERS, WEEK, Matter, list_matters
from tracker.reminders.run import DAY, LATE, SUBJECTS
from tracker.words import say

TITLES: Mapping[MailKind, Callable[[], str]] = {
    MailKind.INSTALMENT_DUE: lambda: say("Instalments due"),
    MailKind.REPORT_DUE: lambda: say("Reports due to donors"),
    MailKind.USE_ENDS: lambda: say("Periods of use that end"),
    MailKind.ACTIVITY_DAYS: lambda: say("Activities that start or end"),
    MailKind.APPROVAL_WAITS: lambda: say("Waiting for your approval"),
    MailKind.ACTIVITY_SUBMITTED: lambda: say("Activities wait for publication"),
    MailKind.ACTIVITY_DECIDED: lambda: say("Decisions on your activities"),
    MailKind.WEEKLY_DIGEST: lambda: say("Your week at the Article 30 Tracker"),
}
"""The subjects of letters, and the names of their kinds."""


def _reminder_of(kind: MailKind) -> Writer:
    """Return the writer of the reminders of a kind."""

    def write(session: Session, reader: User, about: Mapping[str, Any]) -> Letter | None:
        subjects = set(about[SUBJECTS])
        lines = tuple(
            (one.said, one.path)
            for one in _own_matters(session, reader, _days(about))
            if one.kind is kind and one.subject in subjects
        )
        return Letter(TITLES[kind](), (_opened(kind),), lines=lines + _switch()) if lines else None

    return write


def _digest(session: Session, reader: User, about: Mapping[str, Any]) -> Letter | None:
    """Write the digest: what waits, what is due within a week, what has changed in the last."""
    day = date.fromisoformat(about[DAY])
    week = Span(day, day + WEEK)
    due = tuple((one.said, one.path) for one in _own_matters(session, reader, week))
    since = datetime.combine(day - WEEK, time(), UTC)
    lines = (*digest_lines(session, as_current_user(reader), since), *due)
    if not lines:
        return None
    said = say("What waits, what is due in the next seven days, and what has changed in the last.")
    return Letter(TITLES[MailKind.WEEKLY_DIGEST](), (said,), lines=lines + _switch())


def _own_matters(session: Session, reader: User, days: Span) -> list[Matter]:
    """Return the matters of these days that concern a reader as the rights are now."""
    who = as_current_user(reader)
    return [one for one in list_matters(session, days) if concerns(who, one)]


def _days(about: Mapping[str, Any]) -> Span:
    """Return the days of the matters that a run has looked at."""
    day = date.fromisoformat(about[DAY])
    return Span(day - LATE, day + WEEK)


def _opened(kind: MailKind) -> str:
    """Return the sentence with which a reminder begins."""
    if kind is MailKind.APPROVAL_WAITS:
        return say("Another person has prepared this, and nobody has decided on it so far.")
    return say("You are reminded a week before and on the day.")


def _switch() -> tuple[tuple[str, str], ...]:
    """Return the line that leads to the switches."""
    return ((say("Choose which letters you get"), "/home/letters"),)


REMINDER_WRITERS: Writers = {
    **{kind: _reminder_of(kind) for kind in READERS},
    MailKind.WEEKLY_DIGEST: _digest,
}
ALL_WRITERS: Writers = {**WRITERS, **REMINDER_WRITERS}
"""Who writes the letters of all kinds."""
