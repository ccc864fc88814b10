"""The breakdowns of contributions and donors, by which figures are split, and periods of use.

Figures as known at an earlier day are split by what was known then, so each change first puts
the breakdown that it ends on record, with the moment until which it was known.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func
from sqlmodel import Session, col, select

from tracker.fund.states import ScopeKind
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.fund.tables.donors import Donor
from tracker.fund.tables.former_breakdowns import (
    FormerContributionBreakdown,
    FormerContributionScope,
    FormerDonorBreakdown,
    FormerPeriodOfUse,
)
from tracker.reference.codes import Earmarking

BATCH = 500
"""The number of contributions named in one statement."""


class ContributionBreakdown(NamedTuple):
    """The donor's code, the earmarking category, and the earmark in the order of its codes."""

    donor: str
    earmarking: Earmarking
    scope: tuple[tuple[ScopeKind, str], ...]


def keep_former_contributions(session: Session, numbers: Sequence[int], until: datetime) -> None:
    """Put the breakdowns of contributions on record that a change ends at a moment."""
    for start in range(0, len(numbers), BATCH):
        _keep_batch(session, numbers[start : start + BATCH], until)


def keep_former_period_of_use(session: Session, row: Contribution, until: datetime) -> None:
    """Put the period of use of a contribution on record that a change ends at a moment."""
    session.add(
        FormerPeriodOfUse(
            contribution_id=row.id or 0,
            known_until=until,
            use_from=row.use_from,
            use_until=row.use_until,
        )
    )


def keep_former_donor(session: Session, donor: Donor, until: datetime) -> None:
    """Put the breakdown of a donor on record that a change ends at a moment."""
    session.add(
        FormerDonorBreakdown(
            donor_id=donor.id or 0,
            known_until=until,
            type=donor.type,
            merged_into_id=donor.merged_into_id,
        )
    )


def first_after(table: Any, record: Any, moment: datetime) -> Select[Any]:  # noqa: ANN401 - a table of former breakdowns
    """Select the numbers of the breakdowns that held at a moment and ended later.

    Of each `record`, the column of its number, that is the first one to end after the moment.
    """
    return select(func.min(table.id)).where(table.known_until > moment).group_by(record)


def _keep_batch(session: Session, numbers: Collection[int], until: datetime) -> None:
    """Put the breakdowns of some contributions on record."""
    rows = session.exec(
        select(Contribution.id, Contribution.donor_id, Contribution.earmarking)
        .where(col(Contribution.id).in_(numbers))
        .order_by(col(Contribution.id))
    )
    former = {
        number: FormerContributionBreakdown(
            contribution_id=number or 0,
            known_until=until,
            donor_id=donor,
            earmarking=Earmarking(earmarking),
        )
        for number, donor, earmarking in rows
    }
    session.add_all(former.values())
    session.flush()
    scopes = session.exec(
        select(ContributionScope).where(col(ContributionScope.contribution_id).in_(numbers))
    )
    session.add_all(
        FormerContributionScope(
            breakdown_id=former[one.contribution_id].id or 0, kind=one.kind, code=one.code
        )
        for one in scopes
    )
