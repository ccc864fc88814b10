"""The account of a user: its password, role and donor, and whether it is active.

Each change is written inside transaction(), with a record in the trail, and ends all sessions of
the user. What changes nothing writes nothing. The last active administrator stays one.
"""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import Conflict, InvalidDraft
from tracker.people.audit import Change, await_writers, record
from tracker.people.passwords import hash_password, is_right, password_faults
from tracker.people.roles import Role
from tracker.people.subjects import Subject
from tracker.people.tables import User
from tracker.people.users import donor_faults, user_named
from tracker.words import say


def set_password(
    session: Session, named: str, password: str, actor: str, *, temporary: bool
) -> User:
    """Give a user another password; raises NotFound, InvalidDraft, or Conflict for the same one."""
    await_writers(session)
    user = user_named(session, named)
    faults = password_faults(password, user.email)
    if faults:
        raise InvalidDraft(faults)
    if is_right(user.password_hash, password):
        raise Conflict(say("this is the password of before; choose another"), "password")
    user.password_hash = hash_password(password)
    user.password_is_temporary = temporary
    new = {"temporary": temporary}
    _write(session, user, actor, Change("password", Subject.USER, user.handle, new=new))
    return user


def change_role(session: Session, named: str, role: Role, donor_code: str, actor: str) -> User:
    """Give a user another role, and a donor with the role donor alone.

    The caller checks that the donor exists. Raises NotFound, InvalidDraft, or Conflict for the
    last administrator.
    """
    await_writers(session)
    user = user_named(session, named)
    faults = donor_faults(role, donor_code)
    if faults:
        raise InvalidDraft(faults)
    old = {"role": user.role.value, "donor": user.donor_code}
    new = {"role": role.value, "donor": donor_code}
    if role is not Role.ADMINISTRATOR:
        _spare_last_administrator(session, user)
    user.role, user.donor_code = role, donor_code
    return _change(session, user, actor, "role", old, new)


def change_donor(session: Session, named: str, donor_code: str, actor: str) -> User:
    """Let a donor's user speak for another donor; raises NotFound, or InvalidDraft."""
    await_writers(session)
    user = user_named(session, named)
    faults = donor_faults(user.role, donor_code)
    if faults:
        raise InvalidDraft(faults)
    old, new = {"donor": user.donor_code}, {"donor": donor_code}
    user.donor_code = donor_code
    return _change(session, user, actor, "speak_for", old, new)


def deactivate(session: Session, named: str, actor: str) -> User:
    """Let a user sign in no longer; raises NotFound, or Conflict for the last administrator."""
    await_writers(session)
    user = user_named(session, named)
    _spare_last_administrator(session, user)
    old, user.active = {"active": user.active}, False
    return _change(session, user, actor, "deactivate", old, {"active": False})


def activate(session: Session, named: str, actor: str) -> User:
    """Let a user sign in again; raises NotFound."""
    await_writers(session)
    user = user_named(session, named)
    old, user.active = {"active": user.active}, True
    return _change(session, user, actor, "activate", old, {"active": True})


def _change(
    session: Session,
    user: User,
    actor: str,
    action: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> User:
    """Write a change of a user, unless nothing changes."""
    if old != new:
        change = Change(action, Subject.USER, user.handle, dict(old), dict(new))
        _write(session, user, actor, change)
    return user


def _write(session: Session, user: User, actor: str, change: Change) -> None:
    """Write a change of a user into the record and the trail, and end all sessions of the user."""
    user.session_epoch += 1
    session.add(user)
    record(session, actor, change)


def _spare_last_administrator(session: Session, user: User) -> None:
    """Raise Conflict where nobody else is an active administrator."""
    if user.role is not Role.ADMINISTRATOR or not user.active:
        return
    others = select(User.id).where(
        User.role == Role.ADMINISTRATOR, col(User.active).is_(True), User.id != user.id
    )
    if session.exec(others.limit(1)).first() is None:
        raise Conflict(
            say("%(email)s is the last administrator; add another one first", email=user.email)
        )
