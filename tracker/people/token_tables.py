"""The table of API tokens."""

from datetime import datetime

from sqlalchemy import JSON, LargeBinary
from sqlmodel import Field, SQLModel

from tracker.db import UtcDateTime


class ApiToken(SQLModel, table=True):
    """A token by which a program acts for a user; the table has only its SHA-256.

    `name` is the user's own, `beginning` its first characters, by which it is recognised.
    """

    __tablename__ = "api_token"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str = Field(max_length=100)
    beginning: str = Field(max_length=20)
    token_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    scopes: list[str] = Field(sa_type=JSON)
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
