"""The blueprints of the JSON interface, all alike: prefix, entity tags.

An entity tag changes only with the record, the address and the language of the answer, and its
user.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from apiflask import APIBlueprint
from flask import Response, g, request
from sqlmodel import Session

from tracker.api.titles import mark_language
from tracker.errors import NotFound
from tracker.http import context
from tracker.http.language import asked_language
from tracker.people.audit import page_version
from tracker.periods import today
from tracker.words import say

PREFIX = "/api/v1"
FORM = 3
"""Raised when the shape of any answer changes, so that no reader keeps the old one."""

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
    made.after_request(mark_language)
    return made


def on_file(read: Callable[[Session, str], Found], code: str) -> Found:
    """Read the thing of an address; raises NotFound, also for a name that no database can store."""
    if not code.isprintable():
        raise NotFound(say("there is nothing under that name"))
    return read(context.session(), code)


def answer_unchanged() -> Response | None:
    """Answer 304 before anything else is read, when the reader has this answer."""
    g.entity_tag = entity_tag()
    known = request.if_none_match
    if known.star_tag or not known.contains_weak(g.entity_tag):
        return None
    return Response(status=304)


def mark_version(response: Response) -> Response:
    """Mark a whole answer with its entity tag."""
    tag = g.get("entity_tag")
    if tag and response.status_code in (200, 304):
        response.set_etag(tag)
        response.vary.add("Cookie")
    return response


def entity_tag() -> str:
    """Return the tag of the answer to this request; the default dates change with the day."""
    user = context.user()
    parts = (
        FORM,
        page_version(context.session()),
        request.full_path,
        asked_language(),
        user.role.value,
        user.donor_code,
        sorted(user.allowed or ()),
        user.by_token,
        today(),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
