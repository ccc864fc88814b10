"""Resets of passwords: by a letter, by an administrator's, and by a command.

A reset of somebody who may approve or post is told to that person and to all administrators, and
bars approving and posting until an administrator has confirmed it who did not have it made. Every
reset revokes all API tokens of the person, and that of a password has passkeys sign in beside the
password only: whoever had the account may have made them.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from tracker.db import transaction
from tracker.mail.keys import drop_keys, user_of_key
from tracker.mail.kinds import KeyPurpose, MailKind, SecurityEvent
from tracker.mail.letters import BY
from tracker.mail.outbox import put
from tracker.people import accounts, second_factors, throttle
from tracker.people.audit import Change, await_writers, record
from tracker.people.passkeys import limit_passkeys
from tracker.people.permissions import needs_confirmation
from tracker.people.subjects import Subject
from tracker.people.tables import User
from tracker.people.tokens import revoke_all_tokens
from tracker.people.users import LONGEST_EMAIL, TooManyAttempts, find_user, normal_email, user_named
from tracker.periods import utc_now
from tracker.user_accounts.notices import tell_of

OF_RESETS = "reset:"
"""What stands before an address where wishes for a reset are counted, apart from sign-ins."""


def ask_by_address(session: Session, email: str, address: str, now: datetime) -> None:
    """Put the letter of a reset into the outbox, in a transaction of its own.

    For an address that nobody has the same is done, to nobody, so that neither answer nor time
    tells the two apart. Raises TooManyAttempts.
    """
    email = normal_email(email).replace("\0", "")[:LONGEST_EMAIL]
    with transaction(session):
        counted = (OF_RESETS + email)[:LONGEST_EMAIL]
        attempt = throttle.begin_attempt(session, counted, address, now)
        if not isinstance(attempt, timedelta):
            user = find_user(session, email)
            handle = user.handle if user is not None else ""
            put(session, MailKind.PASSWORD_RESET, handle, {BY: handle})
    if isinstance(attempt, timedelta):
        raise TooManyAttempts(attempt)


def send_reset(session: Session, named: str, actor: str, why: str) -> User:
    """Let a user be sent the link of a reset, on behalf of an administrator."""
    await_writers(session)
    user = user_named(session, named)
    put(session, MailKind.PASSWORD_RESET, user.handle, {BY: actor})
    record(session, actor, Change("send_reset", Subject.USER, user.handle, why=why))
    return user


def reset_by_key(session: Session, key: str, password: str, now: datetime) -> User:
    """Replace a password by the secret of a letter; raises Conflict, or InvalidDraft."""
    await_writers(session)
    user, row = user_of_key(session, key, KeyPurpose.PASSWORD_RESET, now)
    asked_by = row.asked_by or user.handle
    drop_keys(session, user)
    accounts.set_password(session, user.handle, password, user.handle, temporary=False)
    _follow_up(session, user, asked_by)
    return user


def reset_by_command(
    session: Session, named: str, password: str, actor: str, *, temporary: bool
) -> User:
    """Replace a password on the server; raises NotFound, InvalidDraft or Conflict."""
    user = accounts.set_password(session, named, password, actor, temporary=temporary)
    drop_keys(session, user)
    _follow_up(session, user, actor)
    return user


def reset_factor(session: Session, named: str, actor: str, why: str) -> User:
    """Take a lost second factor from a user; raises NotFound, InvalidInput or Conflict."""
    user = second_factors.reset_factor(session, named, actor, why)
    revoke_all_tokens(session, user, actor, utc_now())
    barred = needs_confirmation(user.role)
    if barred:
        accounts.bar(session, user, actor)
    told = SecurityEvent.FACTOR_RESET_AND_BARRED if barred else SecurityEvent.FACTOR_RESET
    tell_of(session, user, told)
    return user


def confirm(session: Session, named: str, actor: str, why: str) -> User:
    """Confirm a reset, and tell of it; raises NotFound, or Conflict."""
    user = accounts.confirm(session, named, actor, why)
    tell_of(session, user, SecurityEvent.CONFIRMED)
    return user


def _follow_up(session: Session, user: User, by: str) -> None:
    """Revoke all tokens, limit passkeys, bar who may approve or post, and tell of the reset."""
    limit_passkeys(session, user, by)
    revoke_all_tokens(session, user, by, utc_now())
    barred = needs_confirmation(user.role)
    if barred:
        accounts.bar(session, user, by)
    tell_of(session, user, SecurityEvent.RESET_AND_BARRED if barred else SecurityEvent.RESET)
