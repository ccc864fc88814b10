"""Signing in and out."""

from urllib.parse import urlsplit

from apiflask import APIBlueprint
from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from tracker.errors import Fault
from tracker.http import context
from tracker.http.guard import public
from tracker.http.identity import FlaskLoginUser
from tracker.people.users import TooManyAttempts, WrongPassword, sign_in
from tracker.periods import utc_now
from tracker.web.forms.refusals import put_faults
from tracker.web.people.sign_in_form import SignInForm

HOME = "/home"
blueprint = APIBlueprint("sign_in", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/sign-in")
@public
def show() -> ResponseReturnValue:
    """Show the form."""
    if context.user().signed_in:
        return redirect(HOME)
    form = SignInForm(formdata=None, next=request.args.get("next", ""))
    return render_template("people/sign_in.html", form=form)


@blueprint.post("/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Sign in, or show the refusal."""
    form = SignInForm()
    try:
        user = sign_in(
            context.session(),
            form.email.data,
            form.password.data or "",
            request.remote_addr or "",
            utc_now(),
        )
    except (WrongPassword, TooManyAttempts) as refusal:
        put_faults(form, [Fault("email", str(refusal))])
        return render_template("people/sign_in.html", form=form), refusal.status
    session.clear()
    session.permanent = True
    login_user(FlaskLoginUser(user))
    return redirect(local_path(form.next.data), 303)


@blueprint.post("/sign-out")
@public
def leave() -> ResponseReturnValue:
    """Sign out."""
    logout_user()
    session.clear()
    return redirect(url_for("sign_in.show"), 303)


def local_path(wanted: str | None) -> str:
    """Return the path if it is one of ours, else the home page.

    Browsers read // as the beginning of a host, a backslash as a slash, and skip tabs and lines.
    """
    text = wanted or ""
    if not (text.startswith("/") and text.isprintable()):
        return HOME
    if text.startswith("//") or "\\" in text:
        return HOME
    parts = urlsplit(text)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
