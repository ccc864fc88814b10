"""Forms that arrive after their session has ended, kept until their person has signed in again.

A form is known as its person's by its token against forgery, which is made from a secret of the
session for which it was drawn. What was typed waits on the server under a random key.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from flask import Response, current_app, flash, make_response, redirect, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer

from tracker.db import transaction
from tracker.http import context
from tracker.http.identity import CSRF, limits, why_ended
from tracker.http.own_addresses import HOME, OF_A_PATH, own_address
from tracker.http.shown_forms import (
    LONGEST_KEY,
    RESUME,
    drop,
    form_shown_again,
    is_shown_again,
)
from tracker.people.kept_forms import SentForm, find_kept_form, keep_form
from tracker.people.sessions import FoundSession, SessionEnd, find_session_of_form
from tracker.periods import utc_now

KEEPS_DRAFT = "drafts.keep"
"""The view to which a form is sent to be kept as a draft: it comes back as the form itself."""
UNKEPT = ("sign_in.enter", "sign_in.enter_code", "sign_in.enter_by_passkey", "sign_in.leave")
View = TypeVar("View", bound=Callable[..., Any])
_MARK = "_tracker_button"


def button(view: View) -> View:
    """Mark the view of a button, or of a name typed beside one: no page shows its form again."""
    setattr(view, _MARK, True)
    return view


def is_button(endpoint: str | None) -> bool:
    """Tell whether the view of an endpoint is marked so."""
    return hasattr(current_app.view_functions.get(endpoint or ""), _MARK)


def answer_kept_form() -> Response | None:
    """Keep the form of a request whose session has ended, and lead its person on.

    None where the form is of no session that we know, or of another person than the one signed in.
    A form shown again that would have written leads to the page on which it was filled in.
    """
    if is_shown_again():
        cookie.pop("_flashes", None)
        return _go(_page_of(form_shown_again().sent))
    if request.method != "POST" or request.endpoint in UNKEPT or context.is_for_programs():
        return None
    owner, who = _owner(), context.user()
    if owner is None or (who.signed_in and who.handle != owner.user.handle):
        return None
    sent = _sent(owner.end or SessionEnd.ENDED)
    if sent.is_too_large:
        return None
    with transaction(context.session()) as session:
        key = keep_form(session, owner.user.id or 0, sent, utc_now())
    if who.signed_in:
        return _go(address_after_sign_in(key, ""))
    return _go(url_for("sign_in.show", resume=key))


def address_after_sign_in(key: str, wanted: str) -> str:
    """Return where a user goes who has just signed in: to the kept form, or the wanted page.

    A form of another person is dropped.
    """
    found = find_kept_form(context.session(), key[:LONGEST_KEY], utc_now()) if key else None
    if found is None:
        return own_address(wanted)
    if found.handle != context.user().handle:
        drop(found)
        return HOME
    if not found.sent.holds_something:
        return _page_of(found.sent)
    return _address_of(found.sent, key)


def why_kept(key: str) -> str:
    """Return the sentence for the sign-in page about a form that is kept; "" without one."""
    found = find_kept_form(context.session(), key[:LONGEST_KEY], utc_now()) if key else None
    if found is None:
        return ""
    promise = (
        _("Nothing was saved. Sign in as before, and the form comes back as you filled it in.")
        if found.sent.holds_something
        else _("Nothing was done. Sign in as before, and you come back to the page.")
    )
    return f"{why_ended(found.sent.session_end)} {promise}"


def _page_of(sent: SentForm) -> str:
    """Return the page on which a form was filled in, and tell its reader that nothing was done."""
    flash(f"{why_ended(sent.session_end)} {_('Nothing was done.')}", "warning")
    return sent.page


def _go(address: str) -> Response:
    """Lead the reader on."""
    return make_response(redirect(address, 303))


def _owner() -> FoundSession | None:
    """Return the session for which the form of the request was drawn, by its token."""
    secrets = current_app.config["WTF_CSRF_SECRET_KEY"]  # those of before are believed too
    serializer = URLSafeTimedSerializer(secrets, salt="wtf-csrf-token")
    try:
        secret = serializer.loads(request.form.get(CSRF, ""))
    except BadData:
        return None
    if not isinstance(secret, str):
        return None
    return find_session_of_form(context.session(), secret, limits(), utc_now())


def _sent(end: SessionEnd) -> SentForm:
    """Return the form of the request, without its token and passwords; of a button nothing."""
    drafted = own_address(request.args.get("form")) if request.endpoint == KEEPS_DRAFT else ""
    pressed = is_button(request.endpoint) and not drafted
    fields = tuple(
        (name, text)
        for name, text in request.form.items(multi=True)
        if name != CSRF and "password" not in name and not pressed
    )
    query = urlencode([(name, text) for name, text in request.args.items(True) if name != RESUME])
    path = drafted or quote(request.path, safe=OF_A_PATH)
    if drafted:
        query = ""
    files = not pressed and any(file.filename for file in request.files.values())
    return SentForm(f"{path}?{query}" if query else path, _page(), fields, files, end)


def _page() -> str:
    """Return the page of ours on which the form was filled in, else the home page."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return HOME
    query = parse_qs(parts.query, keep_blank_values=True)
    query.pop(RESUME, None)
    asked = urlencode(query, doseq=True)
    return own_address(f"{unquote(parts.path)}?{asked}" if asked else unquote(parts.path))


def _address_of(sent: SentForm, key: str) -> str:
    """Return the address at which a form that is kept is shown again."""
    return f"{sent.address}{'&' if '?' in sent.address else '?'}{RESUME}={key}"
