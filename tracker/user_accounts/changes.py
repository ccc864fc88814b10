"""Changes of accounts after which links that were sent serve no longer.

Whoever has such a link in an old mailbox would else set the password once more.
"""

from sqlmodel import Session

from tracker.mail.keys import drop_keys
from tracker.mail.kinds import SecurityEvent
from tracker.people import accounts, users
from tracker.people.tables import User
from tracker.user_accounts.notices import tell_of, tell_owner


def change_own_password(session: Session, handle: str, password: str) -> User:
    """Change a user's own password, inside transaction(); raises InvalidDraft or Conflict."""
    user = accounts.set_password(session, handle, password, handle, temporary=False)
    drop_keys(session, user)
    tell_owner(session, user, SecurityEvent.PASSWORD_CHANGED)
    return user


def rename(session: Session, named: str, actor: str, *, name: str, new_email: str) -> User:
    """Give a user another name or address, inside transaction(); "" leaves one as it is.

    With the address go the links that were sent to the one of before. The user is told by letter,
    at the address of today; administrators too where the user may approve or post. Raises
    NotFound, Conflict, or InvalidDraft.
    """
    before = users.user_named(session, named)
    name_before, email_before = before.name, before.email
    user = users.rename_user(session, named, actor, name=name, new_email=new_email)
    if user.email != email_before:
        drop_keys(session, user)
    if (user.name, user.email) != (name_before, email_before):
        tell_of(session, user, SecurityEvent.RENAMED)
    return user


def close(session: Session, named: str, actor: str, why: str = "") -> User:
    """Close an account, inside transaction(); raises NotFound, or Conflict for the last one.

    A link that was sent serves no longer, also when the account is opened again.
    """
    user = accounts.deactivate(session, named, actor, why)
    drop_keys(session, user)
    return user
