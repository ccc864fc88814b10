"""The table of reminders that were sent."""

from datetime import date

from sqlmodel import Field, SQLModel


class Reminder(SQLModel, table=True):
    """A reminder of a user: its kind, its subject and its day; there is one of each."""

    __tablename__ = "reminder"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    kind: str = Field(max_length=32, primary_key=True)
    subject: str = Field(max_length=160, primary_key=True)
    day: date = Field(primary_key=True, index=True)
