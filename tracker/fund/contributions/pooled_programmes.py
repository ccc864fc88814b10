"""The programmes whose money finance officers have marked as pooled, and since when."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.assistance.tables.activities import Programme
from tracker.day_bounds import planned_fault
from tracker.errors import Conflict, InvalidDraft, InvalidInput, NotFound
from tracker.fund.tables.pools import PooledProgramme
from tracker.people.audit import Change, lock_record, record
from tracker.people.subjects import Subject
from tracker.periods import Span, today
from tracker.words import say


class PooledProgrammes(NamedTuple):
    """The spans of days in which the money of programmes is pooled, by the programme's code."""

    spans: Mapping[str, tuple[Span, ...]]

    def on(self, programme: str, day: date) -> bool:
        """Tell whether the money of a programme is pooled on a day."""
        return any(day in span for span in self.spans.get(programme, ()))


def pooled_programmes(session: Session) -> PooledProgrammes:
    """Read which programmes are pooled."""
    found: dict[str, tuple[Span, ...]] = {}
    statement = select(PooledProgramme).order_by(col(PooledProgramme.from_on))
    for row in session.exec(statement):
        found[row.programme] = (*found.get(row.programme, ()), Span(row.from_on, row.until_on))
    return PooledProgrammes(found)


def spans_of(session: Session, code: str) -> tuple[Span, ...]:
    """Return the spans of days in which the money of a programme is pooled, in their order."""
    return pooled_programmes(session).spans.get(code, ())


def pool_programmes(
    session: Session, codes: Iterable[str], from_on: date, actor: str, why: str
) -> None:
    """Mark the money of programmes as pooled from a day on, where it is not yet.

    Raises InvalidDraft for a day that is out of bounds.
    """
    lock_record(session)
    if fault := planned_fault("from_on", from_on, today()):
        raise InvalidDraft([fault])
    for code in codes:
        if _open_span(session, code) is None:
            _expect_programme(session, code)
            session.add(PooledProgramme(programme=code, from_on=from_on))
            facts = {"pooled_from": from_on.isoformat()}
            record(session, actor, Change("pool", Subject.PROGRAMME, code, new=facts, why=why))
    session.flush()


def end_pooling(session: Session, code: str, until_on: date, actor: str, why: str) -> None:
    """Let the money of a programme be pooled no more after a day."""
    lock_record(session)
    span = _open_span(session, code)
    if span is None:
        raise Conflict(say("the money of %(programme)s is not pooled", programme=code), "until_on")
    if until_on < span.from_on:
        raise InvalidInput(say("it is pooled from %(day)s on", day=span.from_on), "until_on")
    if fault := planned_fault("until_on", until_on, today()):
        raise InvalidDraft([fault])
    span.until_on = until_on
    session.add(span)
    session.flush()
    facts = {"pooled_until": until_on.isoformat()}
    record(session, actor, Change("end_pooling", Subject.PROGRAMME, code, new=facts, why=why))


def _open_span(session: Session, code: str) -> PooledProgramme | None:
    """Return the span that goes on, None where there is none."""
    statement = select(PooledProgramme).where(
        PooledProgramme.programme == code, col(PooledProgramme.until_on).is_(None)
    )
    return session.exec(statement).first()


def _expect_programme(session: Session, code: str) -> None:
    """Refuse a programme that is not on record."""
    if session.exec(select(Programme.id).where(Programme.code == code)).first() is None:
        if not code.strip():
            raise InvalidInput(say("choose a programme"), "programme")
        raise NotFound(say("no programme has the code '%(code)s'", code=code))
