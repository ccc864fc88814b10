"""The tables of the outbox, of the secrets in links, and of the kinds that readers switch off."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary
from sqlmodel import Field, SQLModel

from tracker.db import UtcDateTime, enum_column
from tracker.mail.kinds import MailState


class Mail(SQLModel, table=True):
    """A letter to be sent: its kind, the handle of its reader and what it is about.

    It holds no address, no text and no token: these are made when it is sent. `fault` is the last
    refusal, by its number, since the words of a server repeat addresses.
    """

    __tablename__ = "mail"
    __table_args__ = (
        Index(None, "state", "next_try_at"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=32)
    handle: str = Field(max_length=40, index=True)
    about: dict[str, Any] = Field(sa_type=JSON)
    state: MailState = Field(default=MailState.WAITING, sa_type=enum_column(MailState))
    attempts: int = 0
    put_at: datetime = Field(sa_type=UtcDateTime)
    next_try_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    fault: str = Field(default="", max_length=80)


class MailedKey(SQLModel, table=True):
    """The secret of a link in a letter, of which only the SHA-256 is kept; it serves once.

    `asked_by` is the handle of who had it sent.
    """

    __tablename__ = "mailed_key"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    purpose: str = Field(max_length=32)
    digest: bytes = Field(sa_type=LargeBinary, unique=True)
    asked_by: str = Field(default="", max_length=40)
    made_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime, index=True)


class MailSwitch(SQLModel, table=True):
    """A kind of letters that a user has switched off."""

    __tablename__ = "mail_switch"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    kind: str = Field(max_length=32, primary_key=True)
