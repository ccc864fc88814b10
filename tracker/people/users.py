"""Users: how one is added, signs in, and has the sessions ended."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from tracker.db import transaction
from tracker.errors import Conflict, Fault, InvalidDraft, NotFound, TrackerError
from tracker.people import throttle
from tracker.people.audit import Change, await_writers, lock_record, record
from tracker.people.passwords import (
    hash_password,
    is_outdated,
    is_users_password,
    password_faults,
)
from tracker.people.permissions import CurrentUser
from tracker.people.roles import Role
from tracker.people.subjects import Subject
from tracker.people.tables import User
from tracker.periods import utc_now
from tracker.words import say

LONGEST_EMAIL = 254


class WrongPassword(TrackerError):
    """E-mail address and password do not match."""

    status = 422
    title = "You could not be signed in"


class TooManyAttempts(TrackerError):
    """Too many attempts to sign in have failed; `wait` is the time until the next one."""

    status = 429
    title = "Too many attempts"

    def __init__(self, wait: timedelta) -> None:
        super().__init__(say("There were too many attempts. Try again later."))
        self.wait = wait


@dataclass(frozen=True, slots=True)
class UserDraft:
    """A user before it is written; `donor_code` for a donor's user.

    A `temporary` password is changed by the user at the first sign-in. Who is `invited` has no
    password yet, and cannot sign in. `programmes` are those of a programme manager.
    """

    email: str
    role: Role
    password: str
    name: str = ""
    donor_code: str = ""
    temporary: bool = False
    invited: bool = False
    programmes: frozenset[str] = frozenset()


def user_faults(draft: UserDraft) -> list[Fault]:
    """Return all faults of a draft."""
    faults = email_faults(draft.email)
    if draft.role is Role.PUBLIC:
        faults.append(Fault("role", say("the public needs no account")))
    faults += donor_faults(draft.role, draft.donor_code)
    faults += programme_faults(draft.role, draft.programmes)
    return faults if draft.invited else faults + password_faults(draft.password, draft.email)


def programme_faults(role: Role, programmes: Collection[str]) -> list[Fault]:
    """Return the fault of programmes that the role does not go with."""
    if not programmes or role is Role.PROGRAMME_MANAGER:
        return []
    return [Fault("programmes", say("only a programme manager has programmes"))]


def donor_faults(role: Role, donor_code: str) -> list[Fault]:
    """Return the fault of a donor that the role does not go with."""
    if (role is Role.DONOR) == bool(donor_code):
        return []
    return [Fault("donor", say("an account has a donor if, and only if, its role is donor"))]


def email_faults(email: str) -> list[Fault]:
    """Return the fault of an address that is none."""
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        text = say("'%(text)s' is no e-mail address; write it like name@example.org", text=email)
        return [Fault("email", text)]
    return []


def add_user(session: Session, draft: UserDraft, actor: str, why: str = "") -> User:
    """Add a user, inside transaction(). Raises InvalidDraft, or Conflict for a known address.

    The caller checks that the donor exists: this room knows no donors.
    """
    faults = user_faults(draft)
    if faults:
        raise InvalidDraft(faults)
    await_writers(session)  # no two are given one address or one handle
    email = normal_email(draft.email)
    if find_user(session, email) is not None:
        raise Conflict(say("%(email)s has an account", email=email), "email")
    user = User(
        email=email,
        name=draft.name,
        role=draft.role,
        donor_code=draft.donor_code,
        password_hash="" if draft.invited else hash_password(draft.password),
        programmes=as_text(draft.programmes),
        password_is_temporary=draft.temporary,
        created_at=utc_now(),
    )
    session.add(user)
    session.flush()
    facts = {"role": draft.role.value, "donor": draft.donor_code}
    if draft.programmes:
        facts["programmes"] = user.programmes
    action = "invite" if draft.invited else "add"
    record(session, actor, Change(action, Subject.USER, user.handle, new=facts, why=why))
    return user


def sign_in(session: Session, email: str, password: str, address: str, now: datetime) -> User:
    """Check a user's password; raises WrongPassword or TooManyAttempts.

    `address` is that of the machine. Commits the attempt by itself, so that it counts
    even if the request fails later.
    """
    if len(email) > LONGEST_EMAIL or len(normal_email(email)) > LONGEST_EMAIL:
        raise WrongPassword(say("The e-mail address or the password is wrong."))
    email = normal_email(email).replace("\0", "")  # as PostgreSQL can hold it
    with transaction(session):
        attempt = throttle.begin_attempt(session, email, address, now)
    if isinstance(attempt, timedelta):
        raise TooManyAttempts(attempt)
    user = find_user(session, email)
    kept = (user.password_hash or None) if user is not None and user.active else None
    if user is None or not is_users_password(kept, password):
        raise WrongPassword(say("The e-mail address or the password is wrong."))
    with transaction(session):
        throttle.note_success(session, attempt)
        if is_outdated(user.password_hash):
            user.password_hash = hash_password(password)
            session.add(user)
            record(session, user.handle, Change("rehash", Subject.USER, user.handle))
    return user


def end_sessions(session: Session, email: str, actor: str, why: str = "") -> None:
    """End all sessions of a user on every machine, inside transaction()."""
    await_writers(session)
    user = user_named(session, email)
    user.session_epoch += 1
    session.add(user)
    record(session, actor, Change("end_sessions", Subject.USER, user.handle, why=why))


def rename_user(session: Session, email: str, actor: str, *, name: str, new_email: str) -> User:
    """Give a user another name or address, inside transaction(); "" leaves one as it is.

    No record changes: they hold the handle, and the trail says which of the two changed, and holds
    neither. Raises NotFound, Conflict, or InvalidDraft.
    """
    lock_record(session)
    user = user_named(session, email)
    address = normal_email(new_email) or user.email
    faults = email_faults(address)
    if faults:
        raise InvalidDraft(faults)
    holder = find_user(session, address)
    if holder is not None and holder.id != user.id:
        raise Conflict(say("%(email)s has an account", email=address), "email")
    before = {"name": user.name, "email": user.email}
    user.name, user.email = name or user.name, address
    session.add(user)
    after = {"name": user.name, "email": user.email}
    changed = sorted(field for field in before if before[field] != after[field])
    record(session, actor, Change("rename", Subject.USER, user.handle, new={"changed": changed}))
    return user


def user_named(session: Session, named: str) -> User:
    """Return the user with that address or handle; raises NotFound."""
    statement = select(User).where(
        or_(col(User.email) == normal_email(named), col(User.handle) == named)
    )
    user = session.exec(statement).first()
    if user is None:
        raise NotFound(say("%(email)s has no account", email=named))
    return user


def donor_users(session: Session, donor_code: str) -> Sequence[User]:
    """Return the users of a donor, inactive ones too."""
    statement = select(User).where(User.donor_code == donor_code, User.role == Role.DONOR)
    return session.exec(statement.order_by(col(User.id))).all()


def move_donor_users(
    session: Session, numbers: Collection[int], donor_code: str, to_code: str, actor: str, why: str
) -> list[int]:
    """Move users from one donor to another; return the numbers of those that were moved."""
    moved = [one for one in donor_users(session, donor_code) if one.id in set(numbers)]
    for user in moved:
        user.donor_code = to_code
        session.add(user)
        old, new = {"donor": donor_code}, {"donor": to_code}
        record(session, actor, Change("speak_for", Subject.USER, user.handle, old, new, why))
    return [user.id for user in moved if user.id is not None]


def find_user(session: Session, email: str) -> User | None:
    """Return the user with that address, if there is one."""
    return session.exec(select(User).where(User.email == email)).first()


def count_invited(session: Session) -> int:
    """Count the users who have not accepted their invitation yet."""
    invited = select(func.count()).where(col(User.active), User.password_hash == "")
    return session.exec(invited).one()


def handles_of(session: Session, named: Collection[str]) -> tuple[str, ...]:
    """Return the handles of the users with some of these addresses or handles."""
    whose = or_(col(User.email).in_(named), col(User.handle).in_(named))
    return tuple(session.exec(select(User.handle).where(whose).order_by(col(User.handle))))


def list_users(session: Session) -> Sequence[User]:
    """Return all users by address."""
    return session.exec(select(User).order_by(col(User.email))).all()


def as_current_user(user: User) -> CurrentUser:
    """Return a user as the rules see it."""
    return CurrentUser(
        user.email,
        user.name,
        user.role,
        user.donor_code,
        user.locale,
        user.handle,
        user.password_is_temporary,
        barred=user.barred_at is not None,
        programmes=programmes_of(user),
    )


def programmes_of(user: User) -> frozenset[str]:
    """Return the codes of the programmes that a user has chosen."""
    return frozenset(user.programmes.split())


def as_text(programmes: Collection[str]) -> str:
    """Return codes of programmes as they are stored."""
    return " ".join(sorted(programmes))


def normal_email(email: str) -> str:
    """Return an address in its stored form."""
    return email.strip().casefold()
