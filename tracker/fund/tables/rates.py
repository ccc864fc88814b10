"""The tables of exchange rates, and of those that do not hold any more."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.db import ExactDecimal, UtcDateTime
from tracker.folded_columns import folded_from
from tracker.periods import utc_now


class ExchangeRate(SQLModel, table=True):
    """An operational rate in local units per 1 USD, from its date on; known from `recorded_at`."""

    __tablename__ = "exchange_rate"
    __table_args__ = (UniqueConstraint("currency", "effective_on"),)

    id: int | None = Field(default=None, primary_key=True)
    currency: str = Field(max_length=3)
    effective_on: date
    rate: Decimal = Field(sa_type=ExactDecimal)
    source: str = Field(max_length=200)
    recorded_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, sa_column_kwargs={"default": utc_now}
    )
    folded: str | None = Field(
        default=None, sa_type=Text, sa_column_kwargs=folded_from("currency", "source")
    )


class FormerRate(SQLModel, table=True):
    """A rate that held from that day until two persons superseded it, or one withdrew it unused.

    Entries keep it. `approved_by` is empty for a rate that was withdrawn, `recorded_at` for a rate
    that was on record before moments were.
    """

    __tablename__ = "former_rate"
    __table_args__ = (CheckConstraint("approved_by <> superseded_by", name="two_persons"),)

    id: int | None = Field(default=None, primary_key=True)
    currency: str = Field(max_length=3, index=True)
    effective_on: date
    rate: Decimal = Field(sa_type=ExactDecimal)
    source: str = Field(max_length=200)
    recorded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    superseded_at: datetime = Field(sa_type=UtcDateTime)
    superseded_by: str = Field(max_length=254)
    approved_by: str = Field(max_length=254)
    why: str = Field(max_length=2000)
