"""What a request has at hand: the settings, its session, who asks."""

from dataclasses import dataclass

from flask import current_app, g
from flask_login import current_user
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tracker import db
from tracker.people.permissions import ANYONE, Permission, Person
from tracker.people.permissions import may as person_may
from tracker.settings import Settings

EXTENSION = "tracker"


@dataclass(frozen=True, slots=True)
class Services:
    """What the application holds for its whole life."""

    settings: Settings
    engine: Engine


def services() -> Services:
    """Return what the application holds."""
    held: Services = current_app.extensions[EXTENSION]
    return held


def settings() -> Settings:
    """Return the settings."""
    return services().settings


def session() -> Session:
    """Return the session of this request, opened when it is first asked for."""
    if "session" not in g:
        g.session = db.make_session(services().engine)
    opened: Session = g.session
    return opened


def close_session(_error: BaseException | None = None) -> None:
    """Close the session of this request, dropping what was not committed."""
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        opened.close()


def person() -> Person:
    """Return who asks."""
    if not current_user.is_authenticated:
        return ANYONE
    known: Person = current_user.person
    return known


def may(permission: Permission) -> bool:
    """Tell whether the person who asks may do something."""
    return person_may(person(), permission)
