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
    """Return the contributions that held money from `first` to `last`, both included.

    The weight of each is in cent-days: the sum of its balances at the end of each day. An entry
    counts from its effective date.
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
    held = [number for number, weight in weights.items() if weight > 0]
    names = dict(
        session.execute(
            select(col(Contribution.id), col(Contribution.reference)).where(
                col(Contribution.id).in_(held)
            )
        ).all()
    )
    return tuple(
        sorted(
            (FundingCandidate(number, str(names[number]), weights[number]) for number in held),
            key=lambda one: one.reference,
        )
    )
