"""The passkeys of users: added, used, removed; each counts as a second factor.

Adding and removing are written inside transaction(), with a record in the trail, and end all
sessions of the user, as with an authenticator (`second_factors`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tracker.people.audit import Change, await_writers, record
from tracker.people.factor_tables import SecondFactor
from tracker.people.passkey_checks import NewPasskey, Site, credential_of, wrong
from tracker.people.passkey_tables import Passkey, PasskeyUse
from tracker.people.recovery_codes import drop_codes, renew_codes
from tracker.people.subjects import Subject
from tracker.people.tables import User
from tracker.people.users import user_named
from tracker.words import say

ADD, REMOVE, LIMIT = "add_passkey", "remove_passkey", "limit_passkey"
"""The actions of the trail."""
MOST = 10
"""The most passkeys of a user."""
LONGEST_NAME = 100


def list_passkeys(session: Session, person_id: int) -> Sequence[Passkey]:
    """Return the passkeys of a user, the oldest first."""
    mine = select(Passkey).where(Passkey.person_id == person_id)
    return session.exec(mine.order_by(col(Passkey.id))).all()


def add_passkey(
    session: Session, handle: str, name: str, new: NewPasskey, now: datetime
) -> tuple[User, tuple[str, ...]]:
    """Add a passkey of a user; return the user, and recovery codes where it is the first factor.

    Raises InvalidInput, or Conflict for one that is known or one too many.
    """
    await_writers(session)
    user = user_named(session, handle)
    if not name.strip() or len(name) > LONGEST_NAME:
        raise InvalidInput(say("name the device, to know the passkey by"), "name")
    number = user.id or 0
    mine = list_passkeys(session, number)
    known = select(Passkey.id).where(Passkey.credential_id == new.credential_id)
    if session.exec(known).first() is not None:
        raise Conflict(say("This passkey is known already."))
    if len(mine) >= MOST:
        raise Conflict(say("A person has at most %(most)s passkeys; remove one first.", most=MOST))
    is_first = not mine and not has_authenticator(session, number)
    row = Passkey(
        person_id=number,
        name=name.strip(),
        credential_id=new.credential_id,
        public_key=new.public_key,
        made_at=now,
    )
    session.add(row)
    session.flush()
    session.add(PasskeyUse(passkey_id=row.id or 0, sign_count=new.sign_count))
    codes = renew_codes(session, number, now) if is_first else ()
    _write(session, user, Change(ADD, Subject.USER, handle, new={"passkey": name.strip()}))
    return user, codes


def last_uses(session: Session, person_id: int) -> Mapping[int, datetime]:
    """Return when each passkey of a user was used last, by its number; not of unused ones."""
    statement = (
        select(PasskeyUse)
        .join(Passkey, col(Passkey.id) == PasskeyUse.passkey_id)
        .where(Passkey.person_id == person_id)
    )
    return {
        one.passkey_id: one.last_used_at
        for one in session.exec(statement)
        if one.last_used_at is not None
    }


def find_passkey(session: Session, handle: str, number: int) -> Passkey:
    """Return a passkey of a user; raises NotFound for one of another."""
    row = session.get(Passkey, number)
    if row is None or row.person_id != user_named(session, handle).id:
        raise NotFound(say("There is nothing at this address."))
    return row


def remove_passkey(session: Session, handle: str, number: int, *, needed: bool) -> User:
    """Remove a passkey of a user; raises NotFound, or NotAllowed for the last factor.

    `needed` tells that the role of the user needs a factor.
    """
    await_writers(session)
    row = find_passkey(session, handle, number)
    user = user_named(session, handle)
    others = [one for one in list_passkeys(session, row.person_id) if one.id != number]
    is_last = not others and not has_authenticator(session, row.person_id)
    spare_last_factor(is_last=is_last, needed=needed)
    _delete(session, row)
    if is_last:
        drop_codes(session, row.person_id)
    session.flush()
    _write(session, user, Change(REMOVE, Subject.USER, handle, old={"passkey": row.name}))
    return user


def spare_last_factor(*, is_last: bool, needed: bool) -> None:
    """Raise NotAllowed where somebody would be left without the factor that the role needs."""
    if is_last and needed:
        text = say("Your role needs a second factor; it can be replaced, not removed.")
        raise NotAllowed(text)


def limit_passkeys(session: Session, user: User, actor: str) -> None:
    """Let the passkeys of a user sign in beside the password only, inside transaction().

    As when the password was reset: whoever had the account may have added one.
    """
    for row in list_passkeys(session, user.id or 0):
        if row.signs_in_alone:
            row.signs_in_alone = False
            session.add(row)
            change = Change(LIMIT, Subject.USER, user.handle, old={"passkey": row.name})
            record(session, actor, change)


def drop_passkeys(session: Session, person_id: int) -> bool:
    """Delete all passkeys of a user, inside transaction(); tell whether there was one."""
    rows = list_passkeys(session, person_id)
    for row in rows:
        _delete(session, row)
    session.flush()
    return bool(rows)


def use_passkey(
    session: Session,
    site: Site,
    answer: str,
    challenge: bytes,
    now: datetime,
    *,
    person_id: int | None = None,
) -> User:
    """Check what a passkey answers, inside transaction(), and return its user.

    It is one of `person_id`, or one that signs in alone. Raises WrongPasskey.
    """
    wanted = select(Passkey).where(Passkey.credential_id == credential_of(answer))
    row = session.exec(wanted).first()
    if row is None or (row.person_id != person_id if person_id else not row.signs_in_alone):
        raise wrong()
    used = session.get_one(PasskeyUse, row.id, with_for_update=True, populate_existing=True)
    known = NewPasskey(row.credential_id, row.public_key, used.sign_count)
    count = site.check(answer, challenge, known)
    used.sign_count, used.last_used_at = count, now
    session.add(used)
    user = session.get_one(User, row.person_id)
    if not user.active:
        raise wrong()
    return user


def has_authenticator(session: Session, person_id: int) -> bool:
    """Tell whether a user has an authenticator."""
    wanted = select(SecondFactor.id).where(SecondFactor.person_id == person_id)
    return session.exec(wanted).first() is not None


def _delete(session: Session, row: Passkey) -> None:
    """Delete a passkey and what is known of its use."""
    session.delete(session.get_one(PasskeyUse, row.id))
    session.flush()
    session.delete(row)


def _write(session: Session, user: User, change: Change) -> None:
    """End all sessions of a user, and write the change into the trail."""
    user.session_epoch += 1
    session.add(user)
    record(session, user.handle, change)
