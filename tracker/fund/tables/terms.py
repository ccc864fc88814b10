"""Tables of a contribution's terms: instalments, reports, documents."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from tracker.db import MinorUnits, enum_column
from tracker.fund.states import ContributionDocumentKind, ContributionReportKind


class ContributionInstalment(SQLModel, table=True):
    """An instalment of a contribution and its due date; in the contribution's currency."""

    __tablename__ = "contribution_instalment"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="amount_above_zero"),)

    contribution_id: int = Field(foreign_key="contribution.id", primary_key=True)
    number: int = Field(primary_key=True)
    due_on: date
    amount_minor: int = Field(sa_type=MinorUnits)
    note: str = Field(default="", max_length=500)


class ContributionReport(SQLModel, table=True):
    """A report to the donor: its period, due date and date of submission."""

    __tablename__ = "contribution_report"

    contribution_id: int = Field(foreign_key="contribution.id", primary_key=True)
    number: int = Field(primary_key=True)
    kind: ContributionReportKind = Field(sa_type=enum_column(ContributionReportKind))
    period: str = Field(max_length=60)
    due_on: date
    submitted_on: date | None = None
    note: str = Field(default="", max_length=500)


class ContributionDocument(SQLModel, table=True):
    """A document about a contribution; `address` is that of a page or the number of a record.

    A document that is not public is shown to those who may see the terms.
    """

    __tablename__ = "contribution_document"

    contribution_id: int = Field(foreign_key="contribution.id", primary_key=True)
    number: int = Field(primary_key=True)
    kind: ContributionDocumentKind = Field(sa_type=enum_column(ContributionDocumentKind))
    title: str = Field(max_length=500)
    address: str = Field(default="", max_length=1000)
    dated_on: date | None = None
    is_public: bool = False
