"""Tables of passkeys (W3C Web Authentication), and of the challenges that browsers answer."""

from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary, exists, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Field, SQLModel, col

from tracker.db import UtcDateTime
from tracker.people.factor_tables import SecondFactor
from tracker.people.tables import User


class Passkey(SQLModel, table=True):
    """A passkey of a user: its name and its public key, which opens nothing.

    One that `signs_in_alone` takes the place of password and code; after a reset of the password
    it only takes that of the code.
    """

    __tablename__ = "passkey"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str = Field(max_length=100)
    credential_id: bytes = Field(sa_type=LargeBinary, unique=True)
    public_key: bytes = Field(sa_type=LargeBinary)
    signs_in_alone: bool = True
    made_at: datetime = Field(sa_type=UtcDateTime)


class PasskeyUse(SQLModel, table=True):
    """How often the device of a passkey says that it was used, and when it was used here last."""

    __tablename__ = "passkey_use"

    passkey_id: int = Field(
        foreign_key="passkey.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    sign_count: int = Field(sa_type=BigInteger)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PasskeyChallenge(SQLModel, table=True):
    """A challenge given to one browser, answered once within minutes.

    `browser_digest` is that of the secret in the browser's cookie, `machine` the address by which
    challenges are counted. An answer that proves who the user is leaves `proof_digest`, of a code
    that is used once in place of one of an authenticator.
    """

    __tablename__ = "passkey_challenge"

    id: int | None = Field(default=None, primary_key=True)
    challenge: bytes = Field(sa_type=LargeBinary, unique=True)
    purpose: str = Field(max_length=20)
    browser_digest: bytes = Field(sa_type=LargeBinary)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    proof_digest: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    machine: str | None = Field(default=None, max_length=64, index=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def has_any_factor() -> ColumnElement[bool]:
    """Return the condition that the user of a statement has an authenticator or a passkey."""
    return or_(
        exists().where(col(SecondFactor.person_id) == User.id),
        exists().where(col(Passkey.person_id) == User.id),
    )
