"""Tables of certified statements: their figures and reconciling items."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.db import MinorUnits, UtcDateTime, enum_column
from tracker.fund.states import StatementItem
from tracker.reference.record_codes import key_of


class CertifiedStatement(SQLModel, table=True):
    """A certified statement of one year, in US dollars."""

    __tablename__ = "certified_statement"
    __table_args__ = (CheckConstraint("year BETWEEN 1945 AND 2200", name="year_in_range"),)

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=60, unique=True)
    code_key: str | None = Field(
        default=None,
        max_length=60,
        unique=True,
        sa_column_kwargs={"default": key_of("reference")},
    )
    year: int
    source: str = Field(max_length=300)
    issued_on: date
    note: str = ""


class CertifiedFigure(SQLModel, table=True):
    """A figure of a statement in US cents; without a donor, that of all together."""

    __tablename__ = "certified_figure"
    __table_args__ = (UniqueConstraint("statement_id", "donor_code", "item"),)

    id: int | None = Field(default=None, primary_key=True)
    statement_id: int = Field(foreign_key="certified_statement.id")
    donor_code: str = Field(default="", max_length=20)
    item: StatementItem = Field(sa_type=enum_column(StatementItem))
    minor: int = Field(sa_type=MinorUnits)


class FigureExplanation(SQLModel, table=True):
    """A reconciling item: an explained part, in US cents, of a difference from the ledger."""

    __tablename__ = "figure_explanation"
    __table_args__ = (CheckConstraint("minor <> 0", name="explains_something"),)

    id: int | None = Field(default=None, primary_key=True)
    figure_id: int = Field(foreign_key="certified_figure.id", index=True)
    minor: int = Field(sa_type=MinorUnits)
    text: str
    made_by: str = Field(max_length=254)
    made_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_by: str = Field(default="", max_length=254)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_why: str = ""
