"""Tables of closed periods and of the closing balances of years."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.db import MinorUnits, UtcDateTime, enum_column
from tracker.fund.states import PeriodKind


class ClosedPeriod(SQLModel, table=True):
    """A closed month or year; it never opens again.

    `approved_by` is the second person, empty where a release before closings took two closed it.
    """

    __tablename__ = "closed_period"
    __table_args__ = (
        UniqueConstraint("kind", "first_on"),
        CheckConstraint("first_on <= last_on", name="days_in_order"),
        CheckConstraint("approved_by <> closed_by", name="two_persons"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: PeriodKind = Field(sa_type=enum_column(PeriodKind))
    first_on: date
    last_on: date = Field(index=True)
    closed_at: datetime = Field(sa_type=UtcDateTime)
    closed_by: str = Field(max_length=254)
    last_entry_id: int
    note: str = Field(default="", max_length=2000)
    approved_by: str = Field(default="", max_length=254)


class ClosingBalance(SQLModel, table=True):
    """The balance of an account at the end of a closed year, with which the next year opens.

    `minor` in US cents, `original_minor` in minor units of the contribution's currency.
    """

    __tablename__ = "closing_balance"

    period_id: int = Field(foreign_key="closed_period.id", primary_key=True)
    account_id: int = Field(foreign_key="ledger_account.id", primary_key=True)
    minor: int = Field(sa_type=MinorUnits)
    original_minor: int = Field(sa_type=MinorUnits)
