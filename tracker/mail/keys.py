"""The secrets of links in letters: random, kept as digests, for one use within a time."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from tracker.errors import Conflict
from tracker.mail.kinds import KeyPurpose, MailKind
from tracker.mail.tables import MailedKey
from tracker.people.sessions import digest_of
from tracker.people.tables import User
from tracker.periods import utc_now
from tracker.words import say

LASTS: Mapping[KeyPurpose, timedelta] = {
    KeyPurpose.INVITATION: timedelta(days=7),
    KeyPurpose.PASSWORD_RESET: timedelta(hours=1),
}
"""How long a link serves, from its sending."""
SHORTLY = timedelta(minutes=5)
LONGEST_KEY = 100


def make_key(session: Session, user: User, purpose: KeyPurpose, asked_by: str) -> str:
    """Make the secret of a link, inside transaction(); those of before serve no longer."""
    drop_keys(session, user, purpose)
    key, now = secrets.token_urlsafe(32), utc_now()
    session.add(
        MailedKey(
            person_id=user.id or 0,
            purpose=purpose.value,
            digest=digest_of(key),
            asked_by=asked_by,
            made_at=now,
            ends_at=now + LASTS[purpose],
        )
    )
    session.flush()
    return key


def was_just_made(session: Session, user: User, purpose: KeyPurpose) -> bool:
    """Tell whether a secret for a purpose was made within the last minutes."""
    lately = select(MailedKey.id).where(
        MailedKey.person_id == user.id,
        MailedKey.purpose == purpose.value,
        col(MailedKey.made_at) > utc_now() - SHORTLY,
    )
    return session.exec(lately.limit(1)).first() is not None


def drop_unsent_key(session: Session, kind: MailKind, handle: str) -> None:
    """Drop the secret of a letter that did not leave, inside transaction().

    The next attempt makes another one, which the one of a moment ago would keep from being made.
    """
    if kind is MailKind.PASSWORD_RESET:
        user = session.exec(select(User).where(User.handle == handle)).one()
        drop_keys(session, user, KeyPurpose.PASSWORD_RESET)


def user_of_key(
    session: Session, key: str, purpose: KeyPurpose, now: datetime
) -> tuple[User, MailedKey]:
    """Return the user to whom a secret was sent, and its row; raises Conflict where it is spent."""
    statement = (
        select(User, MailedKey)
        .join(MailedKey, col(MailedKey.person_id) == User.id)
        .where(
            MailedKey.digest == digest_of(key[:LONGEST_KEY]),
            MailedKey.purpose == purpose.value,
            col(MailedKey.ends_at) > now,
            col(User.active),
        )
    )
    found = session.exec(statement).first()
    if found is None:
        raise Conflict(say("This link serves no longer: it was used, replaced, or is too old."))
    return found


def drop_keys(session: Session, user: User, purpose: KeyPurpose | None = None) -> None:
    """Drop the secrets sent to a user, of one purpose or all, and those of all that are too old."""
    of_user = col(MailedKey.person_id) == user.id
    if purpose is not None:
        of_user &= col(MailedKey.purpose) == purpose.value
    session.execute(delete(MailedKey).where(of_user | (col(MailedKey.ends_at) < utc_now())))
