"""Drafts of forms: of one person, at the address of one form, for thirty days.

They are no part of the record: no trail tells of them and no lock waits for them.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete
from sqlalchemy import select as some
from sqlmodel import Session, col, select

from tracker.errors import InvalidInput
from tracker.people.kept_forms import FoundForm, SentForm
from tracker.people.sessions import SessionEnd
from tracker.people.tables import FormDraft, User
from tracker.words import say

KEPT_FOR = timedelta(days=30)
LARGEST = 64 * 1024
"""The most bytes of a draft's names and texts."""
MOST_PER_PERSON = 50
LONGEST_FORM = 500
"""The most characters of a form's address."""
FILLED_FROM = "filled_from"
"""The field that holds the record from which a form was filled."""
NEVER = ("password", "token", "secret")
"""The parts of names of fields that are never kept."""
TITLES = ("title", "name", "summary", "code", "reference")
"""The fields that name what a form is about, the first that is filled in."""
LONGEST_TITLE = 200
Fields = tuple[tuple[str, str], ...]


class DraftItem(NamedTuple):
    """A draft in the list of its person."""

    number: int
    form: str
    title: str
    begun_at: datetime
    kept_at: datetime
    record_digest: bytes


def keepable(fields: Iterable[tuple[str, str]]) -> Fields:
    """Return the fields of a form that a draft may hold."""
    return tuple((name, text) for name, text in fields if not any(part in name for part in NEVER))


def record_digest(text: str) -> bytes:
    """Return the digest of what a form was filled from; empty for a form of a new record."""
    return hashlib.sha256(text.encode()).digest() if text else b""


def keep_draft(session: Session, handle: str, form: str, fields: Fields, now: datetime) -> int:
    """Keep the draft of a form, in place of an earlier one, and return its number.

    Called inside transaction(). Drafts that are too old or too many are dropped. Raises
    InvalidInput for one that is too large.
    """
    if sum(len(f"{name}{text}".encode()) for name, text in fields) > LARGEST:
        raise InvalidInput(say("This form is too large to be kept as a draft."))
    if len(form) > LONGEST_FORM:
        raise InvalidInput(say("This form has too long an address to be kept as a draft."))
    person = session.exec(select(User.id).where(User.handle == handle)).one()
    row = session.exec(
        select(FormDraft).where(FormDraft.person_id == person, FormDraft.form == form)
    ).first()
    if row is None:
        row = FormDraft(person_id=person or 0, form=form, begun_at=now, kept_at=now, fields=[])
    row.kept_at = now
    row.title = _title_of(dict(fields))
    row.fields = [list(field) for field in fields]
    row.record_digest = record_digest(dict(fields).get(FILLED_FROM, ""))
    session.add(row)
    session.flush()
    _drop_old(session, person or 0, now)
    return row.id or 0


def list_drafts(session: Session, handle: str, now: datetime) -> tuple[DraftItem, ...]:
    """Return the drafts of a person, the newest first."""
    columns = [getattr(FormDraft, name) for name in ("id", *DraftItem._fields[1:])]
    statement = (
        some(*columns)
        .join(User, col(User.id) == FormDraft.person_id)
        .where(col(User.handle) == handle, col(FormDraft.kept_at) > now - KEPT_FOR)
        .order_by(col(FormDraft.kept_at).desc())
    )
    return tuple(DraftItem(*row) for row in session.execute(statement))


def draft_of(session: Session, handle: str, form: str, now: datetime) -> DraftItem | None:
    """Return a person's draft of a form; None without one."""
    return next((one for one in list_drafts(session, handle, now) if one.form == form), None)


def find_draft(session: Session, number: int, now: datetime) -> FoundForm | None:
    """Return a draft as a form to be shown again; None when there is none, or no longer."""
    statement = (
        select(FormDraft, User.handle)
        .join(User, col(User.id) == FormDraft.person_id)
        .where(FormDraft.id == number, col(FormDraft.kept_at) > now - KEPT_FOR)
    )
    pair = session.exec(statement).first()
    if pair is None:
        return None
    row, handle = pair
    fields = tuple((name, text) for name, text in row.fields)
    sent = SentForm(row.form, row.form, fields, has_files=False, session_end=SessionEnd.ENDED)
    return FoundForm(row.id or 0, handle, sent, draft_of=row.kept_at)


def drop_draft(session: Session, handle: str, form: str) -> None:
    """Drop a person's draft of a form, inside transaction()."""
    person = select(User.id).where(User.handle == handle).scalar_subquery()
    session.execute(
        delete(FormDraft).where(col(FormDraft.person_id) == person, col(FormDraft.form) == form)
    )


def _title_of(fields: Mapping[str, str]) -> str:
    """Return the words by which a person knows a draft; "" where it has none."""
    named = (fields.get(name, "").strip() for name in TITLES)
    return next(filter(None, named), "")[:LONGEST_TITLE]


def _drop_old(session: Session, person: int, now: datetime) -> None:
    """Drop drafts of before thirty days, and a person's oldest beyond the most."""
    newest = (
        select(FormDraft.id)
        .where(FormDraft.person_id == person)
        .order_by(col(FormDraft.kept_at).desc(), col(FormDraft.id).desc())
        .limit(MOST_PER_PERSON)
    )
    session.execute(
        delete(FormDraft).where(
            col(FormDraft.person_id) == person, col(FormDraft.id).not_in(newest)
        )
    )
    session.execute(delete(FormDraft).where(col(FormDraft.kept_at) <= now - KEPT_FOR))
