"""The account of a user: its password, role and donor, and whether it is active.

Each change is written inside transaction(), with a record in the trail, and ends all sessions of
the user. A change of role, donor or programmes and a closed account revoke all API tokens too. What
changes nothing writes nothing. The last active administrator stays one.
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
from tracker.people.tokens import revoke_all_tokens
from tracker.people.users import as_text, donor_faults, programme_faults, user_named
from tracker.periods import utc_now
from tracker.words import say


def set_password(
    session: Session, named: str, password: str, actor: str, *, temporary: bool, why: str = ""
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
    _write(session, user, actor, Change("password", Subject.USER, user.handle, new=new, why=why))
    return user


def bar(session: Session, user: User, by: str) -> None:
    """Keep a user from approving and posting until an administrator confirms a reset."""
    user.barred_at, user.barred_by = utc_now(), by
    session.add(user)
    record(session, by, Change("bar", Subject.USER, user.handle, new={"barred": True}))


def confirm(session: Session, named: str, actor: str, why: str) -> User:
    """Let a user approve and post again; raises NotFound, or Conflict.

    Neither the user nor who had the reset made confirms it.
    """
    await_writers(session)
    user = user_named(session, named)
    if user.barred_at is None:
        raise Conflict(say("There is nothing to confirm."))
    if actor in {user.handle, user.barred_by}:
        raise Conflict(say("Another administrator confirms this reset."))
    user.barred_at, user.barred_by = None, ""
    session.add(user)
    old, new = {"barred": True}, {"barred": False}
    record(session, actor, Change("confirm", Subject.USER, user.handle, old, new, why))
    return user


def change_role(
    session: Session,
    named: str,
    role: Role,
    donor_code: str,
    actor: str,
    *,
    programmes: frozenset[str] = frozenset(),
    why: str = "",
) -> User:
    """Give a user another role, a donor with the role donor alone, programmes with a manager's.

    The caller checks that the donor exists. Raises NotFound, InvalidDraft, or Conflict for the
    last administrator.
    """
    await_writers(session)
    user = user_named(session, named)
    faults = [*donor_faults(role, donor_code), *programme_faults(role, programmes)]
    if faults:
        raise InvalidDraft(faults)
    old = {"role": user.role.value, "donor": user.donor_code, "programmes": user.programmes}
    new = {"role": role.value, "donor": donor_code, "programmes": as_text(programmes)}
    if role is not Role.ADMINISTRATOR:
        spare_last_administrator(session, user)
    user.role, user.donor_code, user.programmes = role, donor_code, as_text(programmes)
    return _change(session, user, actor, "role", (old, new), why)


def change_donor(session: Session, named: str, donor_code: str, actor: str) -> User:
    """Let a donor's user speak for another donor; raises NotFound, or InvalidDraft."""
    await_writers(session)
    user = user_named(session, named)
    faults = donor_faults(user.role, donor_code)
    if faults:
        raise InvalidDraft(faults)
    old, new = {"donor": user.donor_code}, {"donor": donor_code}
    user.donor_code = donor_code
    return _change(session, user, actor, "speak_for", (old, new))


def deactivate(session: Session, named: str, actor: str, why: str = "") -> User:
    """Let a user sign in no longer; raises NotFound, or Conflict for the last administrator."""
    await_writers(session)
    user = user_named(session, named)
    spare_last_administrator(session, user)
    old, user.active = {"active": user.active}, False
    return _change(session, user, actor, "deactivate", (old, {"active": False}), why)


def activate(session: Session, named: str, actor: str, why: str = "") -> User:
    """Let a user sign in again; raises NotFound, or Conflict for who was anonymised."""
    await_writers(session)
    user = user_named(session, named)
    if user.anonymised_at is not None:
        raise Conflict(say("%(handle)s was anonymised; invite the person anew", handle=user.handle))
    old, user.active = {"active": user.active}, True
    return _change(session, user, actor, "activate", (old, {"active": True}), why)


def _change(
    session: Session,
    user: User,
    actor: str,
    action: str,
    values: tuple[Mapping[str, Any], Mapping[str, Any]],
    why: str = "",
) -> User:
    """Write a change of a user, by the values before and after, unless nothing changes.

    The API tokens of before go with the rights of before.
    """
    old, new = values
    if old != new:
        named = {name for name in new if old[name] != new[name]} | ({"role", "donor"} & new.keys())
        before, after = ({name: one[name] for name in sorted(named)} for one in values)
        change = Change(action, Subject.USER, user.handle, before, after, why)
        _write(session, user, actor, change)
        revoke_all_tokens(session, user, actor, utc_now())
    return user


def _write(session: Session, user: User, actor: str, change: Change) -> None:
    """Write a change of a user into the record and the trail, and end all sessions of the user."""
    user.session_epoch += 1
    session.add(user)
    record(session, actor, change)


def spare_last_administrator(session: Session, user: User) -> None:
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
