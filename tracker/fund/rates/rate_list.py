"""The list of exchange rates, all of them or those that hold on a day."""

from datetime import date

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tracker.fund.rates.rate_rules import RateOnFile
from tracker.fund.tables.rates import ExchangeRate
from tracker.listing import ListQuery, Slice, Source, fetch
from tracker.reference.code_filters import among_capitals

FILTERS = ("currency",)
ORDERS = ("effective_on", "currency")


def list_rates(session: Session, query: ListQuery, as_at: date | None = None) -> Slice[RateOnFile]:
    """Return a page of the rates; with a day, only the one of each currency that holds on it."""
    return fetch(session, _source(as_at), query)


def currencies_with_rates(session: Session) -> tuple[str, ...]:
    """Return the currencies that have a rate on record, by code."""
    code = col(ExchangeRate.currency)
    return tuple(session.exec(select(code).distinct().order_by(code)))


def _source(as_at: date | None) -> Source[RateOnFile]:
    """Describe the list's source: statement, search, filters, orders."""
    on = col(ExchangeRate.effective_on)
    statement = select(
        col(ExchangeRate.currency), on, col(ExchangeRate.rate), col(ExchangeRate.source)
    )
    if as_at is not None:
        other = aliased(ExchangeRate)
        newest = (
            select(func.max(col(other.effective_on)))
            .where(
                col(other.currency) == col(ExchangeRate.currency),
                col(other.effective_on) <= as_at,
            )
            .scalar_subquery()
        )
        statement = statement.where(on == newest)
    return Source(
        statement=statement,
        make=RateOnFile,
        tie=col(ExchangeRate.id),
        folded=[col(ExchangeRate.folded)],
        filters={"currency": among_capitals(col(ExchangeRate.currency))},
        orders={"effective_on": on, "currency": col(ExchangeRate.currency)},
    )
