"""The signed-in user: the session cookie holds a user's number and the epoch of its sessions."""

from flask import Flask
from flask_login import LoginManager, UserMixin

from tracker.http import context
from tracker.people.permissions import CurrentUser
from tracker.people.tables import User
from tracker.people.users import as_current_user, find_session


class FlaskLoginUser(UserMixin):  # type: ignore[misc] # flask-login has no types
    """A signed-in user in the shape that flask-login requires."""

    def __init__(self, user: User) -> None:
        self._id = f"{user.id}.{user.session_epoch}"
        self.user: CurrentUser = as_current_user(user)

    def get_id(self) -> str:
        """Return the text of the session cookie: number and epoch."""
        return self._id


def set_up_identity(app: Flask) -> None:
    """Set flask-login up: each request has its user."""
    manager = LoginManager(app)
    manager.session_protection = None  # the epoch ends sessions, and an address may change
    manager.user_loader(_load)


def _load(kept: str) -> FlaskLoginUser | None:
    """Return the cookie's user; None when it was made up or its session was ended."""
    number, _, epoch = kept.partition(".")
    if not (number.isascii() and number.isdigit() and epoch.isascii() and epoch.isdigit()):
        return None
    user = find_session(context.session(), int(number), int(epoch))
    return FlaskLoginUser(user) if user else None
