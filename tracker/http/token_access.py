"""Programs that bear a token of a user: known by it alone, without cookie and form tokens."""

from typing import Any

from flask import Flask, current_app, g, request
from flask_login import UserMixin
from flask_wtf import CSRFProtect

from tracker.errors import TrackerError
from tracker.http import context, identity
from tracker.http.bearers import bearer_of
from tracker.people.audit import BY_TOKEN
from tracker.people.permissions import CurrentUser
from tracker.people.token_scopes import permissions_of
from tracker.people.tokens import BearerToken, find_token, note_token_used
from tracker.periods import utc_now
from tracker.words import say


class BadToken(TrackerError):
    """The token of a request is unknown, expired or revoked, or its person's account is closed."""

    status = 401
    title = "Sign in first"


class TokenUser(UserMixin):  # type: ignore[misc] # flask-login has no types
    """The user of a token, in the shape that flask-login requires."""

    def __init__(self, found: BearerToken) -> None:
        self.token_number = found.item.number
        self.user: CurrentUser = identity.current_user_of(
            found.user,
            has_factor=found.has_factor,
            allowed=permissions_of(found.item.scopes),
        )


class FormProtection(CSRFProtect):  # type: ignore[misc] # flask-wtf has no types
    """Asks for the token of a form, but not of who bears one of a program: no browser sends it."""

    def protect(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - flask-wtf's own
        """Refuse a request that writes without the token of its session."""
        if not isinstance(g.get("_login_user"), TokenUser):
            super().protect(*given, **named)


def set_up_tokens(app: Flask) -> None:
    """Know the bearer of a token before anything else is asked of the request."""

    @app.before_request
    def know_bearer() -> None:
        sent = bearer_of(request.headers.get("Authorization", ""))
        if sent is None or not context.is_for_programs():
            return
        now = utc_now()
        found = find_token(context.session(), sent, now)
        if found is None or not identity.may_enter_here(found.user):
            raise BadToken(say("The token is not known, has expired or was revoked."))
        context.session().info[BY_TOKEN] = found.item.name
        manager = current_app.login_manager  # type: ignore[attr-defined] # flask-login's
        manager._update_request_context_with_user(TokenUser(found))  # noqa: SLF001 - no other door
        note_token_used(context.services().engine, found.item, now)
