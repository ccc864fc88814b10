"""Entity tags: an answer changes only with the record, its address and the user."""

import hashlib

from flask import Response, g, request

from tracker.http import context
from tracker.people.audit import data_version
from tracker.periods import utc_now

FORM = 1
"""Raised when the shape of any answer changes, so that no reader keeps the old one."""


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
        data_version(context.session()),
        request.full_path,
        user.role.value,
        user.donor_code,
        utc_now().date(),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
