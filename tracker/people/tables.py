"""Tables of users, of the trail of changes, and of the version of the record."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    cast,
    func,
    select,
    text,
)
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlmodel import Field, SQLModel

from tracker.db import UtcDateTime, enum_column
from tracker.folded_columns import folded_from
from tracker.people.roles import Role

PERSON = "P-"
"""The beginning of a person's handle; no handle of another actor begins so."""


def next_handle(context: DefaultExecutionContext) -> str:
    """Return the handle of the next person: the number after the last, of at least six digits."""
    handle = User.__table__.c.handle  # type: ignore[attr-defined] # SQLModel makes it
    last = func.max(cast(func.substr(handle, len(PERSON) + 1), Integer))
    return f"{PERSON}{(context.connection.scalar(select(last)) or 0) + 1:06}"


class User(SQLModel, table=True):
    """A user: a person who can sign in.

    `handle` names the person in all that is recorded; guards of the database keep it, and the row.
    `password_hash` is empty until an invitation is accepted. `programmes` are the codes, between
    blanks, of a programme manager who has chosen ones. Since `barred_at`, when `barred_by` had the
    password reset, the user approves and posts nothing.
    """

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    handle: str = Field(
        default=None,
        max_length=40,
        unique=True,
        nullable=False,
        sa_column_kwargs={"default": next_handle},
    )
    email: str = Field(max_length=254, unique=True)
    name: str = Field(default="", max_length=200)
    role: Role = Field(sa_type=enum_column(Role))
    donor_code: str = Field(default="", max_length=20)
    password_hash: str = Field(max_length=200)
    password_is_temporary: bool = Field(
        default=False, sa_column_kwargs={"server_default": text("false")}
    )
    programmes: str = Field(default="", max_length=2000, sa_column_kwargs={"server_default": ""})
    barred_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    barred_by: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    anonymised_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    active: bool = True
    session_epoch: int = 0
    locale: str = Field(default="", max_length=8)
    created_at: datetime = Field(sa_type=UtcDateTime)
    folded: str | None = Field(default=None, sa_type=Text, sa_column_kwargs=folded_from("name"))


class ActorName(SQLModel, table=True):
    """A text by which records named an actor before there were handles; never changed."""

    __tablename__ = "actor_name"

    text: str = Field(max_length=254, primary_key=True)
    handle: str = Field(max_length=40, index=True)


class UserSession(SQLModel, table=True):
    """A session: from signing in to its end, of one user at one browser.

    The cookie has the token, the table only its SHA-256; `form_digest` is that of the secret in the
    session's form tokens. `epoch` is the user's `session_epoch` when it began: it ends with that.
    """

    __tablename__ = "user_session"

    id: int | None = Field(default=None, primary_key=True)
    token_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    form_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    epoch: int
    began_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    address: str = Field(default="", max_length=64)
    agent: str = Field(default="", max_length=200)


class KeptForm(SQLModel, table=True):
    """A form that arrived after its session had ended, until its user has signed in again.

    `fields` are its names and texts in their order, without passwords and tokens; `address` is
    where it was sent, `page` where it was filled in. The address of the reader has a random key,
    the table only its SHA-256.
    """

    __tablename__ = "kept_form"

    id: int | None = Field(default=None, primary_key=True)
    key_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kept_at: datetime = Field(sa_type=UtcDateTime, index=True)
    address: str = Field(max_length=2000)
    page: str = Field(max_length=2000)
    fields: list[list[str]] = Field(sa_type=JSON)
    has_files: bool = False
    session_end: str = Field(max_length=32)


class FormDraft(SQLModel, table=True):
    """A draft of a form that its user goes on with later, one for each form at its address.

    `fields` are its names and texts in their order, without passwords, tokens and files;
    `record_digest` is that of the record from which the form was filled, empty for a new one.
    """

    __tablename__ = "form_draft"
    __table_args__ = (UniqueConstraint("person_id", "form"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    form: str = Field(max_length=500)
    title: str = Field(default="", max_length=200)
    record_digest: bytes = Field(default=b"", sa_type=LargeBinary)
    begun_at: datetime = Field(sa_type=UtcDateTime)
    kept_at: datetime = Field(sa_type=UtcDateTime, index=True)
    fields: list[list[str]] = Field(sa_type=JSON)


class SavedForm(SQLModel, table=True):
    """A form that was saved: the digest of what was sent with its token, and where it led to.

    `address` is empty until the answer was made.
    """

    __tablename__ = "saved_form"

    digest: bytes = Field(sa_type=LargeBinary, primary_key=True)
    saved_at: datetime = Field(sa_type=UtcDateTime, index=True)
    address: str = Field(default="", max_length=2000)


class SavedView(SQLModel, table=True):
    """A view of the dashboards that a user saved under a name: the page's path and its query."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    name: str = Field(max_length=100)
    page: str = Field(max_length=200)
    query: str = Field(max_length=2000)
    saved_at: datetime = Field(sa_type=UtcDateTime)


class SignInAttempt(SQLModel, table=True):
    """An attempt to sign in; counted to slow down guessing."""

    __tablename__ = "sign_in_attempt"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=254, index=True)
    address: str = Field(max_length=64, index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    succeeded: bool = False


class AuditRecord(SQLModel, table=True):
    """A change in the trail: user, moment, reason, the values before and after.

    `seal` is the digest of the rows that its transaction changed, where it is the last record of
    that; `digest` covers all of the record and the digest of the record before.
    """

    __tablename__ = "audit_record"

    id: int | None = Field(
        default=None, primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(max_length=254)
    action: str = Field(max_length=40)
    subject_kind: str = Field(max_length=40)
    subject_reference: str = Field(max_length=120, index=True)
    why: str = Field(default="", max_length=2000)
    old: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    new: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    seal: bytes = Field(default=b"", sa_type=LargeBinary)
    digest: bytes = Field(sa_type=LargeBinary)


class TrailHead(SQLModel, table=True):
    """One row: the number of the trail's last record, and its digest."""

    __tablename__ = "trail_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    last_record_id: int = 0
    digest: bytes = Field(default=b"", sa_type=LargeBinary)


class RowSeal(SQLModel, table=True):
    """The digest of a row as a record of the trail left it; empty where the row was deleted.

    The newest one of a row is that of its content today; earlier ones stay.
    """

    __tablename__ = "row_seal"

    record_id: int = Field(
        foreign_key="audit_record.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    table_name: str = Field(max_length=63, primary_key=True)
    row_key: str = Field(primary_key=True)
    digest: bytes = Field(sa_type=LargeBinary)


class RecordState(SQLModel, table=True):
    """One row, which every writer locks: the versions of pages and of data, and the record's kind.

    `version` is that of pages: it moves with whatever a page may show, and caches go by it.
    `data_version` moves with facts and figures alone, and is printed beside them.
    `latest_at` is the latest moment of a write; no later write has an earlier one.
    """

    __tablename__ = "record_state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    version: int = 0
    data_version: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    illustrative: bool = False
    latest_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
