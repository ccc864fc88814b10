"""The context of a request: the settings, its database session, its user."""

from dataclasses import dataclass

from flask import current_app, g, request
from flask import session as cookie
from flask_login import current_user
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tracker import db
from tracker.jobs.queue import JobQueue
from tracker.people.permissions import ANYONE, CurrentUser, Permission, may_change_activity
from tracker.people.permissions import may as user_may
from tracker.settings import Settings

EXTENSION = "tracker"
API = "/api/"
"""The beginning of all addresses of the JSON interface."""
EMBED = "/embed/"
"""The beginning of all addresses that other sites may frame."""
SESSION_TOKEN = "_user_id"  # noqa: S105 - the name under which flask-login's cookie holds it
"""Where the cookie holds the token of the session on the server."""


@dataclass(frozen=True, slots=True)
class Services:
    """Objects that the application holds for its whole life."""

    settings: Settings
    engine: Engine
    jobs: JobQueue


def services() -> Services:
    """Return the application's services."""
    held: Services = current_app.extensions[EXTENSION]
    return held


def settings() -> Settings:
    """Return the settings."""
    return services().settings


def jobs() -> JobQueue:
    """Return the queue of jobs in the background."""
    return services().jobs


def session() -> Session:
    """Return the session of this request, opened when it is first asked for."""
    if "session" not in g:
        g.session = db.make_session(services().engine)
    opened: Session = g.session
    return opened


def close_session(_error: BaseException | None = None) -> None:
    """Close the session of this request, dropping uncommitted changes."""
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        opened.close()


def read_no_more() -> None:
    """Let what follows in this request, the page of an error, read nothing from the database."""
    g.reads_no_more = True


def reads_no_more() -> bool:
    """Tell whether this request reads nothing more from the database."""
    return bool(g.get("reads_no_more", False))


def may_be_signed_in() -> bool:
    """Tell whether the cookie names a session that is not looked up, for the page of an error."""
    return _looks_nobody_up() and SESSION_TOKEN in cookie


def _looks_nobody_up() -> bool:
    """Tell whether this request did not look its user up, and no longer will."""
    return reads_no_more() and "_login_user" not in g


def user() -> CurrentUser:
    """Return the user of this request; the public where nobody is known and none is looked up."""
    if _looks_nobody_up():
        return ANYONE
    if not current_user.is_authenticated:
        return ANYONE
    known: CurrentUser = current_user.user
    return known


def may(permission: Permission) -> bool:
    """Tell whether the user of this request has a permission."""
    return user_may(user(), permission)


def may_change_of(programme: str) -> bool:
    """Tell whether the user of this request may change a programme and its activities."""
    return may_change_activity(user(), programme)


def sees_unpublished() -> bool:
    """Tell whether the user of this request may see what is not published."""
    return may(Permission.SEE_UNPUBLISHED)


def is_embedded() -> bool:
    """Tell by its address whether the request is for what other sites may frame."""
    return request.path.startswith(EMBED)


def is_for_programs() -> bool:
    """Tell by its address whether the request is for the JSON interface."""
    return request.path.startswith(API)
