"""Tables of the former breakdowns of contributions and donors, and of former periods of use.

Figures as known earlier are split by them. Rows are only ever added, one with each change:
triggers of the migration refuse anything else.
"""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from tracker.db import UtcDateTime, enum_column
from tracker.fund.states import ScopeKind
from tracker.reference.codes import ContributorType, Earmarking


class FormerContributionBreakdown(SQLModel, table=True):
    """The donor and the earmarking of a contribution as they were known until a moment."""

    __tablename__ = "former_contribution_breakdown"

    id: int | None = Field(default=None, primary_key=True)
    contribution_id: int = Field(foreign_key="contribution.id", index=True)
    known_until: datetime = Field(sa_type=UtcDateTime, index=True)
    donor_id: int = Field(foreign_key="donor.id")
    earmarking: Earmarking = Field(sa_type=enum_column(Earmarking))


class FormerContributionScope(SQLModel, table=True):
    """A code of a contribution's earmark as it was known until then."""

    __tablename__ = "former_contribution_scope"

    breakdown_id: int = Field(foreign_key="former_contribution_breakdown.id", primary_key=True)
    kind: ScopeKind = Field(sa_type=enum_column(ScopeKind), primary_key=True)
    code: str = Field(max_length=60, primary_key=True)


class FormerPeriodOfUse(SQLModel, table=True):
    """The period of use of a contribution as it was known until a moment."""

    __tablename__ = "former_period_of_use"

    id: int | None = Field(default=None, primary_key=True)
    contribution_id: int = Field(foreign_key="contribution.id", index=True)
    known_until: datetime = Field(sa_type=UtcDateTime, index=True)
    use_from: date | None = None
    use_until: date | None = None


class FormerDonorBreakdown(SQLModel, table=True):
    """The type of a donor, and the donor it was merged into, as known until a moment."""

    __tablename__ = "former_donor_breakdown"

    id: int | None = Field(default=None, primary_key=True)
    donor_id: int = Field(foreign_key="donor.id", index=True)
    known_until: datetime = Field(sa_type=UtcDateTime, index=True)
    type: ContributorType = Field(sa_type=enum_column(ContributorType))
    merged_into_id: int | None = Field(default=None, foreign_key="donor.id")
