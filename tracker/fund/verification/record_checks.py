"""Verifies the whole record of the fund: ledger, approval requests, periods, trail."""

from collections.abc import Callable, Iterable

from sqlmodel import Session

from tracker.fund.ledger.verification import Check, Verification, verify
from tracker.fund.verification.approval_checks import check_approvers, check_decided
from tracker.fund.verification.day_checks import check_days, check_let_in
from tracker.fund.verification.heads import read_counts
from tracker.fund.verification.period_checks import (
    check_balances,
    check_months,
    check_order,
    check_years,
)
from tracker.fund.verification.reservation_checks import check_holds, check_references
from tracker.fund.verification.trail_checks import check_guards, check_trail
from tracker.sealing.coverage import SEALED

CHECKS = (
    check_days,
    check_let_in,
    check_references,
    check_holds,
    check_approvers,
    check_decided,
    check_order,
    check_months,
    check_years,
    check_balances,
    check_trail,
    check_guards,
)


def rows_to_verify(session: Session) -> int:
    """Return the number of entries, records of the trail and sealed rows that are verified."""
    counts = read_counts(session.connection())
    return sum(counts[name] for name in ("ledger_entry", "audit_record", *SEALED))


def verify_record(
    session: Session,
    progress: Callable[[int], object] = lambda _: None,
    more: Iterable[Check] = (),
) -> Verification:
    """Verify the ledger, then the tables beside it and what `more` checks, as of one moment."""
    return verify(session, progress, (*CHECKS, *more))
