"""The terms of all contributions of a donor: instalments, reports due, documents, agreements."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from tracker.fund.contributions.part_drafts import ContributionDocumentDraft, ContributionParts
from tracker.fund.contributions.parts import NO_PARTS, read_parts
from tracker.fund.contributions.schedule import (
    ScheduledInstalment,
    ScheduledReport,
    instalments_of,
    reports_of,
)
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.balances_at import balance_at
from tracker.fund.ledger.tables import LedgerAccount
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor


class ContributionSchedule(NamedTuple):
    """What is due of a contribution and to its donor, and its terms; none of it is public."""

    reference: str
    title: str
    currency: str
    use_until: date | None
    donor_reference: str
    agreement_number: str
    conditions: str
    instalments: tuple[ScheduledInstalment, ...]
    reports: tuple[ScheduledReport, ...]
    documents: tuple[ContributionDocumentDraft, ...]


def read_donor_schedules(
    session: Session, donor: str, on: date
) -> tuple[ContributionSchedule, ...]:
    """Return the schedules of a donor's contributions as at a day, by reference."""
    paid_in = and_(
        col(LedgerAccount.contribution_id) == col(Contribution.id),
        col(LedgerAccount.kind) == AccountKind.DONOR,
        col(LedgerAccount.activity_id).is_(None),
    )
    received = func.coalesce(-balance_at(LedgerAccount, on, original=True), 0)
    rows = session.execute(
        select(Contribution, received)
        .join(Donor, col(Donor.id) == col(Contribution.donor_id))
        .outerjoin(LedgerAccount, paid_in)
        .where(col(Donor.code) == donor)
        .order_by(col(Contribution.reference))
    ).all()
    parts = read_parts(session, [row.id or 0 for row, _received in rows])
    return tuple(
        _schedule(row, parts.get(row.id or 0, NO_PARTS), int(paid), on) for row, paid in rows
    )


def _schedule(
    row: Contribution, parts: ContributionParts, received_minor: int, on: date
) -> ContributionSchedule:
    """Return the schedule of one contribution."""
    return ContributionSchedule(
        row.reference,
        row.title,
        row.currency,
        row.use_until,
        row.donor_reference,
        row.agreement_number,
        row.conditions,
        instalments_of(parts, row.state, received_minor, on),
        reports_of(parts, row.state, on),
        parts.documents,
    )
