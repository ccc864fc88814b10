"""The table of adherence: signatures and consents to be bound, with the dates of knowledge."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.db import enum_column
from tracker.reference.adherence_codes import Action, FactKind
from tracker.reference.instruments import Instrument


class AdherenceFact(SQLModel, table=True):
    """A signature or consent of a party, with its date and the date from which it was known.

    `party` is ISO 3166 alpha-3 or EU. A fact counts as known from `known_on` to the day before
    `superseded_on`.
    """

    __tablename__ = "adherence_fact"
    __table_args__ = (
        UniqueConstraint("instrument", "party", "fact", "dated_on", "known_on"),
        CheckConstraint("superseded_on IS NULL OR superseded_on > known_on", name="known_in_order"),
        CheckConstraint("dated_on <= known_on", name="known_after_it_happened"),
    )

    id: int | None = Field(default=None, primary_key=True)
    instrument: Instrument = Field(sa_type=enum_column(Instrument))
    party: str = Field(max_length=3)
    fact: FactKind = Field(sa_type=enum_column(FactKind))
    action: Action = Field(sa_type=enum_column(Action))
    dated_on: date
    known_on: date
    superseded_on: date | None = None
    source: str = Field(default="", max_length=500)
