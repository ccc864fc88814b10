"""The signed-in user: the cookie holds the token of a session that is on the server."""

from dataclasses import replace
from datetime import timedelta

from flask import Flask, g, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from tracker.db import transaction
from tracker.http import context
from tracker.http.access_events import AccessEvent, note_access
from tracker.people.illustrative_users import may_enter
from tracker.people.permissions import CurrentUser, Permission
from tracker.people.second_factors import has_factor, must_have_factor
from tracker.people.sessions import (
    FoundSession,
    SessionEnd,
    SessionLimits,
    SignInPlace,
    begin_session,
    end_session,
    find_session,
    note_seen,
)
from tracker.people.tables import User
from tracker.people.users import WrongPassword, as_current_user
from tracker.periods import utc_now
from tracker.words import say

CSRF = "csrf_token"
"""The name, in the cookie, of the secret from which the tokens of forms are made."""
LONGEST_TOKEN = 100


class FlaskLoginUser(UserMixin):  # type: ignore[misc] # flask-login has no types
    """A signed-in user in the shape that flask-login requires, with the number of the session."""

    def __init__(
        self, user: User, token: str, session_number: int = 0, *, has_factor: bool
    ) -> None:
        self._token = token
        self.session_number = session_number
        self.user: CurrentUser = current_user_of(user, has_factor=has_factor)

    def get_id(self) -> str:
        """Return what the cookie holds: the token of the session."""
        return self._token


def current_user_of(
    user: User, *, has_factor: bool, allowed: frozenset[Permission] | None = None
) -> CurrentUser:
    """Return a user as the rules see it; `allowed` is what the token of a program allows."""
    needed = must_have_factor(user, context.settings().second_factor_roles)
    lacks = needed and not has_factor
    return replace(as_current_user(user), lacks_factor=lacks, allowed=allowed)


def set_up_identity(app: Flask) -> None:
    """Set flask-login up: each request has its user."""
    # in templates it would look the user up, on the pages of errors too
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None  # an address may change; sessions end on the server
    manager.user_loader(_load)


def limits() -> SessionLimits:
    """Return how long sessions last, by the settings."""
    settings = context.settings()
    return SessionLimits(
        timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
    )


def enter(user: User) -> None:
    """Begin a new session of a user who has just shown all that is asked, in place of any before.

    Raises WrongPassword for a user of the illustrative account where that is not served.
    """
    refuse_unwelcome(user)
    place = SignInPlace(request.remote_addr or "", request.user_agent.string)
    leave_quietly()
    with transaction(context.session()) as session:
        begun = begin_session(session, user, place, limits(), utc_now())
    cookie.clear()
    cookie[CSRF] = begun.form_secret
    known = has_factor(context.session(), user.id or 0)
    login_user(FlaskLoginUser(user, begun.token, has_factor=known))
    note_access(AccessEvent.SIGNED_IN, user.handle)


def refuse_unwelcome(user: User) -> None:
    """Raise WrongPassword for a user of the illustrative account where that is not served."""
    if not may_enter_here(user):
        raise WrongPassword(say("The e-mail address or the password is wrong."))


def leave() -> None:
    """End the session of this request, on the server and in the browser."""
    who = context.user()
    leave_quietly()
    logout_user()
    cookie.clear()
    if who.signed_in:
        note_access(AccessEvent.SIGNED_OUT, who.handle)


def leave_quietly() -> None:
    """End the session of this request on the server, if there is one."""
    if context.user().signed_in:
        with transaction(context.session()) as session:
            end_session(session, context.user().handle, session_number(), utc_now())


def session_number() -> int:
    """Return the number of the session of this request; 0 without one."""
    return getattr(current_user, "session_number", 0)


def ended_session() -> FoundSession | None:
    """Return the session of this request's cookie, if it has ended."""
    context.user()  # reads the cookie
    found: FoundSession | None = g.get("ended_session")
    return found


def why_ended(end: SessionEnd) -> str:
    """Return why a session has ended, as a sentence."""
    settings = context.settings()
    if end is SessionEnd.IDLE:
        idle = settings.session_idle_minutes
        return say("Your session ended: it was not used for %(minutes)s minutes.", minutes=idle)
    if end is SessionEnd.LONGEST:
        longest = settings.session_hours
        return say("Your session ended: it had lasted %(hours)s hours.", hours=longest)
    return say("Your session was ended.")


def _load(token: str) -> FlaskLoginUser | None:
    """Return the user of a cookie's token; None when it is of no session, or of one that ended."""
    if len(token) > LONGEST_TOKEN:
        return None
    now = utc_now()
    found = find_session(context.session(), token, limits(), now)
    if found is None:
        return None
    if found.end is not None:
        g.ended_session = found
        return None
    if not may_enter_here(found.user):
        return None
    note_seen(context.services().engine, found, now)
    return FlaskLoginUser(found.user, token, found.number, has_factor=found.has_factor)


def may_enter_here(user: User) -> bool:
    """Tell whether a user may be let in here, at the door and with each request."""
    return may_enter(context.session(), user, production=context.settings().production)
