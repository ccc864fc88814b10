"""The second factor of a user: an authenticator set, replaced and removed; the reset of all.

Each change is written inside transaction(), with a record in the trail, and ends all sessions of
the user. A new authenticator comes with new recovery codes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.people.audit import Change, await_writers, record
from tracker.people.factor_tables import SecondFactor, SecondFactorUse
from tracker.people.illustrative_users import DOMAIN
from tracker.people.passkey_tables import has_any_factor
from tracker.people.passkeys import (
    drop_passkeys,
    has_authenticator,
    list_passkeys,
    spare_last_factor,
)
from tracker.people.recovery_codes import codes_left, drop_codes, renew_codes
from tracker.people.roles import Role
from tracker.people.secret_box import SecretBox
from tracker.people.subjects import Subject
from tracker.people.tables import User
from tracker.people.users import user_named
from tracker.words import say

SET, REPLACE = "set_second_factor", "replace_second_factor"
REMOVE, RESET = "remove_second_factor", "reset_second_factor"
RENEW = "renew_recovery_codes"
ENCRYPT = "encrypt_second_factor"
"""The actions of the trail."""


@dataclass(frozen=True, slots=True)
class FactorState:
    """The second factor of a user: since when, and how many recovery codes are left.

    `set_at` is None for a user who has passkeys and no authenticator.
    """

    set_at: datetime | None
    codes_left: int
    passkeys: int = 0


@dataclass(frozen=True, slots=True)
class NewFactor:
    """The secret of an authenticator, encrypted, and the time step of the code that proved it."""

    closed_secret: str
    step: int


def must_have_factor(user: User, roles: Collection[str]) -> bool:
    """Tell whether a user needs a second factor: one of these roles, and not illustrative.

    Users of the illustrative account, whose password everybody knows, enter no production.
    """
    return user.role.value in roles and not user.email.endswith(f"@{DOMAIN}")


def has_factor(session: Session, person_id: int) -> bool:
    """Tell whether a user has a second factor: an authenticator or a passkey."""
    wanted = select(User.id).where(User.id == person_id, has_any_factor())
    return session.exec(wanted).first() is not None


def people_with_factor(session: Session) -> frozenset[int]:
    """Return the numbers of the users who have a second factor."""
    return frozenset(one or 0 for one in session.exec(select(User.id).where(has_any_factor())))


def count_lacking(session: Session, roles: Collection[str]) -> int:
    """Count the active users whose role needs a second factor and who have none."""
    statement = select(func.count()).where(
        col(User.active),
        col(User.role).in_([Role(role) for role in roles]),
        col(User.email).not_like(f"%@{DOMAIN}"),
        ~has_any_factor(),
    )
    return session.exec(statement).one()


def factor_state(session: Session, handle: str) -> FactorState | None:
    """Return the second factor of a user; None without one."""
    user = user_named(session, handle)
    number = user.id or 0
    row, passkeys = _row(session, number), len(list_passkeys(session, number))
    if row is None and not passkeys:
        return None
    since = None if row is None else row.set_at
    return FactorState(since, codes_left(session, number), passkeys)


def set_factor(
    session: Session, handle: str, new: NewFactor, now: datetime, replaced: datetime | None = None
) -> tuple[User, tuple[str, ...]]:
    """Set a user's own factor; return the user and the new recovery codes.

    `replaced` is when the factor was set that was proven and is replaced; None where there was
    none. Raises Conflict where another stands by now.
    """
    await_writers(session)
    user = user_named(session, handle)
    row = _row(session, user.id or 0)
    if (None if row is None else row.set_at) != replaced:
        raise Conflict(say("Your second factor was changed meanwhile. Look at it, then go on."))
    action = REPLACE if _drop(session, user) else SET
    number = user.id or 0
    session.add(SecondFactor(person_id=number, secret=new.closed_secret, set_at=now))
    session.add(SecondFactorUse(person_id=number, last_step=new.step))
    codes = renew_codes(session, number, now)
    _write(session, user, handle, Change(action, Subject.USER, user.handle))
    return user, codes


def renew_recovery_codes(session: Session, handle: str, now: datetime) -> tuple[str, ...]:
    """Give a user new recovery codes in place of those before; raises NotFound without a factor."""
    await_writers(session)
    user = user_named(session, handle)
    if not has_factor(session, user.id or 0):
        raise _without_factor()
    codes = renew_codes(session, user.id or 0, now)
    record(session, handle, Change(RENEW, Subject.USER, user.handle))
    return codes


def remove_factor(session: Session, handle: str, *, needed: bool = False) -> User:
    """Remove a user's own authenticator; raises NotFound without one.

    Raises NotAllowed for the last factor where one is `needed`.
    """
    await_writers(session)
    user = user_named(session, handle)
    number = user.id or 0
    if not has_authenticator(session, number):
        raise _without_factor()
    is_last = not list_passkeys(session, number)
    spare_last_factor(is_last=is_last, needed=needed)
    _drop(session, user)
    if is_last:
        drop_codes(session, number)
    _write(session, user, handle, Change(REMOVE, Subject.USER, user.handle))
    return user


def reset_factor(session: Session, named: str, actor: str, why: str) -> User:
    """Take a lost factor from a user; raises NotFound, Conflict or InvalidInput."""
    if not why.strip():
        raise InvalidInput(say("say why it is reset"), "why")
    if user_named(session, named).handle == actor:
        raise Conflict(say("Another administrator resets your second factor."))
    await_writers(session)
    user = user_named(session, named)
    if not forget_factor(session, user):
        raise _without_factor()
    _write(session, user, actor, Change(RESET, Subject.USER, user.handle, why=why.strip()))
    return user


def encrypt_anew(session: Session, box: SecretBox, actor: str) -> int:
    """Encrypt all secrets under the present key, inside transaction(); return their number.

    Before an older key is forgotten. Raises UnreadableSecret for one of no known key.
    """
    await_writers(session)
    rows = session.exec(select(SecondFactor, User.handle).join(User)).all()
    for row, handle in rows:
        row.secret = box.renew(row.secret)
        session.add(row)
        record(session, actor, Change(ENCRYPT, Subject.USER, handle))
    return len(rows)


def forget_factor(session: Session, user: User) -> bool:
    """Delete all that a user has of second factors, inside transaction() of another change.

    Tells whether there was one.
    """
    had_passkeys = drop_passkeys(session, user.id or 0)
    had_authenticator = _drop(session, user)
    drop_codes(session, user.id or 0)
    return had_passkeys or had_authenticator


def _without_factor() -> NotFound:
    """Return the answer about a factor that is not there."""
    return NotFound(say("There is no second factor."))


def _drop(session: Session, user: User) -> bool:
    """Delete the factor of a user; tell whether there was one."""
    row = _row(session, user.id or 0)
    if row is None:
        return False
    session.delete(row)
    used = session.get(SecondFactorUse, row.person_id)
    if used is not None:
        session.delete(used)
    session.flush()
    return True


def _write(session: Session, user: User, actor: str, change: Change) -> None:
    """End all sessions of a user whose factor changes, and write the change into the trail."""
    user.session_epoch += 1
    session.add(user)
    record(session, actor, change)


def _row(session: Session, person_id: int) -> SecondFactor | None:
    """Return the factor of a user."""
    return session.exec(select(SecondFactor).where(SecondFactor.person_id == person_id)).first()
