"""Rates that hold no more: superseded by two persons, or withdrawn before they were used.

No entry changes, and the newest holds.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.errors import Conflict, Fault, InvalidDraft, NotAllowed, NotFound
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.rates.rate_rules import RateDraft, RateOnFile, rate_faults
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.tables.rates import ExchangeRate, FormerRate
from tracker.people.actors import is_same
from tracker.people.audit import Change, lock_record, record
from tracker.people.subjects import Subject
from tracker.periods import today, utc_now
from tracker.words import say

MOST_SHOWN = 200
RateKey = tuple[str, date, Decimal]
"""Currency, day and rate."""


class EntryAtRate(NamedTuple):
    """An entry that was posted at a rate: its number, reference, day and amount in US cents."""

    number: int
    reference: str
    effective_on: date
    usd_minor: int
    rate: Decimal


def find_rate(session: Session, currency: str, on: date) -> ExchangeRate:
    """Return the rate on record of a currency and a day; raises NotFound."""
    statement = select(ExchangeRate).where(
        ExchangeRate.currency == currency, ExchangeRate.effective_on == on
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound(
            say("no rate of %(currency)s is on record for %(day)s", currency=currency, day=on)
        )
    return found


def former_rates(session: Session, currency: str, on: date) -> tuple[FormerRate, ...]:
    """Return the superseded rates of a currency and a day, the oldest first."""
    statement = select(FormerRate).where(
        FormerRate.currency == currency, FormerRate.effective_on == on
    )
    return tuple(session.exec(statement.order_by(col(FormerRate.id))))


def former_rates_of(session: Session, currency: str) -> tuple[FormerRate, ...]:
    """Return all superseded and withdrawn rates of a currency, the newest first."""
    statement = select(FormerRate).where(FormerRate.currency == currency)
    return tuple(session.exec(statement.order_by(col(FormerRate.id).desc())))


def former_keys(session: Session) -> frozenset[RateKey]:
    """Return all superseded and withdrawn rates, which a sheet may bring again."""
    rows = session.exec(select(FormerRate))
    return frozenset((row.currency, row.effective_on, row.rate) for row in rows)


def entries_at(session: Session, currency: str, on: date) -> tuple[EntryAtRate, ...]:
    """Return the first entries posted at a rate of that currency and day, superseded or not.

    Those of which the bank gave the amount imply a rate of their own, and are not among them.
    """
    statement = (
        select(LedgerEntry)
        .where(
            LedgerEntry.currency == currency,
            LedgerEntry.rate_on == on,
            ~col(LedgerEntry.rate_implied),
        )
        .order_by(col(LedgerEntry.id))
        .limit(MOST_SHOWN)
    )
    return tuple(
        EntryAtRate(row.id or 0, row.reference, row.effective_on, row.usd_minor, row.rate)
        for row in session.exec(statement)
        if row.rate is not None
    )


def successor_faults(draft: RateDraft, before: RateOnFile | ExchangeRate) -> list[Fault]:
    """Return the faults of a successor; it differs from the rate that it supersedes."""
    faults = rate_faults(draft, today())
    if not faults and draft.rate == before.rate:
        faults.append(Fault("rate", say("it is the rate on record")))
    return faults


def is_used(session: Session, currency: str, on: date) -> bool:
    """Tell whether an entry was posted at the rate of that day, or waits for approval with it."""
    if entries_at(session, currency, on):
        return True
    waiting = select(ApprovalRequest.orders).where(
        ApprovalRequest.state == ApprovalRequestState.WAITING
    )
    return any(
        heading.get("currency") == currency
        and (rate := heading.get("rate") or {}).get("on") == on.isoformat()
        and not rate.get("implied")
        for instructions in session.exec(waiting)
        for heading in (one.get("heading") or {} for one in instructions)
    )


def expect_unused(session: Session, currency: str, on: date) -> None:
    """Raise Conflict for a rate that is used, which nobody withdraws."""
    if is_used(session, currency, on):
        raise Conflict(
            say("entries were recorded at this rate; it can be superseded by two persons alone")
        )


def withdraw_rate(session: Session, currency: str, on: date, actor: str, why: str) -> None:
    """Withdraw a rate that nothing was recorded at, inside transaction(); it is kept as withdrawn.

    Raises NotFound, InvalidDraft without a reason, and Conflict for a rate that is used.
    """
    lock_record(session)
    row = find_rate(session, currency, on)
    if not why.strip():
        raise InvalidDraft([Fault("why", say("say why it is withdrawn"))])
    expect_unused(session, currency, on)
    former = FormerRate(
        currency=currency,
        effective_on=on,
        rate=row.rate,
        source=row.source,
        recorded_at=row.recorded_at,
        superseded_at=utc_now(),
        superseded_by=actor,
        approved_by="",
        why=why,
    )
    old = {"rate": format(row.rate, "f"), "source": row.source}
    session.add(former)
    session.delete(row)
    session.flush()
    name = f"{currency} {on.isoformat()}"
    record(session, actor, Change("withdraw", Subject.EXCHANGE_RATE, name, old, why=why))


def supersede_rate(
    session: Session, draft: RateDraft, actor: str, why: str, *, approver: str
) -> None:
    """Supersede the rate of a currency and a day by two persons, inside transaction().

    Raises NotFound, InvalidDraft, NotAllowed for one person alone, and Conflict for a successor
    that was superseded before.
    """
    lock_record(session)
    if not approver or is_same(session, actor, approver):
        raise NotAllowed(say("who prepared a rate cannot approve it"))
    row = find_rate(session, draft.currency, draft.effective_on)
    faults = successor_faults(draft, row)
    if faults:
        raise InvalidDraft(faults)
    if any(one.rate == draft.rate for one in former_rates(session, row.currency, row.effective_on)):
        raise Conflict(say("this rate was superseded before"), "rate")
    old = {"rate": format(row.rate, "f"), "source": row.source}
    session.add(
        FormerRate(
            currency=row.currency,
            effective_on=row.effective_on,
            rate=row.rate,
            source=row.source,
            recorded_at=row.recorded_at,
            superseded_at=utc_now(),
            superseded_by=actor,
            approved_by=approver,
            why=why,
        )
    )
    row.rate, row.source, row.recorded_at = draft.rate, draft.source, utc_now()
    session.add(row)
    session.flush()
    name = f"{row.currency} {row.effective_on.isoformat()}"
    new = {"rate": format(row.rate, "f"), "source": row.source, "approved_by": approver}
    record(session, actor, Change("supersede", Subject.EXCHANGE_RATE, name, old, new, why))
