"""References of documents from an accounting system, whichever way their numbers were written.

A spreadsheet that takes 002 for a number writes 2, and a program that takes it for a measure 2.0:
all are the same line. A row takes the reference under which its entry is on record.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from sqlmodel import Session, col, select

from tracker.assistance.tables.activities import Activity
from tracker.fund.ledger.book_loader import batches
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.stored_instructions import from_json
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest

AROUND = timedelta(days=62)
"""How far from the days of a sheet the same documents may be on record with another day."""
PARTING = "/"
NUMBER = re.compile(r"([0-9]+)(?:\.0+)?")


def reference_of(document: str, line: str, activity: str, account: str) -> str:
    """Return the reference of a document's amount for an activity and an account."""
    return PARTING.join(part for part in (document, line, activity, account) if part)


def document_key(reference: str) -> str:
    """Return the text by which references of documents are compared: their numbers, any case."""
    return PARTING.join(map(_without_zeros, reference.lower().split(PARTING)))


def _without_zeros(part: str) -> str:
    """Return a number without zeros before it and behind its point; another text as it is."""
    number = NUMBER.fullmatch(part)
    return number[1].lstrip("0") or "0" if number else part


def recorded_references(
    session: Session, activities: Collection[str], days: Collection[date]
) -> dict[str, str]:
    """Return the references of expenditures on record or waiting, by the key of the document.

    Those of the activities are read, around the days of a sheet.
    """
    found: dict[str, str] = {}
    if days:
        for batch in batches(sorted(set(activities))):
            statement = (
                select(LedgerEntry.reference)
                .join(Activity, col(Activity.id) == col(LedgerEntry.activity_id))
                .where(
                    col(Activity.code).in_(batch),
                    LedgerEntry.kind == EntryKind.EXPENDITURE,
                    col(LedgerEntry.effective_on).between(_before(min(days)), _after(max(days))),
                )
                .order_by(col(LedgerEntry.id))
            )
            _note(found, session.exec(statement))
        _note(found, _waiting(session))
    return found


def _waiting(session: Session) -> Iterable[str]:
    """Yield the references of expenditures that wait for approval."""
    waiting = select(ApprovalRequest).where(ApprovalRequest.state == ApprovalRequestState.WAITING)
    for request in session.exec(waiting):
        for one in from_json(request.orders):
            if one.kind is EntryKind.EXPENDITURE:
                yield one.heading.reference


def _note(found: dict[str, str], references: Iterable[str]) -> None:
    """Add references; the first of those that are the same counts."""
    for reference in references:
        found.setdefault(document_key(reference), reference)


def _before(day: date) -> date:
    """Return the first day around a day."""
    return day - AROUND if day - date.min > AROUND else date.min


def _after(day: date) -> date:
    """Return the last day around a day."""
    return day + AROUND if date.max - day > AROUND else date.max
