"""The donors that a list or a form offers."""

from sqlmodel import Session, col, select

from tracker.fund.states import DonorStatus
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor


def donor_names(session: Session) -> dict[str, str]:
    """Return the names of all donors without a merge, by code."""
    statement = select(Donor.code, Donor.name).where(col(Donor.status) != DonorStatus.MERGED)
    return dict(session.exec(statement).all())


def giver_names(session: Session) -> dict[str, str]:
    """Return the names of the donors with contributions, by code."""
    giving = select(Contribution.donor_id).distinct()
    statement = select(Donor.code, Donor.name).where(col(Donor.id).in_(giving))
    return dict(session.exec(statement).all())
