"""The sessions that the secretariat has added: drafts, their faults, adding and changing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from tracker.day_bounds import FIRST_DAY
from tracker.errors import Conflict, Fault, InvalidDraft, NotFound
from tracker.people.audit import Change, lock_record, record, record_all
from tracker.people.subjects import Subject
from tracker.periods import today
from tracker.reference.sessions import BodySession, SessionBody, in_order, sessions_on_file
from tracker.reference.tables import AddedSession
from tracker.versions import content_of, require_version
from tracker.words import say

MOST_NUMBER = 999
YEARS_AHEAD = 10
LONGEST = timedelta(days=366)
"""What a session lasts at most, with those that were resumed."""


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """A session before it is written; `place` is "" where its source names none."""

    body: SessionBody
    number: int
    first_day: date
    last_day: date
    place: str = ""
    source: str = ""

    @property
    def code(self) -> str:
        """The code in addresses."""
        return self.as_session().code

    def as_session(self) -> BodySession:
        """Return the session as figures use it."""
        return BodySession(
            self.body, self.number, self.first_day, self.last_day, self.place, self.source
        )


def session_faults(draft: SessionDraft, others: Sequence[BodySession]) -> list[Fault]:
    """Return all faults of a draft beside the other sessions, field by field."""
    faults = []
    if not 0 < draft.number <= MOST_NUMBER:
        faults.append(Fault("number", say("a session has a number from 1 to 999")))
    faults.extend(_day_faults(draft.first_day, draft.last_day))
    if not draft.source.strip():
        faults.append(Fault("source", say("say where the dates are from")))
    same_body = [one for one in others if one.body == draft.body]
    if any(one.first <= draft.last_day and draft.first_day <= one.last for one in same_body):
        faults.append(Fault("first_day", say("the body had another session on these days")))
    if any((one.number < draft.number) != (one.last < draft.first_day) for one in same_body):
        faults.append(Fault("number", say("sessions of a body are numbered in their order")))
    return faults


def _day_faults(first: date, last: date) -> list[Fault]:
    """Return the faults of the days of a session."""
    faults = []
    latest = date(today().year + YEARS_AHEAD, 12, 31)
    for field, day in (("first_day", first), ("last_day", last)):
        if not FIRST_DAY <= day <= latest:
            bounds = say(
                "a session is held from %(first)s to %(last)s", first=FIRST_DAY, last=latest
            )
            faults.append(Fault(field, bounds))
    if faults:
        return faults
    if last < first:
        return [Fault("last_day", say("the session ends before it begins"))]
    if last - first > LONGEST:
        return [Fault("last_day", say("a session lasts a year at most"))]
    return []


def all_sessions(session: Session) -> tuple[BodySession, ...]:
    """Return the sessions of the product's own list and those that were added."""
    rows = session.exec(select(AddedSession).order_by(col(AddedSession.id))).all()
    return in_order([*sessions_on_file(), *(read_session(row).as_session() for row in rows)])


def add_sessions(session: Session, drafts: Sequence[SessionDraft], actor: str) -> list[str]:
    """Add sessions; return their codes. Raises InvalidDraft, and Conflict for one on record."""
    lock_record(session)
    known = list(all_sessions(session))
    for draft in drafts:
        if any(one.code == draft.code for one in known):
            raise Conflict(say("the session %(code)s is on record", code=draft.code), "number")
        faults = session_faults(draft, known)
        if faults:
            raise InvalidDraft(faults)
        known.append(draft.as_session())
    session.add_all([AddedSession(**asdict(draft)) for draft in drafts])
    session.flush()
    record_all(
        session,
        actor,
        (Change("add", Subject.SESSION, draft.code, new=content_of(draft)) for draft in drafts),
    )
    return [draft.code for draft in drafts]


def change_session(
    session: Session,
    code: str,
    draft: SessionDraft,
    actor: str,
    why: str,
    *,
    version: str | None = None,
) -> None:
    """Change the days, place or source of a session that was added.

    Raises NotFound, InvalidDraft, and ChangedMeanwhile for another `version`.
    """
    lock_record(session)
    row = find_added_session(session, code)
    before = read_session(row)
    require_version(before, version)
    others = [one for one in all_sessions(session) if one.code != code]
    faults = session_faults(draft, others)
    if draft.code != code:
        faults.append(Fault("number", say("the body and the number of a session never change")))
    if faults:
        raise InvalidDraft(faults)
    for name, value in asdict(draft).items():
        setattr(row, name, value)
    session.add(row)
    change = Change("change", Subject.SESSION, code, content_of(before), content_of(draft), why)
    record(session, actor, change)


def find_added_session(session: Session, code: str) -> AddedSession:
    """Return the session that was added with a code; raises NotFound."""
    rows = session.exec(select(AddedSession).order_by(col(AddedSession.id)))
    for row in rows:
        if read_session(row).code == code:
            return row
    raise NotFound(say("no session that was added has the code %(code)s", code=code))


def read_session(row: AddedSession) -> SessionDraft:
    """Return the draft of a session that was added."""
    return SessionDraft(row.body, row.number, row.first_day, row.last_day, row.place, row.source)
