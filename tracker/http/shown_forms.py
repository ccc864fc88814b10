"""Forms shown again after their person has signed in, as if they had been sent and refused.

The address of a form with the key under which it is kept shows the form as it was filled in, to its
person alone, in a request that can write nothing.
"""

from collections.abc import Iterable
from io import BytesIO
from urllib.parse import parse_qs, unquote, urlencode, urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Response

from tracker.db import ONLY_SHOWS, make_session, transaction
from tracker.http import context
from tracker.http.context import EXTENSION
from tracker.http.formats import moment
from tracker.http.identity import CSRF, why_ended
from tracker.http.own_addresses import HOME
from tracker.people.form_drafts import find_draft
from tracker.people.kept_forms import FoundForm, drop_kept_form, find_kept_form
from tracker.periods import utc_now

RESUME = "resume"
"""The name, in addresses, of the key of a form that is kept."""
DRAFT = "draft"
"""The name, in addresses, of the number of a draft."""
LONGEST_NUMBER = 9
SHOWN_AGAIN = "tracker.shown_again"
"""The key, in a request's environment, of the form that it shows again."""
LONGEST_KEY = 100


class ShownAgain:
    """A WSGI application before another: asking for the address of a kept form sends the form."""

    def __init__(self, inner: WSGIApplication, engine: Engine) -> None:
        self._inner = inner
        self._engine = engine

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Make a form that is kept of a request for its address; pass others on."""
        query = environ.get("QUERY_STRING", "")
        if environ["REQUEST_METHOD"] == "GET" and (RESUME in query or DRAFT in query):
            found = self._find(environ)
            if found is not None:
                environ = {**environ, SHOWN_AGAIN: found, "REQUEST_METHOD": "POST"}
        return self._inner(environ, start_response)

    def _find(self, environ: WSGIEnvironment) -> FoundForm | None:
        """Return the form that the address names, if it was sent to that address."""
        query = parse_qs(environ["QUERY_STRING"])
        key = query.get(RESUME, [""])[0][:LONGEST_KEY]
        number = query.get(DRAFT, [""])[0]
        path = environ.get("PATH_INFO", "").encode("latin-1").decode(errors="replace")
        try:
            with make_session(self._engine) as session:
                found = find_kept_form(session, key, utc_now()) if key else None
                if found is None and number.isdecimal() and len(number) <= LONGEST_NUMBER:
                    found = find_draft(session, int(number), utc_now())
        except SQLAlchemyError:
            return None
        if found is None or unquote(urlsplit(found.sent.address).path) != path:
            return None
        return found if found.sent.holds_something else None


def set_up_shown_forms(app: Flask) -> None:
    """Show forms again at their addresses; call it before what checks tokens and permissions."""
    app.before_request(_begin_showing)
    app.before_request(_forget_sent)
    engine = app.extensions[EXTENSION].engine
    app.wsgi_app = ShownAgain(app.wsgi_app, engine)  # type: ignore[method-assign]


def is_shown_again() -> bool:
    """Tell whether the request shows a form again, and does nothing else."""
    return SHOWN_AGAIN in request.environ


def form_shown_again() -> FoundForm:
    """Return the form that the request shows again."""
    found: FoundForm = request.environ[SHOWN_AGAIN]
    return found


def _begin_showing() -> Response | None:
    """Fill the request with the form that it shows again, for its person alone."""
    found: FoundForm | None = request.environ.get(SHOWN_AGAIN)
    if found is None:
        return None
    who = context.user()
    if not who.signed_in:
        return redirect(url_for("sign_in.show", resume=request.args.get(RESUME)), 303)
    if who.handle != found.handle:
        if found.draft_of is None:
            drop(found)
        return redirect(HOME, 303)
    body = urlencode([*found.sent.fields, (CSRF, generate_csrf())]).encode()
    request.environ.update(
        {
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_REFERER": request.host_url,
            "wsgi.input": BytesIO(body),
        }
    )
    context.session().info[ONLY_SHOWS] = True
    flash(_sentence(found), "warning")
    return None


def _forget_sent() -> None:
    """Drop the form that was shown again, now that its person sends it."""
    key = request.args.get(RESUME, "")[:LONGEST_KEY]
    if request.method != "POST" or is_shown_again() or not key:
        return
    found = find_kept_form(context.session(), key, utc_now())
    if found is not None and found.handle == context.user().handle:
        drop(found)


def _sentence(found: FoundForm) -> str:
    """Return the sentence above a form that is shown again."""
    if found.draft_of is not None:
        when = moment(found.draft_of)
        return str(_("This is your draft of %(when)s. Nothing of it is saved yet.", when=when))
    sent = found.sent
    again = _("Nothing was saved. This is what you had filled in: look it over and send it again.")
    files = [_("The file has to be chosen again.")] if sent.has_files else []
    return " ".join((why_ended(sent.session_end), again, *files))


def drop(found: FoundForm) -> None:
    """Drop a form that is kept."""
    with transaction(context.session()) as session:
        drop_kept_form(session, found.number)
