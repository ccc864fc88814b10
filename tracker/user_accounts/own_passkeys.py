"""A user's own passkeys, added and removed; the user is told by letter of each."""

from datetime import datetime

from sqlmodel import Session

from tracker.mail.kinds import SecurityEvent
from tracker.people import passkeys
from tracker.people.passkey_checks import NewPasskey
from tracker.people.tables import User
from tracker.user_accounts.notices import tell_owner


def add_own_passkey(
    session: Session, handle: str, name: str, new: NewPasskey, now: datetime
) -> tuple[User, tuple[str, ...]]:
    """Add a passkey, inside transaction(); return the user and perhaps recovery codes.

    Raises InvalidInput or Conflict.
    """
    user, codes = passkeys.add_passkey(session, handle, name, new, now)
    tell_owner(session, user, SecurityEvent.PASSKEY_ADDED)
    return user, codes


def remove_own_passkey(session: Session, handle: str, number: int, *, needed: bool) -> User:
    """Remove a passkey, inside transaction(); raises NotFound, or NotAllowed for a needed one."""
    user = passkeys.remove_passkey(session, handle, number, needed=needed)
    tell_owner(session, user, SecurityEvent.PASSKEY_REMOVED)
    return user
