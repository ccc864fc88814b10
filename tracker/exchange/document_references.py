"""References of documents from an accounting system, whichever way their numbers were written.

A spreadsheet that takes 002 for a number writes 2: both are the same line. Numbers are compared
without the zeros before them, and a row takes the reference under which its entry is on record.
"""

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


def reference_of(document: str, line: str, activity: str, account: str) -> str:
    """Return the reference of a document's amount for an activity and an account."""
    return PARTING.join(part for part in (document, line, activity, account) if part)


def without_zeros(reference: str) -> str:
    """Return a reference by which those that differ in zeros before numbers are the same."""
    return PARTING.join(
        part.lstrip("0") or "0" if part.isascii() and part.isdigit() else part
        for part in reference.split(PARTING)
    )


def recorded_references(
    session: Session, activities: Collection[str], days: Collection[date]
) -> dict[str, str]:
    """Return the references of expenditures on record or waiting, by the reference without zeros.

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
        found.setdefault(without_zeros(reference), reference)


def _before(day: date) -> date:
    """Return the first day around a day."""
    return day - AROUND if day - date.min > AROUND else date.min


def _after(day: date) -> date:
    """Return the last day around a day."""
    return day + AROUND if date.max - day > AROUND else date.max
