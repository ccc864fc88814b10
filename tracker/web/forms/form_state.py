"""A form between two requests: its token, so that it is saved once, and the draft kept of it."""

import re
import secrets
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote, urlencode, urlsplit

from flask import g, request

from tracker.http import context
from tracker.http.identity import CSRF
from tracker.http.shown_forms import DRAFT, RESUME, is_shown_again
from tracker.people.form_drafts import draft_of, record_digest
from tracker.people.saved_forms import digest_of_form
from tracker.periods import utc_now

ONCE = "once"
"""The name of the field with a form's token."""
LANGUAGE = "lang"
KEEPS_DRAFT, SAVED = "keeps_draft", "saved_form"
"""The marks of a request that sends a form of which drafts are kept, and that saved one."""
DRAWN = "form_drawn"
"""The mark of a page that has a form, for its layout."""
TOKEN = re.compile(r"[\w-]{1,60}", re.ASCII)
"""What a token of ours is made of; no other text of a browser is drawn into a page."""


class OfferedDraft(NamedTuple):
    """A draft of the form on the page: when it was begun and kept, and where it is gone on with.

    It is `overtaken` when the record has changed since the form was filled from it.
    """

    begun_at: datetime
    kept_at: datetime
    address: str
    overtaken: bool


def form_address() -> str:
    """Return the address of the form of this request, which its drafts are kept under."""
    left_out = (RESUME, DRAFT, LANGUAGE)
    query = [(name, text) for name, text in request.args.items(True) if name not in left_out]
    return f"{request.path}?{urlencode(query)}" if query else request.path


def once_token() -> str:
    """Return the token of the form on the page; one that was refused keeps its own."""
    setattr(g, DRAWN, True)
    return _sent_token() or secrets.token_urlsafe(16)


def sent_digest(address: str = "") -> bytes | None:
    """Return the digest of the form that this request sends; None for one without a token.

    A draft is sent elsewhere than its form: `address` is that of the form.
    """
    token = _sent_token()
    if not token:
        return None
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != CSRF]
    names = [(name, file.filename or "") for name, file in request.files.items(multi=True)]
    path = unquote(urlsplit(address).path) or request.path
    return digest_of_form(token, context.user().handle, [*fields, *names, ("", path)])


def _sent_token() -> str:
    """Return the token with which a form was sent; "" for none of ours."""
    token = request.form.get(ONCE, "")
    return token if TOKEN.fullmatch(token) else ""


def offered_draft(filled_from: str) -> OfferedDraft | None:
    """Return the draft that is kept of the form on the page, which was filled from a record."""
    who = context.user()
    if request.method != "GET" or is_shown_again() or not who.signed_in:
        return None
    form = form_address()
    kept = draft_of(context.session(), who.handle, form, utc_now())
    if kept is None:
        return None
    overtaken = kept.record_digest != record_digest(filled_from)
    address = f"{form}{'&' if '?' in form else '?'}{DRAFT}={kept.number}"
    return OfferedDraft(kept.begun_at, kept.kept_at, address, overtaken)


def note_draft_form() -> None:
    """Note that this request sends a form of which drafts are kept."""
    setattr(g, KEEPS_DRAFT, True)
