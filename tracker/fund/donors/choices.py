"""The donors that a list or a form lets people choose from."""

from sqlmodel import Session, col, select

from tracker.fund.donor_models import Donor
from tracker.fund.models import Contribution
from tracker.fund.states import DonorStatus


def donor_names(session: Session) -> dict[str, str]:
    """Return the names of all donors that stand for themselves, by code."""
    statement = select(Donor.code, Donor.name).where(col(Donor.status) != DonorStatus.MERGED)
    return dict(session.exec(statement).all())


def giver_names(session: Session) -> dict[str, str]:
    """Return the names of the donors that have given or promised something, by code."""
    giving = select(Contribution.donor_id).distinct()
    statement = select(Donor.code, Donor.name).where(col(Donor.id).in_(giving))
    return dict(session.exec(statement).all())
