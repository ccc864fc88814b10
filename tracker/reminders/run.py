"""The run of a day: who is reminded of what, once, and the digest of the week."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session, col, delete, select

from tracker.mail.kinds import MailKind
from tracker.mail.outbox import put
from tracker.mail.switches import read_switches
from tracker.people.audit import await_writers
from tracker.people.tables import User
from tracker.people.users import as_current_user
from tracker.periods import Span
from tracker.reminders.concerns import concerns, kinds_for
from tracker.reminders.matters import WEEK, Matter, list_matters
from tracker.reminders.tables import Reminder

LATE = timedelta(days=3)
"""How late a reminder is still sent, where a day was left out."""
KEPT = timedelta(days=400)
DAY, SUBJECTS = "day", "subjects"
"""The names of what the letters of reminders are about."""
Key = tuple[str, str, date]
"""Kind, subject and day of a reminder."""


@dataclass(frozen=True, slots=True)
class ReminderRun:
    """The reminders of a run: so many, in so many letters."""

    reminders: int
    letters: int


@dataclass(slots=True)
class _Post:
    """What a user is reminded of in this run, by kind."""

    subjects: dict[MailKind, list[str]] = field(default_factory=lambda: defaultdict(list))


def run_reminders(session: Session, day: date) -> ReminderRun:
    """Put the reminders of a day into the outbox, inside transaction().

    Each goes to a user once for its kind, subject and day, however often the day is run. What was
    left out in the last days before goes with it.
    """
    await_writers(session)
    session.execute(delete(Reminder).where(col(Reminder.day) < day - KEPT))
    matters = list_matters(session, Span(day - LATE, day + WEEK))
    off, sent = read_switches(session), _sent(session, day)
    users = select(User).where(col(User.active).is_(True), col(User.password_hash) != "")
    reminders = letters = 0
    for user in session.exec(users.order_by(col(User.id))).all():
        number = user.id or 0
        wanted = kinds_for(as_current_user(user)) - off.get(number, frozenset())
        post = _Post()
        for kind, subject, on in _keys(user, matters, day):
            if kind in wanted and (number, kind.value, subject, on) not in sent:
                session.add(Reminder(person_id=number, kind=kind.value, subject=subject, day=on))
                post.subjects[kind].append(subject)
                reminders += 1
        for kind, subjects in sorted(post.subjects.items()):
            put(session, kind, user.handle, {DAY: day.isoformat(), SUBJECTS: subjects})
            letters += 1
    session.flush()
    return ReminderRun(reminders, letters)


def _keys(user: User, matters: list[Matter], day: date) -> list[tuple[MailKind, str, date]]:
    """Return kind, subject and day of what a user is to be reminded of by a day."""
    who = as_current_user(user)
    found = [
        (one.kind, one.subject, on)
        for one in matters
        if concerns(who, one)
        for on in (one.due_on - WEEK, one.due_on)
        if day - LATE <= on <= day
    ]
    monday = day - timedelta(days=day.weekday())
    if day - monday <= LATE:
        found.append((MailKind.WEEKLY_DIGEST, monday.isoformat(), monday))
    return found


def _sent(session: Session, day: date) -> frozenset[tuple[int, str, str, date]]:
    """Return the reminders of these days that were sent."""
    statement = select(Reminder).where(col(Reminder.day) >= day - LATE)
    return frozenset(
        (one.person_id, one.kind, one.subject, one.day) for one in session.exec(statement)
    )
