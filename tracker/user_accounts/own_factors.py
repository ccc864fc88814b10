"""A user's own authenticator, recovery codes and API tokens; the user is told by letter of each.

Who sits at an unlocked machine and knows the password may else add a way in that nobody notices.
"""

from datetime import datetime

from sqlmodel import Session

from tracker.mail.kinds import SecurityEvent
from tracker.people import second_factors, tokens
from tracker.people.second_factors import NewFactor
from tracker.people.tables import User
from tracker.people.users import user_named
from tracker.user_accounts.notices import tell_owner


def set_own_factor(
    session: Session, handle: str, new: NewFactor, now: datetime, replaced: datetime | None
) -> tuple[User, tuple[str, ...]]:
    """Set or replace an authenticator, inside transaction(); return user and recovery codes.

    Raises Conflict where another than the `replaced` one stands by now.
    """
    user, codes = second_factors.set_factor(session, handle, new, now, replaced)
    tell_owner(session, user, SecurityEvent.FACTOR_SET)
    return user, codes


def remove_own_factor(session: Session, handle: str, *, needed: bool) -> User:
    """Remove an authenticator, inside transaction(); raises NotFound, or NotAllowed."""
    user = second_factors.remove_factor(session, handle, needed=needed)
    tell_owner(session, user, SecurityEvent.FACTOR_REMOVED)
    return user


def renew_own_codes(session: Session, handle: str, now: datetime) -> tuple[str, ...]:
    """Renew the recovery codes, inside transaction(); raises NotFound without a factor."""
    codes = second_factors.renew_recovery_codes(session, handle, now)
    tell_owner(session, user_named(session, handle), SecurityEvent.CODES_RENEWED)
    return codes


def make_own_token(session: Session, handle: str, draft: tokens.TokenDraft, now: datetime) -> str:
    """Make an API token, inside transaction(), and return it; raises InvalidDraft."""
    token = tokens.make_token(session, handle, draft, now)
    tell_owner(session, user_named(session, handle), SecurityEvent.TOKEN_MADE)
    return token
