"""Tables of second factors: their secrets, the codes used last, and recovery codes."""

from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary
from sqlmodel import Field, SQLModel

from tracker.db import UtcDateTime


class SecondFactor(SQLModel, table=True):
    """The second factor of a user: the secret of an authenticator, encrypted (`secret_box`)."""

    __tablename__ = "second_factor"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", unique=True)
    secret: str = Field(max_length=400)
    set_at: datetime = Field(sa_type=UtcDateTime)


class SecondFactorUse(SQLModel, table=True):
    """The newest time step of which a user's code was used; no code of it or before works again."""

    __tablename__ = "second_factor_use"

    person_id: int = Field(
        foreign_key="person.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    last_step: int = Field(sa_type=BigInteger)


class RecoveryCode(SQLModel, table=True):
    """A recovery code of a user, as its SHA-256: used once in place of the authenticator."""

    __tablename__ = "recovery_code"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    code_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
