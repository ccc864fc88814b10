"""Signing in and out."""

from urllib.parse import urlsplit

from apiflask import APIBlueprint
from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import login_user, logout_user
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField

from tracker.errors import Fault
from tracker.http import context
from tracker.http.guard import public
from tracker.http.identity import FlaskLoginUser
from tracker.people.users import TooManyAttempts, WrongPassword, sign_in
from tracker.periods import utc_now

HOME = "/home"
blueprint = APIBlueprint("sign_in", __name__, template_folder="templates", enable_openapi=False)


class SignInForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """E-mail address and password, and the page to go to afterwards."""

    email = EmailField(_l("E-mail address"), render_kw={"autocomplete": "username"})
    password = PasswordField(_l("Password"), render_kw={"autocomplete": "current-password"})
    next = HiddenField()


@blueprint.get("/sign-in")
@public
def show() -> ResponseReturnValue:
    """Show the form."""
    if context.user().signed_in:
        return redirect(HOME)
    return render_template("people/sign_in.html", form=SignInForm(request.args), faults=[])


@blueprint.post("/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Sign in, or show the refusal."""
    form = SignInForm()
    try:
        user = sign_in(
            context.session(),
            form.email.data or "",
            form.password.data or "",
            request.remote_addr or "",
            utc_now(),
        )
    except (WrongPassword, TooManyAttempts) as refusal:
        faults = [Fault("email", str(refusal))]
        return render_template("people/sign_in.html", form=form, faults=faults), refusal.status
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
    """Return the path if it is one of ours, else the home page."""
    text = wanted or ""
    if not text.startswith("/") or text.startswith("//") or "\\" in text:
        return HOME
    parts = urlsplit(text)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
