"""Invitations: a new user is sent a link, and chooses name, password and language there."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from tracker.errors import Conflict, InvalidDraft
from tracker.mail.keys import drop_keys, user_of_key
from tracker.mail.kinds import KeyPurpose, MailKind
from tracker.mail.letters import BY
from tracker.mail.outbox import put
from tracker.people.audit import Change, await_writers, record
from tracker.people.passwords import hash_password, password_faults
from tracker.people.subjects import Subject
from tracker.people.tables import User
from tracker.people.users import UserDraft, add_user, user_named
from tracker.words import say


class Acceptance(NamedTuple):
    """What a new user chooses."""

    name: str
    password: str
    locale: str


def invite(session: Session, draft: UserDraft, actor: str, why: str = "") -> User:
    """Add a user without a password, and put the invitation into the outbox.

    The caller checks that donor and programmes exist. Raises InvalidDraft or Conflict.
    """
    user = add_user(session, draft, actor, why)
    put(session, MailKind.INVITATION, user.handle, {BY: actor})
    return user


def invite_again(session: Session, named: str, actor: str, why: str = "") -> User:
    """Send an invitation once more; raises Conflict for who has accepted one."""
    await_writers(session)
    user = user_named(session, named)
    if user.password_hash or not user.active:
        raise Conflict(say("Only who has not accepted yet is invited again."))
    put(session, MailKind.INVITATION, user.handle, {BY: actor})
    record(session, actor, Change("invite_again", Subject.USER, user.handle, why=why))
    return user


def accept(session: Session, key: str, chosen: Acceptance, now: datetime) -> User:
    """Accept an invitation, inside transaction(); raises Conflict, or InvalidDraft.

    The trail has no name: it names people by their handles.
    """
    await_writers(session)
    user, _row = user_of_key(session, key, KeyPurpose.INVITATION, now)
    faults = password_faults(chosen.password, user.email)
    if faults:
        raise InvalidDraft(faults)
    user.name = chosen.name or user.name
    user.password_hash, user.locale = hash_password(chosen.password), chosen.locale
    session.add(user)
    drop_keys(session, user)
    record(session, user.handle, Change("accept", Subject.USER, user.handle))
    return user
