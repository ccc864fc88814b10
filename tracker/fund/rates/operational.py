"""Exchange rates: the one that holds on a day, and an amount's worth in US dollars."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from tracker.errors import Fault, InvalidDraft, MissingRate
from tracker.fund.ledger.entries import RateUsed
from tracker.fund.rate_models import ExchangeRate
from tracker.money import USD, Money, to_usd_cents
from tracker.people.audit import Change, record
from tracker.reference.currencies import exponent
from tracker.words import say


@dataclass(frozen=True, slots=True)
class RateDraft:
    """A rate in local units per 1 USD, from its date on."""

    currency: str
    effective_on: date
    rate: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in US cents, and the rate used; none for an amount in US dollars."""

    usd_minor: int
    rate: RateUsed | None


def rate_faults(draft: RateDraft) -> list[Fault]:
    """Return what is wrong with a rate."""
    faults = []
    exponent(draft.currency)
    if draft.rate <= 0:
        faults.append(Fault("rate", say("a rate is above zero: local units per 1 USD")))
    if draft.currency == USD:
        faults.append(Fault("currency", say("US dollars need no rate")))
    if not draft.source:
        faults.append(Fault("source", say("say where the rate comes from")))
    return faults


def add_rates(session: Session, drafts: Iterable[RateDraft], actor: str) -> int:
    """Add rates that are not on file yet; return how many. A rate on file never changes."""
    known = {
        tuple(pair)
        for pair in session.exec(select(col(ExchangeRate.currency), col(ExchangeRate.effective_on)))
    }
    added = 0
    for draft in drafts:
        faults = rate_faults(draft)
        if faults:
            raise InvalidDraft(faults)
        if (draft.currency, draft.effective_on) in known:
            continue
        known.add((draft.currency, draft.effective_on))
        session.add(
            ExchangeRate(
                currency=draft.currency,
                effective_on=draft.effective_on,
                rate=draft.rate,
                source=draft.source,
            )
        )
        added += 1
    if added:
        record(session, actor, Change("add", "exchange_rates", str(added)))
    return added


def rate_on(session: Session, currency: str, on: date) -> RateUsed:
    """Return the rate with the newest date on or before the day; raises MissingRate."""
    statement = (
        select(ExchangeRate)
        .where(ExchangeRate.currency == currency, col(ExchangeRate.effective_on) <= on)
        .order_by(col(ExchangeRate.effective_on).desc())
        .limit(1)
    )
    found = session.exec(statement).first()
    if found is None:
        raise MissingRate(
            say(
                "no exchange rate of %(currency)s is on file for %(day)s or before",
                currency=currency,
                day=on.isoformat(),
            ),
            "rate",
        )
    return RateUsed(found.rate, found.source, found.effective_on)


def in_usd(session: Session, money: Money, on: date) -> Converted:
    """Convert an amount at the rate that holds on the day; raises MissingRate."""
    if money.currency == USD:
        return Converted(money.minor, None)
    rate = rate_on(session, money.currency, on)
    return Converted(to_usd_cents(money.minor, exponent(money.currency), rate.rate), rate)
