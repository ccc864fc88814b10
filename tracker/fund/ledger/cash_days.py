"""The money that each contribution held day by day, the weight of interest."""

from collections import Counter
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.errors import InvalidInput
from tracker.fund.ledger.accounts import HELD
from tracker.fund.ledger.attribution import FundingCandidate
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.tables.contributions import Contribution
from tracker.words import say


def cash_days(session: Session, first: date, last: date) -> tuple[FundingCandidate, ...]:
    """Return the contributions that held money from `first` to `last`, weighed by cent-days."""
    weights = {number: each for number, each in cent_days(session, first, last).items() if each > 0}
    names = dict(
        session.execute(
            select(col(Contribution.id), col(Contribution.reference)).where(
                col(Contribution.id).in_(weights)
            )
        ).all()
    )
    found = [FundingCandidate(number, str(names[number]), each) for number, each in weights.items()]
    return tuple(sorted(found, key=lambda one: one.reference))


def cent_days(session: Session, first: date, last: date) -> Counter[int]:
    """Return the cent-days of every contribution from `first` to `last`, both included.

    They are the sum of its balances at the end of each day, below zero where it was short. An entry
    counts from its effective date. Raises InvalidInput when `first` comes after `last`.
    """
    if first > last:
        raise InvalidInput(say("the first day comes after the last"), "basis")
    statement = (
        select(
            col(LedgerAccount.contribution_id),
            col(LedgerEntry.effective_on),
            func.sum(col(LedgerLine.minor)),
        )
        .join(LedgerLine, col(LedgerLine.account_id) == col(LedgerAccount.id))
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .where(col(LedgerAccount.kind).in_(HELD), col(LedgerEntry.effective_on) <= last)
        .group_by(col(LedgerAccount.contribution_id), col(LedgerEntry.effective_on))
    )
    weights: Counter[int] = Counter()
    for contribution, on, minor in session.execute(statement):
        weights[contribution] += int(minor) * ((last - max(on, first)).days + 1)
    return weights
