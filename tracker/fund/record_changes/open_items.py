"""What is open while a period is closed: the list that both persons are shown.

`FINDERS` are the sorts of open items; each returns those of the days of a period.
"""

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker.fund.approvals.change_kinds import OpenItem
from tracker.fund.ledger.days_below_zero import days_below_zero
from tracker.fund.rates.rate_rules import is_stale
from tracker.fund.reconciliation.statement_comparison import reconcile_all
from tracker.fund.states import ContributionState, OpenKind
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.rates import ExchangeRate
from tracker.money import USD

ENDED = (ContributionState.CLOSED, ContributionState.CANCELLED)


def open_items(session: Session, first: date, last: date) -> tuple[OpenItem, ...]:
    """Return all that is open while the days from first to last are closed, sort by sort."""
    return tuple(item for find in FINDERS for item in find(session, first, last))


def below_zero(session: Session, first: date, last: date) -> Iterable[OpenItem]:
    """Return the accounts that are below zero on one of the days, with the first such day."""
    for days in days_below_zero(session):
        if days.within(first, last):
            place = " ".join(filter(None, (days.contribution, days.activity)))
            name = f"{place}: {days.kind}"  # plain codes: digests know no language
            day = max(days.first_on, first).isoformat()
            yield OpenItem(OpenKind.DAY_BELOW_ZERO, name, day, days.lowest_minor)


def stale_rates(session: Session, first: date, last: date) -> Iterable[OpenItem]:
    """Return the currencies of open contributions whose newest rate by the last day is stale."""
    del first
    used = select(Contribution.currency).where(
        Contribution.currency != USD, col(Contribution.state).not_in(ENDED)
    )
    newest = dict(
        session.exec(
            select(ExchangeRate.currency, func.max(col(ExchangeRate.effective_on)))
            .where(col(ExchangeRate.effective_on) <= last)
            .group_by(col(ExchangeRate.currency))
        ).all()
    )
    for currency in sorted(set(session.exec(used))):
        day = newest.get(currency)
        if day is None or is_stale(day, last):
            yield OpenItem(OpenKind.STALE_RATE, currency, day.isoformat() if day else "")


def unreconciled(session: Session, first: date, last: date) -> Iterable[OpenItem]:
    """Return the certified statements of years up to the last day that differ from the ledger."""
    del first
    for found in reversed(reconcile_all(session)):
        if date(found.statement.year, 12, 31) <= last and found.open_minor:
            name = found.statement.reference
            yield OpenItem(OpenKind.DIFFERENCE, name, "", found.open_minor)


FINDERS: tuple[Callable[[Session, date, date], Iterable[OpenItem]], ...] = (
    below_zero,
    stale_rates,
    unreconciled,
)
