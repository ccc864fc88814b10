"""Notices about accounts, to the user and to all administrators."""

from sqlmodel import Session, col, select

from tracker.mail.kinds import MailKind, SecurityEvent
from tracker.mail.letters import EVENT, WHO
from tracker.mail.outbox import put
from tracker.people.permissions import needs_confirmation
from tracker.people.roles import Role
from tracker.people.tables import User


def tell_of(session: Session, user: User, event: SecurityEvent) -> None:
    """Tell a user what happened to the account, inside transaction().

    Administrators are told too where the user may approve or post, or is one of them.
    """
    handles = {user.handle}
    if needs_confirmation(user.role) or user.role is Role.ADMINISTRATOR:
        administrators = select(User.handle).where(
            User.role == Role.ADMINISTRATOR, col(User.active).is_(True)
        )
        handles |= set(session.exec(administrators))
    for handle in sorted(handles):
        put(session, MailKind.SECURITY, handle, {EVENT: event.value, WHO: user.handle})


def tell_owner(session: Session, user: User, event: SecurityEvent) -> None:
    """Tell a user alone what happened to their account, inside transaction()."""
    put(session, MailKind.SECURITY, user.handle, {EVENT: event.value, WHO: user.handle})
