"""Makes the blueprints of the JSON interface alike: prefix, entity tags."""

from collections.abc import Callable
from typing import TypeVar

from apiflask import APIBlueprint
from sqlmodel import Session

from tracker.api.entity_tags import answer_unchanged, mark_version
from tracker.errors import NotFound
from tracker.http import context
from tracker.words import say

PREFIX = "/api/v1"

Found = TypeVar("Found")


def make_blueprint(tag: str, description: str) -> APIBlueprint:
    """Make the blueprint of one subject, the heading of its addresses in the description."""
    made = APIBlueprint(
        f"api_{tag.lower()}",
        __name__,
        tag={"name": tag, "description": description},
        url_prefix=PREFIX,
    )
    made.before_request(answer_unchanged)
    made.after_request(mark_version)
    return made


def on_file(read: Callable[[Session, str], Found], code: str) -> Found:
    """Read the thing of an address; raises NotFound, also for a name that no database can store."""
    if not code.isprintable():
        raise NotFound(say("there is nothing under that name"))
    return read(context.session(), code)
