"""What each contribution would get of interest by the rule: pro rata to what it held day by day."""

import hashlib
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
    """The part of one contribution, in US cents, and what it held on average."""

    reference: str
    donor: str
    donor_name: str
    average_minor: int
    minor: int


@dataclass(frozen=True, slots=True)
class InterestSplit:
    """Interest before it is recorded: the parts, and those who earned it, as the rule takes them.

    `digest` changes when what anybody would get does.
    """

    shares: tuple[InterestShare, ...]
    earned: tuple[FundingCandidate, ...]

    @property
    def digest(self) -> str:
        """Return a short text that stands for the parts."""
        told = repr([(share.reference, share.minor) for share in self.shares])
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def split_interest(session: Session, usd_minor: int, first: date, last: date) -> InterestSplit:
    """Say what each open contribution would get of an amount in US cents.

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
    """Return reference and donor of those of the contributions that are open."""
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
