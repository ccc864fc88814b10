"""The list of the ledger's entries, and one entry with its lines, digests and request."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import String, false, or_, select, type_coerce
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col

from tracker.assistance.tables.activities import Activity
from tracker.errors import NotFound
from tracker.folding import fold
from tracker.fund.ledger.closed_periods import closed_until
from tracker.fund.ledger.contribution_entries import (
    ORDERS,
    EntryItem,
    entry_item,
    lines_of,
    moved,
    select_entries,
    with_lines,
    words_like,
)
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.listing import ListQuery, Slice, Source, by_day, fetch
from tracker.people.actors import read_directory
from tracker.reference.code_filters import among_records
from tracker.words import say

FILTERS = (
    "kind", "donor", "contribution", "activity", "from", "to", "period", "corrections",
    "prepared_by", "approved_by",
)  # fmt: skip
CLOSED, OPEN = "closed", "open"
YES = "yes"
LARGEST_NUMBER = 2**63 - 1
LEDGER_ORDERS = ("number", *ORDERS)


@dataclass(frozen=True, slots=True)
class LedgerFacts:
    """One entry with its lines.

    `digest` and `digest_before` are hexadecimal; `request` is the number of the approval request,
    0 for none; `reverses_id` and `reversed_by_id` are 0 for none.
    """

    item: EntryItem
    digest: str
    digest_before: str
    request: int
    reverses_id: int
    reversed_by_id: int


def list_entries(session: Session, query: ListQuery, *, lines: bool = False) -> Slice[EntryItem]:
    """Return a page of entries, with the sum of their amounts in US cents.

    The sum is meaningful for entries of one kind alone. Without `lines` the entries have none.
    """
    page = fetch(session, _source(session), query)
    return with_lines(session, page) if lines else page


def read_ledger_entry(session: Session, number: int) -> LedgerFacts:
    """Return one entry of the ledger by its number; raises NotFound."""
    entry = session.get(LedgerEntry, number) if number <= LARGEST_NUMBER else None
    if entry is None:
        raise NotFound(say("there is no ledger entry %(number)s", number=number))
    row = session.execute(select_entries().where(col(LedgerEntry.id) == number)).one()
    lines = tuple(lines_of(session, [number])[number])
    item = replace(entry_item(*row), lines=lines, share_minor=moved(lines))
    before = session.get(LedgerEntry, number - 1)
    reversed_by = session.execute(
        select(col(LedgerEntry.id)).where(col(LedgerEntry.reverses_id) == number)
    ).scalar()
    return LedgerFacts(
        item,
        bytes(entry.digest).hex(),
        bytes(before.digest).hex() if before else "",
        _request_of(session, number),
        entry.reverses_id or 0,
        reversed_by or 0,
    )


def _request_of(session: Session, number: int) -> int:
    """Return the number of the request that approved an entry, 0 for none."""
    found = session.execute(
        select(col(ApprovalRequest.id)).where(
            col(ApprovalRequest.state) == ApprovalRequestState.APPROVED,
            col(ApprovalRequest.first_entry_id) <= number,
            col(ApprovalRequest.last_entry_id) >= number,
        )
    ).scalar()
    return int(found or 0)


def _source(session: Session) -> Source[EntryItem]:
    """Describe the list's source: statement, search, filters, orders."""
    entry = LedgerEntry
    return Source(
        statement=select_entries(),
        make=entry_item,
        tie=col(entry.id).desc(),
        searched=[col(entry.reference), col(entry.note), col(entry.basis), col(entry.letter)],
        finders=[words_like],
        filters=_filters(session),
        orders={
            "number": col(entry.id),
            "effective_on": col(entry.effective_on),
            "recorded_at": col(entry.recorded_at),
            "reference": col(entry.reference),
            "kind": col(entry.kind),
            "amount": col(entry.usd_minor),
        },
        sums={"amount": col(entry.usd_minor)},
    )


def _filters(session: Session) -> dict[str, Callable[[tuple[str, ...]], ColumnElement[bool]]]:
    """Return the condition of each filter."""
    entry = LedgerEntry
    of_donor = among_records(col(Donor.code), col(Donor.code_key))
    of_contribution = among_records(col(Contribution.reference), col(Contribution.code_key))
    of_activity = among_records(col(Activity.code), col(Activity.code_key))
    return {
        "kind": lambda codes: type_coerce(col(entry.kind), String).in_(codes),
        "donor": lambda codes: _touching(
            select(col(Contribution.id))
            .join(Donor, col(Donor.id) == col(Contribution.donor_id))
            .where(of_donor(codes))
        ),
        "contribution": lambda codes: _touching(
            select(col(Contribution.id)).where(of_contribution(codes))
        ),
        "activity": lambda codes: col(entry.activity_id).in_(
            select(col(Activity.id)).where(of_activity(codes))
        ),
        "from": lambda days: by_day(days, col(entry.effective_on).__ge__),
        "to": lambda days: by_day(days, col(entry.effective_on).__le__),
        "period": lambda codes: _in_period(codes, closed_until(session)),
        "corrections": lambda codes: (
            col(entry.correction) != "" if YES in codes else col(entry.id) > 0
        ),
        "prepared_by": lambda names: _named(session, col(entry.recorded_by), names),
        "approved_by": lambda names: _named(session, col(entry.approved_by), names),
    }


def _touching(contributions: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a select of numbers
    """Return the condition that an entry has a line on one of these contributions."""
    touched = (
        select(col(LedgerLine.entry_id))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .where(col(LedgerAccount.contribution_id).in_(contributions))
    )
    return col(LedgerEntry.id).in_(touched)


def _in_period(codes: tuple[str, ...], until: date | None) -> ColumnElement[bool]:
    """Return the condition that an entry counts for a closed period, or for an open one."""
    if set(codes) == {CLOSED}:
        return false() if until is None else col(LedgerEntry.effective_on) <= until
    if set(codes) == {OPEN} and until is not None:
        return col(LedgerEntry.effective_on) > until
    return col(LedgerEntry.id) > 0 if {CLOSED, OPEN} & set(codes) else false()


def _named(
    session: Session,
    column: Any,  # noqa: ANN401 - a column
    names: tuple[str, ...],
) -> ColumnElement[bool]:
    """Return the condition that an actor's name today, or its handle, holds the text."""
    directory = read_directory(session)
    found: ColumnElement[bool] = or_(
        column.in_(sorted(directory.named_like(names[0]))),
        column.icontains(fold(names[0]), autoescape=True),
    )
    return found
