"""Forms kept over a sign-in: for one person, for a day, and for nobody else."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from tracker.people.sessions import SessionEnd, digest_of
from tracker.people.tables import KeptForm, User

KEPT_FOR = timedelta(days=1)
MOST_PER_PERSON = 20
LONGEST_ADDRESS = 2000
LARGEST_FORM = 2 * 1024 * 1024
"""The most characters of all texts of a form that is kept."""


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form as it was sent: where to, from which page, its names and texts."""

    address: str
    page: str
    fields: tuple[tuple[str, str], ...]
    has_files: bool
    session_end: SessionEnd

    @property
    def holds_something(self) -> bool:
        """Tell whether something was filled in: a button alone is not pressed again."""
        return bool(self.fields) or self.has_files

    @property
    def is_too_large(self) -> bool:
        """Tell whether it is larger than what is kept."""
        size = sum(len(name) + len(text) for name, text in self.fields)
        return size > LARGEST_FORM or max(len(self.address), len(self.page)) > LONGEST_ADDRESS


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A form that is kept, with the handle of its person; a draft with the moment it is of."""

    number: int
    handle: str
    sent: SentForm
    draft_of: datetime | None = None


def keep_form(session: Session, person_id: int, sent: SentForm, now: datetime) -> str:
    """Keep a form, inside transaction(), and return its key; old ones and too many are dropped."""
    key = secrets.token_urlsafe(24)
    session.add(
        KeptForm(
            key_digest=digest_of(key),
            person_id=person_id,
            kept_at=now,
            address=sent.address,
            page=sent.page,
            fields=[list(field) for field in sent.fields],
            has_files=sent.has_files,
            session_end=sent.session_end.value,
        )
    )
    session.flush()
    newest = (
        select(KeptForm.id)
        .where(KeptForm.person_id == person_id)
        .order_by(col(KeptForm.id).desc())
        .limit(MOST_PER_PERSON)
    )
    of_person = col(KeptForm.person_id) == person_id
    session.execute(delete(KeptForm).where(of_person, col(KeptForm.id).not_in(newest)))
    session.execute(delete(KeptForm).where(col(KeptForm.kept_at) <= now - KEPT_FOR))
    return key


def find_kept_form(session: Session, key: str, now: datetime) -> FoundForm | None:
    """Return the form of a key; None when there is none, or no longer."""
    statement = (
        select(KeptForm, User.handle)
        .join(User, col(User.id) == KeptForm.person_id)
        .where(KeptForm.key_digest == digest_of(key), col(KeptForm.kept_at) > now - KEPT_FOR)
    )
    pair = session.exec(statement).first()
    if pair is None:
        return None
    row, handle = pair
    fields = tuple((name, text) for name, text in row.fields)
    end = SessionEnd(row.session_end)
    return FoundForm(
        row.id or 0, handle, SentForm(row.address, row.page, fields, row.has_files, end)
    )


def drop_kept_form(session: Session, number: int) -> None:
    """Drop a form, inside transaction()."""
    session.execute(delete(KeptForm).where(col(KeptForm.id) == number))
