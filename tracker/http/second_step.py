"""The step between password and code: no session, a signed note in the cookie for five minutes."""

from datetime import timedelta

from flask import session as cookie

from tracker.errors import NotFound
from tracker.http import context
from tracker.people.secret_box import SecretBox
from tracker.people.tables import User
from tracker.people.users import user_named
from tracker.periods import utc_now

PENDING = "second_step"
"""The name, in the cookie, of the note: the handle, the epoch of its sessions, the second."""
HOLDS = timedelta(minutes=5)


def secret_box() -> SecretBox:
    """Return the box of this site's secrets."""
    return SecretBox(context.settings().secret_keys)


def begin_second_step(user: User) -> None:
    """Note that a user has shown the password."""
    cookie[PENDING] = [user.handle, user.session_epoch, int(utc_now().timestamp())]


def pending_user() -> User | None:
    """Return the user who has shown the password; None when nobody has, or too long ago."""
    noted = cookie.get(PENDING)
    if noted is None:
        return None
    handle, epoch, second = noted
    if not 0 <= utc_now().timestamp() - second < HOLDS.total_seconds():
        return None
    try:
        user = user_named(context.session(), handle)
    except NotFound:
        return None
    return user if user.active and user.session_epoch == epoch else None


def end_second_step() -> None:
    """Forget who has shown the password."""
    cookie.pop(PENDING, None)
