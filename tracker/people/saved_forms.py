"""Forms that were saved, so that the same form sent again is not saved twice."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from tracker.errors import TrackerError
from tracker.people.tables import SavedForm
from tracker.words import say

KNOWN_FOR = timedelta(days=7)


class SavedBefore(TrackerError):
    """The same form was saved before; `digest` is that of what was sent."""

    status = 409
    title = "Saved before"

    def __init__(self, digest: bytes) -> None:
        super().__init__(say("This form was saved before."))
        self.digest = digest


def digest_of_form(token: str, handle: str, fields: Iterable[tuple[str, str]]) -> bytes:
    """Return the digest of a form as it was sent with its token by a person."""
    found = hashlib.sha256(f"{token}\n{handle}".encode())
    for name, text in sorted(fields):
        found.update(f"\0{len(name)}:{name}{text}".encode())
    return found.digest()


def claim_form(session: Session, digest: bytes, now: datetime) -> None:
    """Note that a form is saved, in the transaction that saves it; others wait for its end.

    Raises SavedBefore for one that was saved before.
    """
    session.add(SavedForm(digest=digest, saved_at=now))
    try:
        session.flush()
    except IntegrityError as error:
        raise SavedBefore(digest) from error
    session.execute(delete(SavedForm).where(col(SavedForm.saved_at) < now - KNOWN_FOR))


def note_address(session: Session, digest: bytes, address: str) -> None:
    """Note where a saved form led to, inside transaction()."""
    noted = update(SavedForm).where(col(SavedForm.digest) == digest).values(address=address)
    session.execute(noted)


def address_of_saved(session: Session, digest: bytes) -> str:
    """Return where a saved form led to; "" while its answer is being made."""
    found = session.exec(select(SavedForm.address).where(SavedForm.digest == digest)).first()
    return found or ""
