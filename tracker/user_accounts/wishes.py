"""What users choose for themselves: which letters they get, and in which language."""

from collections.abc import Collection

from sqlmodel import Session

from tracker.mail.kinds import MailKind
from tracker.mail.switches import switch_off
from tracker.people.audit import Change, await_writers, record
from tracker.people.subjects import Subject
from tracker.people.tables import User
from tracker.people.users import user_named


def choose_letters(session: Session, named: str, off: Collection[MailKind], locale: str) -> User:
    """Switch these kinds off and all others on, and keep the language, inside transaction()."""
    await_writers(session)
    user = user_named(session, named)
    switch_off(session, user, off)
    if user.locale != locale:
        user.locale = locale
        session.add(user)
        change = Change("change", Subject.USER, user.handle, new={"changed": ["locale"]})
        record(session, user.handle, change)
    return user
