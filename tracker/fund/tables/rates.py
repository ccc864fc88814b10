"""The table of exchange rates."""

from datetime import date
from decimal import Decimal

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.db import ExactDecimal


class ExchangeRate(SQLModel, table=True):
    """An operational rate in local units per 1 USD, from its date on."""

    __tablename__ = "exchange_rate"
    __table_args__ = (UniqueConstraint("currency", "effective_on"),)

    id: int | None = Field(default=None, primary_key=True)
    currency: str = Field(max_length=3)
    effective_on: date
    rate: Decimal = Field(sa_type=ExactDecimal)
    source: str = Field(max_length=200)
