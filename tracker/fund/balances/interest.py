"""The share of each contribution in interest by the rule: pro rata to its daily balances."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.fund.ledger.attribution import FundingCandidate, split
from tracker.fund.ledger.cash_days import cash_days
from tracker.fund.states import ContributionState
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor

ENDED = (ContributionState.CLOSED, ContributionState.CANCELLED)


@dataclass(frozen=True, slots=True)
class InterestShare:
    """The part of one contribution, in US cents, and its average balance."""

    reference: str
    donor: str
    donor_name: str
    average_minor: int
    minor: int


@dataclass(frozen=True, slots=True)
class InterestSplit:
    """Interest before it is recorded: its parts, and the contributions that earned it."""

    shares: tuple[InterestShare, ...]
    earned: tuple[FundingCandidate, ...]


def split_interest(session: Session, usd_minor: int, first: date, last: date) -> InterestSplit:
    """Split an amount in US cents over the open contributions.

    Raises InvalidInput when the days are in the wrong order.
    """
    earned = cash_days(session, first, last)
    owners = _open_owners(session, (one.contribution_id for one in earned))
    counting = [one for one in earned if one.contribution_id in owners]
    if usd_minor <= 0 or not counting:
        return InterestSplit((), earned)
    days = (last - first).days + 1
    weights = {one.contribution_id: one.left_minor for one in counting}
    shares = tuple(
        InterestShare(*owners[number], weights[number] // days, minor)
        for number, minor in split(usd_minor, counting)
    )
    return InterestSplit(shares, earned)


def _open_owners(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Return reference and donor of the open ones among the contributions."""
    statement = (
        select(col(Contribution.id), col(Contribution.reference), col(Donor.code), col(Donor.name))
        .join(Donor, col(Donor.id) == col(Contribution.donor_id))
        .where(col(Contribution.state).not_in(ENDED))
    )
    wanted = set(ids)
    return {
        number: (reference, code, name)
        for number, reference, code, name in session.execute(statement)
        if number in wanted
    }
