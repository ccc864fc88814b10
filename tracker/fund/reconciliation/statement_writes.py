"""Writes certified statements, their figures and reconciling items, with records in the trail."""

from dataclasses import asdict

from sqlmodel import Session, col, select

from tracker.errors import Conflict, Fault, InvalidDraft, NotFound
from tracker.fund.reconciliation.statement_comparison import line_of
from tracker.fund.reconciliation.statement_rules import (
    FigureDraft,
    StatementDraft,
    explanation_faults,
    figure_faults,
    statement_faults,
)
from tracker.fund.tables.donors import Donor
from tracker.fund.tables.statements import CertifiedFigure, CertifiedStatement, FigureExplanation
from tracker.people.audit import Change, lock_record, record
from tracker.people.subjects import Subject
from tracker.periods import utc_now
from tracker.reference.record_codes import expect_free, taken_codes
from tracker.words import say


def find_statement(session: Session, reference: str) -> CertifiedStatement:
    """Return the statement of that reference; raises NotFound."""
    statement = select(CertifiedStatement).where(CertifiedStatement.reference == reference)
    found = session.exec(statement).first()
    if found is None:
        raise NotFound(say("no statement has the reference '%(name)s'", name=reference))
    return found


def add_statement(session: Session, draft: StatementDraft, actor: str) -> CertifiedStatement:
    """Add a statement without figures; raises InvalidDraft, or Conflict for a reference on file."""
    lock_record(session)
    faults = statement_faults(draft)
    if faults:
        raise InvalidDraft(faults)
    taken = taken_codes(session.exec(select(CertifiedStatement.reference)))
    on_record = say("the reference %(name)s is taken", name=draft.reference)
    expect_free("reference", draft.reference, taken, on_record)
    row = CertifiedStatement(**asdict(draft))
    session.add(row)
    session.flush()
    new = asdict(draft) | {"issued_on": draft.issued_on.isoformat()}
    record(session, actor, Change("add", Subject.CERTIFIED_STATEMENT, draft.reference, new=new))
    return row


def add_figure(session: Session, reference: str, draft: FigureDraft, actor: str) -> int:
    """Add a figure to a statement and return its number; raises InvalidDraft."""
    lock_record(session)
    statement = find_statement(session, reference)
    faults = figure_faults(draft, set(session.exec(select(Donor.code))))
    before = session.exec(
        select(CertifiedFigure).where(
            CertifiedFigure.statement_id == statement.id,
            col(CertifiedFigure.donor_code) == draft.donor,
            CertifiedFigure.item == draft.item,
        )
    ).first()
    if before is not None:
        why = say("this figure is on record; open it to change it, with a reason")
        faults.append(Fault("item", why))
    if faults:
        raise InvalidDraft(faults)
    row = CertifiedFigure(
        statement_id=statement.id or 0,
        donor_code=draft.donor,
        item=draft.item,
        minor=draft.minor,
    )
    session.add(row)
    session.flush()
    new = {"minor": draft.minor}
    record(session, actor, Change("add", Subject.CERTIFIED_FIGURE, _name(reference, row), new=new))
    return row.id or 0


def change_figure(
    session: Session, reference: str, number: int, *, minor: int, actor: str, why: str
) -> None:
    """Correct a figure that was typed or imported wrongly; its reconciling items stay."""
    lock_record(session)
    row = _figure(session, reference, number)
    draft = FigureDraft(row.donor_code, row.item, minor)
    faults = figure_faults(draft, {row.donor_code})
    if not why:
        faults.append(Fault("why", say("say why it is changed")))
    if faults:
        raise InvalidDraft(faults)
    old, row.minor = row.minor, minor
    session.add(row)
    change = Change(
        "change",
        Subject.CERTIFIED_FIGURE,
        _name(reference, row),
        {"minor": old},
        {"minor": minor},
        why,
    )
    record(session, actor, change)


def explain(
    session: Session, reference: str, number: int, *, minor: int, text: str, actor: str
) -> None:
    """Add a reconciling item; raises InvalidDraft for more than the open difference.

    The open difference is read under the lock of all writers, so that two users cannot explain
    the same part.
    """
    lock_record(session)
    row = _figure(session, reference, number)
    faults = explanation_faults(line_of(session, reference, number).comparison, minor, text)
    if faults:
        raise InvalidDraft(faults)
    session.add(
        FigureExplanation(
            figure_id=number, minor=minor, text=text, made_by=actor, made_at=utc_now()
        )
    )
    new = {"minor": minor, "text": text}
    record(
        session, actor, Change("add", Subject.FIGURE_EXPLANATION, _name(reference, row), new=new)
    )


def withdraw(session: Session, reference: str, number: int, *, actor: str, why: str) -> None:
    """Withdraw a reconciling item, which stays on record as withdrawn; raises Conflict."""
    lock_record(session)
    found = session.get(FigureExplanation, number)
    if found is None:
        raise NotFound(say("there is nothing under that name"))
    row = _figure(session, reference, found.figure_id)
    if not why:
        raise InvalidDraft([Fault("why", say("say why it is withdrawn"))])
    if found.withdrawn_at is not None:
        raise Conflict(say("this explanation was withdrawn before"))
    found.withdrawn_by, found.withdrawn_at, found.withdrawn_why = actor, utc_now(), why
    session.add(found)
    old = {"minor": found.minor, "text": found.text}
    record(
        session,
        actor,
        Change("withdraw", Subject.FIGURE_EXPLANATION, _name(reference, row), old, why=why),
    )


def _figure(session: Session, reference: str, number: int) -> CertifiedFigure:
    """Return a figure of a statement; raises NotFound."""
    row = session.get(CertifiedFigure, number)
    if row is None or row.statement_id != find_statement(session, reference).id:
        raise NotFound(say("there is nothing under that name"))
    return row


def _name(reference: str, row: CertifiedFigure) -> str:
    """Return the name of a figure in the trail."""
    return f"{reference} {row.donor_code or 'all'} {row.item.value}"
