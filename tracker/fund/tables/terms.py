"""Tables of a contribution's terms: instalments, reports, documents.

Each row keeps its id for good. `number` is its place among those of its contribution; a row with
`withdrawn_at` was taken away and stays for what points at it.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from tracker.db import MinorUnits, UtcDateTime, enum_column
from tracker.fund.states import ContributionDocumentKind, ContributionReportKind


class ContributionInstalment(SQLModel, table=True):
    """An instalment of a contribution and its due date; in the contribution's currency."""

    __tablename__ = "contribution_instalment"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="amount_above_zero"),)

    id: int | None = Field(default=None, primary_key=True)
    contribution_id: int = Field(foreign_key="contribution.id", index=True)
    number: int
    due_on: date
    amount_minor: int = Field(sa_type=MinorUnits)
    note: str = Field(default="", max_length=500)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ContributionReport(SQLModel, table=True):
    """A report to the donor: its period, due date and date of submission."""

    __tablename__ = "contribution_report"

    id: int | None = Field(default=None, primary_key=True)
    contribution_id: int = Field(foreign_key="contribution.id", index=True)
    number: int
    kind: ContributionReportKind = Field(sa_type=enum_column(ContributionReportKind))
    period: str = Field(max_length=60)
    due_on: date
    submitted_on: date | None = None
    note: str = Field(default="", max_length=500)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ContributionDocument(SQLModel, table=True):
    """A document about a contribution; `address` is that of a page or the number of a record.

    A document that is not public is shown to those who may see the terms.
    """

    __tablename__ = "contribution_document"

    id: int | None = Field(default=None, primary_key=True)
    contribution_id: int = Field(foreign_key="contribution.id", index=True)
    number: int
    kind: ContributionDocumentKind = Field(sa_type=enum_column(ContributionDocumentKind))
    title: str = Field(max_length=500)
    address: str = Field(default="", max_length=1000)
    dated_on: date | None = None
    is_public: bool = False
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
