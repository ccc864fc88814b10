"""Who has signed in: the session cookie names an account and the epoch of its sessions."""

from flask import Flask
from flask_login import LoginManager, UserMixin

from tracker.http import context
from tracker.people.accounts import find_session, person_of
from tracker.people.permissions import Person
from tracker.people.tables import User


class SignedIn(UserMixin):  # type: ignore[misc] # flask-login has no types
    """A person who signed in, as flask-login wants to know them."""

    def __init__(self, user: User) -> None:
        self._id = f"{user.id}.{user.session_epoch}"
        self.person: Person = person_of(user)

    def get_id(self) -> str:
        """Return what the session cookie keeps."""
        return self._id


def set_up_identity(app: Flask) -> None:
    """Let each request know who asks."""
    manager = LoginManager(app)
    manager.session_protection = None  # the epoch ends sessions, and an address may change
    manager.user_loader(_load)


def _load(kept: str) -> SignedIn | None:
    """Find who the cookie names; nobody when it was made up or its session was ended."""
    number, _, epoch = kept.partition(".")
    if not (number.isascii() and number.isdigit() and epoch.isascii() and epoch.isdigit()):
        return None
    user = find_session(context.session(), int(number), int(epoch))
    return SignedIn(user) if user else None
