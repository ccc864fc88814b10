"""The titles of contributions by reference, for the choices of forms."""

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.fund.states import ContributionState
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor

ENDED = (ContributionState.CLOSED, ContributionState.CANCELLED)


def open_contributions(session: Session, donor: str = "") -> dict[str, str]:
    """Return the titles of open contributions by reference; of one donor where it is named."""
    statement = (
        select(col(Contribution.reference), col(Contribution.title))
        .where(col(Contribution.state).not_in(ENDED))
        .order_by(col(Contribution.reference))
    )
    if donor:
        of_donor = select(col(Donor.id)).where(col(Donor.code) == donor).scalar_subquery()
        statement = statement.where(col(Contribution.donor_id) == of_donor)
    return dict(session.execute(statement).all())


def contribution_titles(session: Session, most: int | None = None) -> dict[str, str]:
    """Return the titles of all contributions by reference, the first ones where `most` is named."""
    statement = select(col(Contribution.reference), col(Contribution.title))
    ordered = statement.order_by(col(Contribution.reference)).limit(most)
    return dict(session.execute(ordered).all())
