"""API tokens: made by a user for a program, shown once, kept as digests, ended by hand or time."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, update
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from tracker.db import write_if_free
from tracker.errors import Fault, InvalidDraft, NotFound
from tracker.people.audit import Change, await_writers, record
from tracker.people.passkey_tables import has_any_factor
from tracker.people.sessions import SEEN_EVERY, digest_of
from tracker.people.subjects import Subject
from tracker.people.tables import User
from tracker.people.token_scopes import TokenScope, scopes_of
from tracker.people.token_tables import ApiToken
from tracker.people.users import user_named
from tracker.words import say

PREFIX = "a30_"
"""The beginning of every token, by which scanners for secrets find one that was let slip."""
SHOWN = 8
"""How many characters of a token, the prefix among them, are kept to recognise it by."""
LONGEST_NAME = 100
LONGEST_LIFE = timedelta(days=366)
MOST = 20
"""The most tokens of a person that are good."""
# Made once: every request of a program asks by it.
OF_TOKEN = (
    select(ApiToken, User, has_any_factor())
    .join(User, col(User.id) == ApiToken.person_id)
    .where(col(ApiToken.token_digest) == bindparam("digest"))
)
MAKE, REVOKE, USE = "make_token", "revoke_token", "use_token"
"""The actions of the trail."""
_TOKEN = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}", re.ASCII)


class TokenDraft(NamedTuple):
    """A token before it is made."""

    name: str
    scopes: tuple[TokenScope, ...]
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokenItem:
    """A token in a list, with the handle of its user."""

    number: int
    handle: str
    name: str
    beginning: str
    scopes: tuple[TokenScope, ...]
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    def is_good(self, now: datetime) -> bool:
        """Tell whether the token is neither expired nor revoked."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class BearerToken:
    """A good token that was sent, its user, and whether that has a second factor."""

    item: TokenItem
    user: User
    has_factor: bool


def make_token(session: Session, handle: str, draft: TokenDraft, now: datetime) -> str:
    """Make a token of a user, inside transaction(), and return it; raises InvalidDraft."""
    await_writers(session)
    user = user_named(session, handle)
    faults = token_faults(draft, user, now)
    if not faults and _is_one_too_many(session, handle, now):
        faults = [Fault("name", say("a person has at most %(most)s tokens", most=MOST))]
    if faults or draft.expires_at is None:
        raise InvalidDraft(faults)
    token = f"{PREFIX}{secrets.token_urlsafe(32)}"
    session.add(
        ApiToken(
            person_id=user.id or 0,
            name=draft.name,
            beginning=token[:SHOWN],
            token_digest=digest_of(token),
            scopes=[scope.value for scope in draft.scopes],
            made_at=now,
            expires_at=draft.expires_at,
        )
    )
    session.flush()
    facts = {
        "token": draft.name,
        "scopes": [scope.value for scope in draft.scopes],
        "until": draft.expires_at.isoformat(),
    }
    record(session, handle, Change(MAKE, Subject.USER, handle, new=facts))
    return token


def token_faults(draft: TokenDraft, user: User, now: datetime) -> list[Fault]:
    """Return the faults of a draft."""
    faults = []
    if not draft.name or len(draft.name) > LONGEST_NAME:
        faults.append(Fault("name", say("name the program that will have the token")))
    if not draft.scopes or not set(draft.scopes) <= set(scopes_of(user.role)):
        faults.append(Fault("scopes", say("choose what the token is for")))
    if draft.expires_at is None or not now < draft.expires_at <= now + LONGEST_LIFE:
        text = say("a token expires on a day to come, within a year")
        faults.append(Fault("expires_on", text))
    return faults


def find_token(session: Session, sent: str, now: datetime) -> BearerToken | None:
    """Return the good token that was sent, of an active user; None for any other text."""
    if _TOKEN.fullmatch(sent) is None:
        return None
    found = session.exec(OF_TOKEN, params={"digest": digest_of(sent)}).first()
    if found is None:
        return None
    row, user, factor = found
    item = _item(row, user.handle)
    if not user.active or not item.is_good(now):
        return None
    return BearerToken(item, user, factor)


def note_token_used(engine: Engine, item: TokenItem, now: datetime) -> None:
    """Write that a token was used, once a minute at most, and never wait for it."""
    if item.last_used_at is not None and now - item.last_used_at < SEEN_EVERY:
        return
    used = update(ApiToken).where(col(ApiToken.id) == item.number)
    write_if_free(engine, used.values(last_used_at=now))


def list_tokens(session: Session, handle: str = "") -> Sequence[TokenItem]:
    """Return the tokens of a user, or of all, the newest first."""
    statement = select(ApiToken, User.handle).join(User, col(User.id) == ApiToken.person_id)
    if handle:
        statement = statement.where(User.handle == handle)
    rows = session.exec(statement.order_by(col(ApiToken.id).desc()))
    return [_item(row, owner) for row, owner in rows]


def revoke_token(session: Session, number: int, actor: str, now: datetime, owner: str = "") -> None:
    """Revoke a token, inside transaction(); of `owner` alone where one is named.

    Raises NotFound. One that was revoked stays as it is.
    """
    await_writers(session)
    row = session.get(ApiToken, number)
    user = None if row is None else session.get_one(User, row.person_id)
    if row is None or user is None or owner not in ("", user.handle):
        raise NotFound(say("There is nothing at this address."))
    if row.revoked_at is None:
        row.revoked_at = now
        session.add(row)
        change = Change(REVOKE, Subject.USER, user.handle, old={"token": row.name})
        record(session, actor, change)


def revoke_all_tokens(session: Session, user: User, actor: str, now: datetime) -> int:
    """Revoke all good tokens of a user, inside transaction() of another change; return how many.

    Each is written into the trail.
    """
    good = [item for item in list_tokens(session, user.handle) if item.is_good(now)]
    for item in good:
        revoke_token(session, item.number, actor, now)
    return len(good)


def forget_tokens(session: Session, person_id: int) -> None:
    """Delete all tokens of a user, inside transaction() of another change."""
    for row in session.exec(select(ApiToken).where(ApiToken.person_id == person_id)):
        session.delete(row)
    session.flush()


def note_recorded(session: Session, handle: str, reference: str) -> None:
    """Write into the trail that a user's token recorded an entry, inside transaction()."""
    record(session, handle, Change(USE, Subject.USER, handle, new={"entry": reference}))


def _is_one_too_many(session: Session, handle: str, now: datetime) -> bool:
    """Tell whether a user has as many good tokens as one may."""
    return sum(item.is_good(now) for item in list_tokens(session, handle)) >= MOST


def _item(row: ApiToken, handle: str) -> TokenItem:
    """Return a row as an item of a list."""
    return TokenItem(
        row.id or 0,
        handle,
        row.name,
        row.beginning,
        tuple(TokenScope(scope) for scope in row.scopes),
        row.made_at,
        row.expires_at,
        row.last_used_at,
        row.revoked_at,
    )
