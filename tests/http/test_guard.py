"""Deny by default: every route is public or guarded, and a stranger gets no further."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.support.pages import PageClient
from tracker.app import create_app
from tracker.http.guard import Unguarded, access_of, public, refuse_unguarded, requires
from tracker.people.permissions import ROLE_PERMISSIONS, Permission
from tracker.people.roles import Role
from tracker.settings import Settings

SIGNING_IN = [role for role in Role if role is not Role.PUBLIC]


def guarded(app: Flask) -> list[tuple[Rule, Permission]]:
    """List the routes that take a permission."""
    found = []
    for rule in app.url_map.iter_rules():
        access = access_of(rule.endpoint, app.view_functions)
        if isinstance(access, Permission):
            found.append((rule, access))
    return found


def address(rule: Rule) -> str:
    """Fill a route's blanks with what does not exist."""
    values = {
        name: 1 if name in ("number", "year", "report") else "nothing" for name in rule.arguments
    }
    _scheme, path = rule.build(values) or ("", rule.rule)
    return path


def call(client: PageClient, rule: Rule) -> int:
    """Call a route by its first method and return the status."""
    method = "POST" if "POST" in (rule.methods or ()) else "GET"
    return client.http.open(address(rule), method=method).status_code


def test_every_route_of_the_tracker_is_public_or_guarded(app: Flask) -> None:
    accesses = {
        rule.endpoint: access_of(rule.endpoint, app.view_functions)
        for rule in app.url_map.iter_rules()
    }
    assert None not in accesses.values(), accesses
    assert len(guarded(app)) > 15


def test_what_writes_is_guarded_but_for_signing_in_and_out_and_verifying(app: Flask) -> None:
    open_writes = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.methods
        and rule.methods & {"POST", "PUT", "PATCH", "DELETE"}
        and access_of(rule.endpoint, app.view_functions) == "public"
    }
    assert open_writes == {
        "sign_in.enter",
        "sign_in.enter_code",
        "sign_in.enter_by_passkey",
        "passkeys.ask_for_proof",
        "passkeys.prove",
        "sign_in.leave",
        "reports.verify",
        "invitation.accept_it",
        "forgotten_password.ask",
        "forgotten_password.replace",
    }


def test_a_stranger_is_led_to_the_sign_in_page(app: Flask, client: PageClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    for rule, _permission in guarded(app):
        answer = client.http.open(
            address(rule), method="POST" if "POST" in (rule.methods or ()) else "GET"
        )
        if rule.rule.startswith("/api/"):
            assert answer.status_code == 401, rule
            assert answer.mimetype == "application/problem+json", rule
            continue
        assert answer.status_code == 303, rule
        assert answer.headers["Location"].startswith("/sign-in"), rule


@pytest.mark.parametrize("role", SIGNING_IN)
def test_each_role_passes_where_the_map_says_so_and_nowhere_else(
    app: Flask, signed_in: Callable[[Role], PageClient], role: Role
) -> None:
    client = signed_in(role)
    app.config["WTF_CSRF_ENABLED"] = False
    for rule, permission in guarded(app):
        refused = call(client, rule) == 403
        assert refused is (permission not in ROLE_PERMISSIONS[role]), rule


def test_a_view_that_says_nothing_stops_the_start(settings: Settings) -> None:
    app = create_app(settings)
    app.add_url_rule("/silent", "silent", lambda: "hello")
    with pytest.raises(Unguarded, match="silent"):
        refuse_unguarded(app)


def test_a_view_that_says_nothing_is_refused_to_everybody(
    settings: Settings,
) -> None:
    app = create_app(settings)
    app.add_url_rule("/silent", "silent", lambda: "hello")
    assert app.test_client().get("/silent").status_code == 303


def test_marks_leave_views_as_they_are() -> None:
    def view() -> str:
        return "hello"

    assert public(view) is view
    assert requires(Permission.POST_MONEY)(view)() == "hello"
