"""The names today of those whom records name by handle, read once for each response."""

from typing import Annotated

from flask import Flask, g
from pydantic import PlainSerializer

from tracker.http import context
from tracker.people.actors import ActorDirectory, read_directory


def who(written: str) -> str:
    """Return the name today of whom a record names; nothing for nobody."""
    return directory().name(written) if written else ""


def is_me(written: str) -> bool:
    """Tell whether a record names the user of this request."""
    mine = context.user().handle
    return bool(mine) and directory().handle(written) == mine


def directory() -> ActorDirectory:
    """Return all actors, read when a page first names one."""
    if "actors" not in g:
        g.actors = read_directory(context.session())
    found: ActorDirectory = g.actors
    return found


ActorToday = Annotated[str, PlainSerializer(who)]
"""A field of an answer that holds a handle, and is written as the name today."""


def set_up_actor_names(app: Flask) -> None:
    """Give templates the filter that makes a name of a handle."""
    app.jinja_env.filters["who"] = who
    app.jinja_env.globals["is_me"] = is_me
