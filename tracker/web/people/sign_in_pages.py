"""Signing in and out."""

from math import ceil

from apiflask import APIBlueprint
from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.errors import Fault
from tracker.http import context, identity
from tracker.http.access_events import AccessEvent, note_access
from tracker.http.guard import public, with_any_password
from tracker.http.identity import ended_session, why_ended
from tracker.http.kept_forms import address_after_sign_in, button, why_kept
from tracker.http.own_addresses import HOME
from tracker.http.shown_forms import RESUME
from tracker.people.users import LONGEST_EMAIL, TooManyAttempts, WrongPassword, sign_in
from tracker.periods import utc_now
from tracker.web.forms.refusals import put_faults
from tracker.web.people.sign_in_form import SignInForm
from tracker.words import say

blueprint = APIBlueprint("sign_in", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/sign-in")
@public
@with_any_password
def show() -> ResponseReturnValue:
    """Show the form."""
    wanted, key = request.args.get("next", ""), request.args.get(RESUME, "")
    if context.user().signed_in:
        return redirect(address_after_sign_in(key, wanted if key else HOME))
    ended = ended_session()
    why = why_kept(key) or (why_ended(ended.end) if ended and ended.end else "")
    form = SignInForm(formdata=None, next=wanted, resume=key)
    return render_template("people/sign_in.html", form=form, ended=why)


@blueprint.post("/sign-in")
@public
@with_any_password
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
        identity.enter(user)
    except (WrongPassword, TooManyAttempts) as refusal:
        delayed = isinstance(refusal, TooManyAttempts)
        note_access(AccessEvent.SIGN_IN_DELAYED if delayed else AccessEvent.SIGN_IN_REFUSED)
        form.email.raw_data = [form.email.data[:LONGEST_EMAIL]]  # no longer text is shown again
        put_faults(form, [Fault("email", _sentence(refusal))])
        page = make_response(render_template("people/sign_in.html", form=form), refusal.status)
        if isinstance(refusal, TooManyAttempts):
            page.headers["Retry-After"] = str(ceil(refusal.wait.total_seconds()))
        return page
    return redirect(address_after_sign_in(form.resume.data or "", form.next.data or ""), 303)


@blueprint.post("/sign-out")
@button
@public
@with_any_password
def leave() -> ResponseReturnValue:
    """Sign out."""
    identity.leave()
    return redirect(url_for("sign_in.show"), 303)


def _sentence(refusal: WrongPassword | TooManyAttempts) -> str:
    """Return what the reader is told; of too many attempts, how long to wait."""
    if isinstance(refusal, WrongPassword):
        return str(refusal)
    minutes, seconds = divmod(ceil(refusal.wait.total_seconds()), 60)
    return say(
        "There were too many attempts. Time to wait: %(minutes)s min %(seconds)s s.",
        minutes=minutes,
        seconds=seconds,
    )
