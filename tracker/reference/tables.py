"""The tables of adherence, signatures and consents to be bound, and of sessions that were added."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.db import enum_column
from tracker.reference.adherence_codes import Action, FactKind
from tracker.reference.instruments import Instrument
from tracker.reference.sessions import SessionBody


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


class AddedSession(SQLModel, table=True):
    """A session of a body that the secretariat has added to those of data/sessions.csv."""

    __tablename__ = "added_session"
    __table_args__ = (
        UniqueConstraint("body", "number"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("number > 0", name="numbered"),
    )

    id: int | None = Field(default=None, primary_key=True)
    body: SessionBody = Field(sa_type=enum_column(SessionBody))
    number: int
    first_day: date
    last_day: date
    place: str = Field(default="", max_length=200)
    source: str = Field(max_length=500)
