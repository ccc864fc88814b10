"""Anonymises users: name and address are erased, the handle stays in all that was recorded.

No user is deleted: what somebody recorded, approved or changed names them by the handle. Name and
address stand in the row of the user alone, and in rows about signing in, which go with them.
"""

from sqlmodel import Session, SQLModel, col, delete

from tracker.errors import Conflict
from tracker.people.accounts import spare_last_administrator
from tracker.people.audit import Change, lock_record, record
from tracker.people.second_factors import forget_factor
from tracker.people.subjects import Subject
from tracker.people.tables import SignInAttempt, User
from tracker.people.tokens import forget_tokens
from tracker.people.users import user_named
from tracker.periods import utc_now
from tracker.sealing.coverage import SEALED
from tracker.user_accounts.resets import OF_RESETS
from tracker.words import say

NOWHERE = "anonymised.invalid"
"""The part after the sign of the addresses that stand for erased ones; no mail reaches it."""


def anonymise(session: Session, named: str, actor: str, why: str) -> User:
    """Erase the name and the address of a user, for good, inside transaction().

    Raises NotFound, or Conflict for who was anonymised, for oneself, for the last administrator.
    """
    lock_record(session)
    user = user_named(session, named)
    if user.anonymised_at is not None:
        raise Conflict(say("%(handle)s is anonymised already.", handle=user.handle))
    if actor == user.handle:
        raise Conflict(say("Nobody anonymises the own account."))
    spare_last_administrator(session, user)
    _drop_own_rows(session, user)
    user.email, user.name = f"{user.handle.lower()}@{NOWHERE}", ""
    user.password_hash, user.locale, user.programmes = "", "", ""
    user.active, user.anonymised_at = False, utc_now()
    user.session_epoch += 1
    session.add(user)
    record(session, actor, Change("anonymise", Subject.USER, user.handle, why=why))
    return user


def _drop_own_rows(session: Session, user: User) -> None:
    """Delete what is kept for a user alone, such as sessions, links and forms, and attempts.

    Second factors, tokens, and the tables that point at users and are no part of the sealed record.
    """
    forget_factor(session, user)
    forget_tokens(session, user.id or 0)
    for table in SQLModel.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == User.__tablename__ and table.name not in SEALED:
                session.execute(table.delete().where(key.parent == user.id))
    addresses = (user.email, OF_RESETS + user.email)
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.email).in_(addresses)))
