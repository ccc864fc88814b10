"""The outbox: letters are put in by the transaction of whoever sends, and taken out one by one.

Who takes a letter has it for LEASE: no other process takes it meanwhile, and when the taker dies
the next one sends it. What the taker reports counts only while the letter is still its own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from tracker.errors import Conflict, NotFound
from tracker.jobs.states import JobState
from tracker.jobs.store import NewJob, add_job
from tracker.jobs.tables import Job
from tracker.mail.kinds import MailKind, MailState
from tracker.mail.tables import Mail
from tracker.periods import utc_now
from tracker.words import say

SENDING = "mail"
"""The kind of the jobs that send letters, and their owner."""
LEASE = timedelta(minutes=15)
"""How long a letter is its taker's: longer than any talk with a server may last."""
WAITS = tuple(timedelta(minutes=one) for one in (1, 5, 30, 120, 360, 720, 1440))
"""The time from each attempt that failed to the next; after the last one the letter has failed."""
MANY = 1_000_000


class Taken(NamedTuple):
    """A letter that this process has taken, to be sent; `attempt` is its number."""

    number: int
    kind: MailKind
    handle: str
    about: Mapping[str, Any]
    put_at: datetime
    attempt: int


def put(session: Session, kind: MailKind, handle: str, about: Mapping[str, Any]) -> None:
    """Put a letter into the outbox, inside transaction(), and a job that sends what waits."""
    now = utc_now()
    session.add(
        Mail(kind=kind.value, handle=handle, about=dict(about), put_at=now, next_try_at=now)
    )
    session.flush()
    ask_for_sending(session)


def ask_for_sending(session: Session) -> None:
    """Let a job send what waits, inside transaction(), unless one waits to begin."""
    waits = select(Job.id).where(Job.kind == SENDING, Job.state == JobState.QUEUED).limit(1)
    if session.exec(waits).first() is None:
        add_job(session, NewJob(SENDING, SENDING, {}), per_person=MANY)


def take_next(session: Session, now: datetime) -> Taken | None:
    """Take the letter that is due and was put in first, inside transaction()."""
    statement = (
        select(Mail)
        .where(col(Mail.state) == MailState.WAITING, col(Mail.next_try_at) <= now)
        .order_by(col(Mail.id))
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    mail = session.exec(statement).first()
    if mail is None:
        return None
    mail.attempts, mail.next_try_at = mail.attempts + 1, now + LEASE
    session.flush()
    return Taken(
        mail.id or 0, MailKind(mail.kind), mail.handle, mail.about, mail.put_at, mail.attempts
    )


def note_sent(session: Session, taken: Taken) -> None:
    """Record that the server has taken a letter, inside transaction()."""
    _end(session, taken, MailState.SENT, "")


def note_dropped(session: Session, taken: Taken) -> None:
    """Record that nobody is to have a letter any more, inside transaction()."""
    _end(session, taken, MailState.DROPPED, "")


def note_failed(session: Session, taken: Taken, fault: str, *, for_good: bool) -> MailState:
    """Record that an attempt failed, inside transaction(); return the state of the letter."""
    if for_good or taken.attempt > len(WAITS):
        _end(session, taken, MailState.FAILED, fault)
        return MailState.FAILED
    again = utc_now() + WAITS[taken.attempt - 1]
    session.execute(_own(taken).values(next_try_at=again, fault=fault[:80]))
    return MailState.WAITING


def send_again(session: Session, number: int) -> None:
    """Let a letter that has failed wait again, inside transaction(); raises NotFound, Conflict."""
    mail = session.get(Mail, number, with_for_update=True)
    if mail is None:
        raise NotFound(say("There is no letter with this number."))
    if mail.state is not MailState.FAILED:
        raise Conflict(say("Only a letter that has failed is sent again."))
    mail.state, mail.attempts, mail.next_try_at = MailState.WAITING, 0, utc_now()
    mail.ended_at = None
    session.add(mail)
    session.flush()
    ask_for_sending(session)


def list_mail(session: Session, state: MailState | None = None, most: int = 200) -> Sequence[Mail]:
    """Return the newest letters of the outbox, those in one state where one is named."""
    statement = select(Mail).order_by(col(Mail.id).desc()).limit(most)
    if state is not None:
        statement = statement.where(Mail.state == state)
    return session.exec(statement).all()


def count_mail(session: Session) -> dict[MailState, int]:
    """Count the letters in each state."""
    statement = select(Mail.state, func.count(col(Mail.id))).group_by(col(Mail.state))
    found = {MailState(state): number for state, number in session.execute(statement)}
    return {state: found.get(state, 0) for state in MailState}


def _end(session: Session, taken: Taken, state: MailState, fault: str) -> None:
    """Record the end of a letter, if it is still the taker's."""
    session.execute(_own(taken).values(state=state, ended_at=utc_now(), fault=fault[:80]))


def _own(taken: Taken) -> Any:  # noqa: ANN401 - an update statement, which SQLAlchemy leaves open
    """Return the change of a letter that nobody else has taken since."""
    return update(Mail).where(
        col(Mail.id) == taken.number,
        col(Mail.state) == MailState.WAITING,
        col(Mail.attempts) == taken.attempt,
    )
