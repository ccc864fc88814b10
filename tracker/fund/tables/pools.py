"""The table of programmes whose money is pooled."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class PooledProgramme(SQLModel, table=True):
    """A span of days in which money that is earmarked to one programme alone is pooled.

    Such money may then pay for any activity of the programme without being named. `until_on` is
    None while it goes on.
    """

    __tablename__ = "pooled_programme"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR from_on <= until_on", name="days_in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme: str = Field(max_length=60, foreign_key="programme.code", index=True)
    from_on: date
    until_on: date | None = None
