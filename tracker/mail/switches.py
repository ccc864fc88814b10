"""The kinds of letters that users have switched off."""

from collections.abc import Collection, Mapping

from sqlmodel import Session, col, delete, select

from tracker.mail.kinds import SWITCHABLE, MailKind
from tracker.mail.tables import MailSwitch
from tracker.people.tables import User

Switches = Mapping[int, frozenset[MailKind]]
"""The kinds that are off, by the numbers of users."""


def read_switches(session: Session) -> Switches:
    """Return what all users have switched off."""
    found: dict[int, frozenset[MailKind]] = {}
    for row in session.exec(select(MailSwitch)):
        found[row.person_id] = found.get(row.person_id, frozenset()) | {MailKind(row.kind)}
    return found


def switched_off(session: Session, user: User) -> frozenset[MailKind]:
    """Return what a user has switched off."""
    statement = select(MailSwitch.kind).where(MailSwitch.person_id == user.id)
    return frozenset(MailKind(kind) for kind in session.exec(statement))


def switch_off(session: Session, user: User, kinds: Collection[MailKind]) -> None:
    """Switch these kinds off for a user and all others on, inside transaction()."""
    session.execute(delete(MailSwitch).where(col(MailSwitch.person_id) == user.id))
    for kind in sorted(SWITCHABLE & set(kinds)):
        session.add(MailSwitch(person_id=user.id or 0, kind=kind.value))
    session.flush()
