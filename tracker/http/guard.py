"""Access to views: every view declares it, and a view that declares nothing stops the start."""

from collections.abc import Callable, Mapping
from hmac import compare_digest
from typing import Any, NoReturn, TypeVar

from flask import Flask, current_app, request

from tracker.errors import NotAllowed, NotFound, TrackerError
from tracker.http import context
from tracker.people.permissions import Permission
from tracker.words import say

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "_tracker_access"
_ANY_PASSWORD = "_tracker_any_password"  # noqa: S105 - the name of a mark
_ANY_FACTOR = "_tracker_any_factor"
_PUBLIC = "public"
_SIGNED_IN = "signed in"
_TOKEN = "token"  # noqa: S105 - a kind of access
_BEARER = "Bearer "
LARGEST_NUMBER = 2**31 - 1
"""The largest number of a row in an address."""
OF_LIBRARIES = frozenset({"openapi.spec"})
"""Views of libraries that are open to all."""


class NotSignedIn(TrackerError):
    """The view needs a signed-in user, and the request has none."""

    status = 401
    title = "Sign in first"


class PasswordToChange(TrackerError):
    """The user has a temporary password, which is changed before anything else."""

    status = 403
    title = "Change your password first"


class FactorToSet(TrackerError):
    """The role of the user needs a second factor, which is set before anything else."""

    status = 403
    title = "Set up your second factor first"


class WrongToken(TrackerError):
    """The view is for a program with a token, and the request bears another or none."""

    status = 401
    title = "Sign in first"


class Unguarded(RuntimeError):
    """A view declares neither that it is public nor which permission it requires."""


def public(view: View) -> View:
    """Mark a view as open to all."""
    setattr(view, _MARK, _PUBLIC)
    return view


def signed_in(view: View) -> View:
    """Mark a view as open to all signed-in users, whatever their role."""
    setattr(view, _MARK, _SIGNED_IN)
    return view


def by_token(view: View) -> View:
    """Mark a view as open to the program that bears METRICS_TOKEN, and to no person."""
    setattr(view, _MARK, _TOKEN)
    return view


def with_any_password(view: View) -> View:
    """Mark a view as open to a user whose temporary password has yet to be changed."""
    setattr(view, _ANY_PASSWORD, True)
    return view


def without_factor(view: View) -> View:
    """Mark a view as open to a user who has yet to set the second factor of the role."""
    setattr(view, _ANY_FACTOR, True)
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view as open to users with the permission."""

    def mark(view: View) -> View:
        setattr(view, _MARK, permission)
        return view

    return mark


def access_of(endpoint: str, views: Mapping[str, Callable[..., Any]]) -> Permission | str | None:
    """Return the permission that an endpoint requires, "public", "signed in", "token", or None."""
    if endpoint in OF_LIBRARIES:
        return _PUBLIC
    return getattr(views.get(endpoint), _MARK, None)


def refuse_unguarded(app: Flask) -> None:
    """Refuse to start with a view that declares no access."""
    silent = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if access_of(rule.endpoint, app.view_functions) is None
    ]
    if silent:
        raise Unguarded(f"neither public nor guarded: {', '.join(sorted(set(silent)))}")


def enforce() -> None:
    """Pass the request to its view, or raise what leads on.

    An address with a hidden character, which no page could repeat, or with a number that no row
    can have, has no view.
    """
    values = (request.view_args or {}).values()
    beyond = any(isinstance(value, int) and value > LARGEST_NUMBER for value in values)
    if beyond or not request.path.isprintable():
        raise NotFound(say("There is nothing at this address."))
    if request.endpoint is None:
        return  # there is no such page; the error page says so
    access = access_of(request.endpoint, current_app.view_functions)
    view = current_app.view_functions[request.endpoint]
    if not hasattr(view, _ANY_PASSWORD):
        _demand_own_password()
        if not hasattr(view, _ANY_FACTOR):
            _demand_factor()
    if access == _PUBLIC:
        return
    if access == _TOKEN:
        _demand_token()
        return
    if access == _SIGNED_IN and context.user().signed_in:
        return
    if isinstance(access, Permission) and context.may(access):
        return
    _refuse()


def _refuse() -> NoReturn:
    """Raise NotSignedIn, or NotAllowed for a user whose role or token does not allow it."""
    if not context.user().signed_in:
        raise NotSignedIn(say("Sign in to see this page."))
    if context.user().by_token:
        raise NotAllowed(say("The token does not allow this, or the role of its person."))
    raise NotAllowed(say("Your role does not allow this."))


def _demand_own_password() -> None:
    """Raise PasswordToChange while a user has a temporary password."""
    if context.user().has_temporary_password:
        raise PasswordToChange(
            say("Your password is temporary. Change it on the page /home/password, then go on.")
        )


def _demand_factor() -> None:
    """Raise FactorToSet while a user lacks the second factor of the role."""
    if context.user().lacks_factor:
        raise FactorToSet(
            say("Your role needs a second factor. Set it up on the page /home/second-factor first.")
        )


def _demand_token() -> None:
    """Raise NotFound where no token is set, WrongToken for a request without it."""
    token = context.settings().metrics_token
    if not token:
        raise NotFound(say("There is nothing at this address."))
    sent = request.headers.get("Authorization", "")
    if not compare_digest(sent.encode(), f"{_BEARER}{token}".encode()):
        raise WrongToken(say("Send the token of METRICS_TOKEN as a bearer token."))
