"""Operational exchange rates: the one that holds on a day, and conversion with it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from tracker.errors import InvalidDraft
from tracker.fund.ledger.entries import RateUsed
from tracker.fund.ledger.recorded_rates import recorded_rates
from tracker.fund.rates.rate_history import RateHistory
from tracker.fund.rates.rate_rules import (
    RateDraft,
    RateOnFile,
    contradiction,
    inverse_questions,
    rate_faults,
    stale_warning,
)
from tracker.fund.tables.rates import ExchangeRate
from tracker.money import USD, Money, to_usd_cents
from tracker.people.audit import Change, lock_record, record
from tracker.people.subjects import Subject
from tracker.periods import today
from tracker.questions import expect_answered
from tracker.reference.currencies import exponent

_COLUMNS = (
    col(ExchangeRate.currency),
    col(ExchangeRate.effective_on),
    col(ExchangeRate.rate),
    col(ExchangeRate.source),
)


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in US cents, and the rate used; none for an amount in US dollars.

    `warning` says that the rate is stale; it is empty when it is not.
    """

    usd_minor: int
    rate: RateUsed | None
    warning: str = ""


def add_rates(
    session: Session, drafts: Iterable[RateDraft], actor: str, *, sure: Collection[str] = ()
) -> int:
    """Add new rates; return their number.

    A rate on file never changes: the same rate again is skipped; raises InvalidDraft for another
    rate of the same currency and day, and for the faults of `rate_faults`. A rate that is nearly
    the inverse of the one before it, on record or added with it, is asked about: raises AskedAbout
    where `sure` does not answer.
    """
    lock_record(session)
    known = rates_on_file(session)
    history = RateHistory(known.values())
    new: list[RateOnFile] = []
    for draft in sorted(drafts, key=lambda one: one.effective_on):
        key = (draft.currency, draft.effective_on)
        before = known.get(key)
        faults = rate_faults(draft, today())
        if not faults and before is not None:
            faults = [fault for fault in (contradiction(draft, before),) if fault]
        if faults:
            raise InvalidDraft(faults)
        if before is None:
            expect_answered(inverse_questions(draft, history.before(draft)), sure)
            history.add(draft)
            known[key] = RateOnFile(*key, draft.rate, draft.source)
            new.append(known[key])
    session.add_all(ExchangeRate(**one._asdict()) for one in new)
    if new:
        record(session, actor, _addition(new))
    return len(new)


def rates_on_file(session: Session) -> dict[tuple[str, date], RateOnFile]:
    """Return all rates on record by currency and day."""
    rows = session.exec(select(*_COLUMNS))
    return {(one.currency, one.effective_on): one for one in (RateOnFile(*row) for row in rows)}


def rate_before(session: Session, currency: str, on: date) -> RateOnFile | None:
    """Return the newest rate of a currency before a day."""
    statement = (
        select(*_COLUMNS)
        .where(ExchangeRate.currency == currency, col(ExchangeRate.effective_on) < on)
        .order_by(col(ExchangeRate.effective_on).desc())
        .limit(1)
    )
    found = session.exec(statement).first()
    return None if found is None else RateOnFile(*found)


def rate_on(session: Session, currency: str, on: date) -> RateUsed:
    """Return the rate with the newest date on or before the day; raises MissingRate."""
    return recorded_rates(session).on(currency, on)


def in_usd(session: Session, money: Money, on: date) -> Converted:
    """Convert an amount at the rate that holds on the day; raises MissingRate."""
    if money.currency == USD:
        return Converted(money.minor, None)
    rate = rate_on(session, money.currency, on)
    usd_minor = to_usd_cents(money.minor, exponent(money.currency), rate.rate)
    return Converted(usd_minor, rate, stale_warning(money.currency, rate, on))


def from_usd(session: Session, usd_minor: int, currency: str, on: date) -> int:
    """Convert US cents to minor units of a currency at the rate of the day; raises MissingRate."""
    return recorded_rates(session).from_usd(usd_minor, currency, on)


def _addition(new: Sequence[RateOnFile]) -> Change:
    """Return the trail's record of added rates: one by its values, several by their number."""
    if len(new) > 1:
        return Change("add", Subject.EXCHANGE_RATES, str(len(new)))
    (one,) = new
    return Change(
        "add",
        Subject.EXCHANGE_RATE,
        f"{one.currency} {one.effective_on.isoformat()}",
        new={"rate": format(one.rate, "f"), "source": one.source},
    )
