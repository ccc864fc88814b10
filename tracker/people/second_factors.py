"""The second factor of a user: set, replaced, removed, reset by an administrator.

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
    """The second factor of a user: since when, and how many recovery codes are left."""

    set_at: datetime
    codes_left: int


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
    """Tell whether a user has a second factor."""
    return _row(session, person_id) is not None


def people_with_factor(session: Session) -> frozenset[int]:
    """Return the numbers of the users who have a second factor."""
    return frozenset(session.exec(select(SecondFactor.person_id)))


def count_lacking(session: Session, roles: Collection[str]) -> int:
    """Count the active users whose role needs a second factor and who have none."""
    having = select(SecondFactor.person_id)
    statement = select(func.count()).where(
        col(User.active),
        col(User.role).in_([Role(role) for role in roles]),
        col(User.email).not_like(f"%@{DOMAIN}"),
        col(User.id).not_in(having),
    )
    return session.exec(statement).one()


def factor_state(session: Session, handle: str) -> FactorState | None:
    """Return the second factor of a user; None without one."""
    user = user_named(session, handle)
    row = _row(session, user.id or 0)
    return None if row is None else FactorState(row.set_at, codes_left(session, row.person_id))


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
        raise NotFound(say("There is no second factor."))
    codes = renew_codes(session, user.id or 0, now)
    record(session, handle, Change(RENEW, Subject.USER, user.handle))
    return codes


def remove_factor(session: Session, handle: str) -> User:
    """Remove a user's own factor; raises NotFound without one."""
    return _removed(session, handle, handle, REMOVE, "")


def reset_factor(session: Session, named: str, actor: str, why: str) -> User:
    """Take a lost factor from a user; raises NotFound, Conflict or InvalidInput."""
    if not why.strip():
        raise InvalidInput(say("say why it is reset"), "why")
    if user_named(session, named).handle == actor:
        raise Conflict(say("Another administrator resets your second factor."))
    return _removed(session, named, actor, RESET, why.strip())


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


def forget_factor(session: Session, user: User) -> None:
    """Delete all that a user has of second factors, inside transaction() of another change."""
    _drop(session, user)
    drop_codes(session, user.id or 0)


def _removed(session: Session, named: str, actor: str, action: str, why: str) -> User:
    """Remove the factor of a user."""
    await_writers(session)
    user = user_named(session, named)
    if not _drop(session, user):
        raise NotFound(say("There is no second factor."))
    drop_codes(session, user.id or 0)
    _write(session, user, actor, Change(action, Subject.USER, user.handle, why=why))
    return user


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
