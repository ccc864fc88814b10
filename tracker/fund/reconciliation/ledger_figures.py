"""The ledger's figures of a year, to compare with certified ones."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import case, extract, func, literal, select
from sqlmodel import Session, col

from tracker.fund.breakdowns import first_after
from tracker.fund.ledger.accounts import HELD
from tracker.fund.ledger.measures import CODES, SIGNS, Measure
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.states import StatementItem
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.fund.tables.former_breakdowns import FormerContributionBreakdown
from tracker.periods import end_of_day

FLOWS = {
    StatementItem.RECEIVED: Measure.RECEIVED,
    StatementItem.INTEREST: Measure.INTEREST,
    StatementItem.SPENT: Measure.SPENT,
    StatementItem.SUPPORT_COST: Measure.SUPPORT_COST,
    StatementItem.REFUNDED: Measure.REFUNDED,
    StatementItem.BANK_CHARGES: Measure.BANK_CHARGES,
    StatementItem.WRITTEN_OFF: Measure.WRITTEN_OFF,
}
"""The measure of each item that sums the entries of a year."""


class FigureKey(NamedTuple):
    """The key of a figure: its year, its donor (empty for all together) and its item."""

    year: int
    donor: str
    item: StatementItem


def system_figures(
    session: Session, years: Collection[int], known_at: date | None = None
) -> Mapping[FigureKey, int]:
    """Return the ledger's figures of years in US cents, of each donor and of all; absent is zero.

    An entry counts in the year of its effective date. With `known_at`, only what was recorded
    by the end of that day (UTC) counts, for the donor that was known then. As many statements,
    whatever the number of years and donors.
    """
    found: Counter[FigureKey] = Counter()
    if not years:
        return found
    former = {} if known_at is None else _former_donors(session, known_at)
    for donor, contribution, year, *sums in session.execute(_statement(max(years), known_at)):
        *flows, held = (int(minor) for minor in sums)
        for code in (former.get(contribution, donor), ""):
            for item, minor in zip(FLOWS, flows, strict=True):
                if year in years:
                    found[FigureKey(year, code, item)] += minor
            for asked in years:
                if year < asked:
                    found[FigureKey(asked, code, StatementItem.OPENING_BALANCE)] += held
                if year <= asked:
                    found[FigureKey(asked, code, StatementItem.CLOSING_BALANCE)] += held
    return found


def _statement(last: int, known_at: date | None):  # type: ignore[no-untyped-def] # noqa: ANN202 - as many columns as items
    """Sum up the lines by donor and year: each flow, and the change of the money held.

    As known at a day, by contribution too, since its donor may have been another then.
    """
    minor, measure = col(LedgerLine.minor), col(LedgerLine.measure)
    year = extract("year", col(LedgerEntry.effective_on))
    flows = [
        func.sum(case((measure == CODES[one], SIGNS[one] * minor), else_=0))
        for one in FLOWS.values()
    ]
    held = func.sum(case((col(LedgerAccount.kind).in_(HELD), minor), else_=0))
    contribution = literal(0) if known_at is None else col(Contribution.id)
    statement = (
        select(col(Donor.code), contribution, year, *flows, held)
        .select_from(LedgerLine)
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .join(Contribution, col(Contribution.id) == col(LedgerAccount.contribution_id))
        .join(Donor, col(Donor.id) == col(Contribution.donor_id))
        .where(col(LedgerEntry.effective_on) <= date(last, 12, 31))
        .group_by(col(Donor.code), year)
    )
    if known_at is None:
        return statement
    return statement.group_by(contribution).where(
        col(LedgerEntry.recorded_at) <= end_of_day(known_at)
    )


def _former_donors(session: Session, known_at: date) -> dict[int, str]:
    """Return the donors' codes of the contributions that had another donor at the end of a day."""
    former = FormerContributionBreakdown
    held = first_after(former, col(former.contribution_id), end_of_day(known_at)).scalar_subquery()
    rows = session.execute(
        select(col(former.contribution_id), col(Donor.code))
        .join(Donor, col(Donor.id) == col(former.donor_id))
        .where(col(former.id).in_(held))
    )
    return {row.contribution_id: row.code for row in rows}
