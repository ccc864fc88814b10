"""Sessions on the server: begun by signing in, and ended by time, by their user or for them.

The browser has a random token, the table only its digest, so that a copied cookie opens nothing
once its session has ended, and a copy of the table opens nothing at all.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, update
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from tracker.db import write_if_free
from tracker.errors import NotFound
from tracker.people.passkey_tables import has_any_factor
from tracker.people.tables import User, UserSession
from tracker.words import say

SEEN_EVERY = timedelta(minutes=1)
"""How often the moment of a session's last request is written at most."""
KNOWN_AFTER_END = timedelta(days=7)
"""How long an ended session is known as its user's."""
LONGEST_ADDRESS = 64
LONGEST_AGENT = 200
_SESSIONS: Any = select(UserSession, User, has_any_factor()).join(
    User, col(User.id) == UserSession.person_id
)
# Made once: every request asks by one of them, and building it took as long as running it.
OF_COOKIE = _SESSIONS.where(col(UserSession.token_digest) == bindparam("digest"))
OF_FORM = _SESSIONS.where(col(UserSession.form_digest) == bindparam("digest"))


class SessionEnd(StrEnum):
    """Why a session has ended."""

    IDLE = "idle"
    """Its user did nothing for too long."""
    LONGEST = "longest"
    """It had lasted as long as one may."""
    ENDED = "ended"
    """Its user ended it, or all sessions of the user were ended."""


class SessionLimits(NamedTuple):
    """How long a session lasts without a request, and in any case."""

    idle: timedelta
    longest: timedelta


class SignInPlace(NamedTuple):
    """The address and the browser from which a user signs in; texts of any length."""

    address: str
    agent: str


@dataclass(frozen=True, slots=True)
class SessionSecrets:
    """The secrets of a new session, for its cookie and for the tokens of its forms."""

    token: str
    form_secret: str


@dataclass(frozen=True, slots=True)
class FoundSession:
    """A session, its user, and whether that has a second factor; `end` is None while it lasts."""

    number: int
    user: User
    end: SessionEnd | None
    last_seen_at: datetime
    has_factor: bool = False


@dataclass(frozen=True, slots=True)
class SessionItem:
    """A session that lasts, for the list of its user."""

    number: int
    began_at: datetime
    last_seen_at: datetime
    ends_at: datetime
    address: str
    agent: str


def begin_session(
    session: Session, user: User, place: SignInPlace, limits: SessionLimits, now: datetime
) -> SessionSecrets:
    """Begin a session of a user, inside transaction(); forgets those that ended long ago.

    The newest of each user stays, since it tells when the user was last here.
    """
    begun = SessionSecrets(secrets.token_urlsafe(32), secrets.token_hex(32))
    newest = select(func.max(UserSession.id)).group_by(col(UserSession.person_id))
    ended_long_ago = col(UserSession.ends_at) < now - KNOWN_AFTER_END
    session.execute(delete(UserSession).where(ended_long_ago, col(UserSession.id).not_in(newest)))
    session.add(
        UserSession(
            token_digest=digest_of(begun.token),
            form_digest=digest_of(begun.form_secret),
            person_id=user.id or 0,
            epoch=user.session_epoch,
            began_at=now,
            last_seen_at=now,
            ends_at=now + limits.longest,
            address=place.address[:LONGEST_ADDRESS],
            agent=place.agent.replace("\0", "")[:LONGEST_AGENT],
        )
    )
    return begun


def find_session(
    session: Session, token: str, limits: SessionLimits, now: datetime
) -> FoundSession | None:
    """Return the session of a cookie's token, ended or not; None for a token of none."""
    return _found(session, OF_COOKIE, token, limits, now)


def find_session_of_form(
    session: Session, form_secret: str, limits: SessionLimits, now: datetime
) -> FoundSession | None:
    """Return the session for which a form was drawn, ended or not."""
    return _found(session, OF_FORM, form_secret, limits, now)


def note_seen(engine: Engine, found: FoundSession, now: datetime) -> None:
    """Write that a session had a request, once a minute at most, and never wait for it."""
    if now - found.last_seen_at < SEEN_EVERY:
        return
    seen = update(UserSession).where(col(UserSession.id) == found.number)
    write_if_free(engine, seen.values(last_seen_at=now))


def list_sessions(
    session: Session, handle: str, limits: SessionLimits, now: datetime
) -> Sequence[SessionItem]:
    """Return the sessions of a user that last, the newest first."""
    statement = (
        select(UserSession)
        .join(User, col(User.id) == UserSession.person_id)
        .where(
            User.handle == handle,
            User.session_epoch == UserSession.epoch,
            col(UserSession.ended_at).is_(None),
            col(UserSession.ends_at) > now,
            col(UserSession.last_seen_at) > now - limits.idle,
        )
        .order_by(col(UserSession.id).desc())
    )
    return [
        SessionItem(
            row.id or 0, row.began_at, row.last_seen_at, row.ends_at, row.address, row.agent
        )
        for row in session.exec(statement)
    ]


def last_visit(session: Session, handle: str, but: int) -> datetime | None:
    """Return when a user was last here before the session `but`; None where it is not known."""
    statement = (
        select(func.max(UserSession.last_seen_at))
        .join(User, col(User.id) == UserSession.person_id)
        .where(User.handle == handle, col(UserSession.id) != but)
    )
    return session.exec(statement).one()


def end_session(session: Session, handle: str, number: int, now: datetime) -> None:
    """End one session of a user, inside transaction(); raises NotFound for one of another."""
    row = session.get(UserSession, number)
    owner = None if row is None else session.get_one(User, row.person_id)
    if row is None or owner is None or owner.handle != handle:
        raise NotFound(say("There is nothing at this address."))
    if row.ended_at is None:
        row.ended_at = now
        session.add(row)


def end_other_sessions(session: Session, handle: str, spared: int, now: datetime) -> None:
    """End all sessions of a user but one, inside transaction()."""
    owner = select(User.id).where(User.handle == handle).scalar_subquery()
    session.execute(
        update(UserSession)
        .where(
            col(UserSession.person_id) == owner,
            col(UserSession.id) != spared,
            col(UserSession.ended_at).is_(None),
        )
        .values(ended_at=now)
    )


def digest_of(secret: str) -> bytes:
    """Return the digest by which a random secret is on record."""
    return hashlib.sha256(secret.encode(errors="replace")).digest()


def _found(
    session: Session,
    statement: Any,  # noqa: ANN401 - one of those above
    secret: str,
    limits: SessionLimits,
    now: datetime,
) -> FoundSession | None:
    """Return the session that a statement finds by the digest of a secret."""
    found = session.exec(statement, params={"digest": digest_of(secret)}).first()
    if found is None:
        return None
    row, user, factor = found
    end = _end_of(row, user, limits, now)
    return FoundSession(row.id or 0, user, end, row.last_seen_at, factor)


def _end_of(
    row: UserSession, user: User, limits: SessionLimits, now: datetime
) -> SessionEnd | None:
    """Tell why a session has ended; None while it lasts."""
    if row.ended_at is not None or not user.active or row.epoch != user.session_epoch:
        return SessionEnd.ENDED
    if now >= row.ends_at:
        return SessionEnd.LONGEST
    return SessionEnd.IDLE if now - row.last_seen_at >= limits.idle else None
