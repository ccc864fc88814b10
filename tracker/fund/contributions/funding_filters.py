"""Filters of activities by what pays for them: a donor, or one contribution.

What is attributed by the rule counts as what is allocated by name does, as on the page of an
activity. Which activities a reader may see is decided by the list that is filtered.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import col

from tracker.assistance.tables.activities import Activity
from tracker.fund.ledger.tables import LedgerAccount
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.reference.code_filters import among_records

Condition = Callable[[tuple[str, ...]], ColumnElement[bool]]


def funding_filters() -> Mapping[str, Condition]:
    """Return the conditions that a donor, or a contribution, pays for an activity."""
    return {"donor": _paid_by_donor, "contribution": _paid_by_contribution}


def _paid_by_donor(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that a contribution of one of the donors pays for an activity."""
    of_donor = (
        select(col(Contribution.id))
        .join(Donor, col(Donor.id) == col(Contribution.donor_id))
        .where(among_records(col(Donor.code), col(Donor.code_key))(codes))
    )
    return _paid_by(of_donor)


def _paid_by_contribution(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that one of the contributions pays for an activity."""
    named = among_records(col(Contribution.reference), col(Contribution.code_key))(codes)
    return _paid_by(select(col(Contribution.id)).where(named))


def _paid_by(contributions: Select[Any]) -> ColumnElement[bool]:
    """Return the condition that an activity has money of one of the contributions.

    One of which all was reversed has accounts still, and nothing on them.
    """
    paid = select(col(LedgerAccount.activity_id)).where(
        col(LedgerAccount.activity_id).is_not(None),
        col(LedgerAccount.balance_minor) != 0,
        col(LedgerAccount.contribution_id).in_(contributions),
    )
    return col(Activity.id).in_(paid)
