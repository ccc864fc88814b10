"""Signing in and out."""

from math import ceil
from typing import Any

from apiflask import APIBlueprint
from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import Fault
from tracker.http import context, identity
from tracker.http.access_events import AccessEvent, note_access
from tracker.http.guard import public, with_any_password
from tracker.http.identity import ended_session, why_ended
from tracker.http.kept_forms import address_after_sign_in, button, why_kept
from tracker.http.own_addresses import HOME
from tracker.http.passkeys import checked_user
from tracker.http.second_step import begin_second_step, end_second_step, pending_user
from tracker.http.shown_forms import RESUME
from tracker.http.single_sign_on import forget_provider, is_by_provider, mark_by_provider
from tracker.people.passkey_challenges import ChallengePurpose
from tracker.people.passkey_checks import WrongPasskey
from tracker.people.recovery_codes import codes_left
from tracker.people.second_factors import has_factor
from tracker.people.secret_box import UnreadableSecret
from tracker.people.sign_in_codes import CodeKind, WrongCode
from tracker.people.tables import User
from tracker.people.users import LONGEST_EMAIL, TooManyAttempts, WrongPassword, sign_in
from tracker.periods import utc_now
from tracker.web.forms.form import RecordForm
from tracker.web.forms.refusals import put_faults
from tracker.web.people.factor_proof import Refusal, sentence_of, use_code
from tracker.web.people.passkey_forms import PasskeySignInForm
from tracker.web.people.second_factor_forms import CodeForm
from tracker.web.people.sign_in_form import SignInForm
from tracker.words import ngettext

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
    """Sign in, lead to the second step, or show the refusal."""
    form = SignInForm()
    try:
        user = _with_password(form)
        if has_factor(context.session(), user.id or 0):
            forget_provider()
            begin_second_step(user)
            after = {"next": form.next.data or None, RESUME: form.resume.data or None}
            return redirect(url_for("sign_in.show_code", **after), 303)
        identity.enter(user)
    except (WrongPassword, TooManyAttempts) as refusal:
        delayed = isinstance(refusal, TooManyAttempts)
        note_access(AccessEvent.SIGN_IN_DELAYED if delayed else AccessEvent.SIGN_IN_REFUSED)
        form.email.raw_data = [form.email.data[:LONGEST_EMAIL]]  # no longer text is shown again
        return _refused("people/sign_in.html", form, "email", refusal)
    return redirect(address_after_sign_in(form.resume.data or "", form.next.data or ""), 303)


@blueprint.get("/sign-in/code")
@public
@with_any_password
def show_code() -> ResponseReturnValue:
    """Show the form of the second step."""
    wanted, key = request.args.get("next", ""), request.args.get(RESUME, "")
    if context.user().signed_in:
        return redirect(address_after_sign_in(key, wanted if key else HOME))
    if pending_user() is None:
        return _again(wanted, key)
    form = CodeForm(formdata=None, next=wanted, resume=key)
    return render_template("people/sign_in_code.html", form=form, by_provider=is_by_provider())


@blueprint.post("/sign-in/code")
@button
@public
@with_any_password
def enter_code() -> ResponseReturnValue:
    """Sign in with the code, or show the refusal."""
    form, user = CodeForm(), pending_user()
    if user is None:
        return _again(form.next.data or "", form.resume.data or "")
    if not form.validate():
        return render_template("people/sign_in_code.html", form=form), form.http_status
    try:
        kind, by_provider = use_code(user, form.code.data), is_by_provider()
        identity.enter(user)
        if by_provider:
            mark_by_provider()
    except (WrongCode, UnreadableSecret, TooManyAttempts) as refusal:
        form.code.raw_data = [""]
        return _refused("people/sign_in_code.html", form, "code", refusal)
    _tell_codes_left(user, kind)
    return redirect(address_after_sign_in(form.resume.data or "", form.next.data or ""), 303)


@blueprint.post("/sign-in/passkey")
@button
@public
@with_any_password
def enter_by_passkey() -> ResponseReturnValue:
    """Sign in by a passkey, which is password and code at once, or show the refusal."""
    sent = PasskeySignInForm()
    try:
        user = checked_user(sent.credential.data or "", ChallengePurpose.SIGN_IN)
        identity.enter(user)
    except (WrongPasskey, WrongPassword) as refusal:
        form = SignInForm(formdata=None, next=sent.next.data, resume=sent.resume.data)
        return _refused("people/sign_in.html", form, "email", refusal)
    return redirect(address_after_sign_in(sent.resume.data or "", sent.next.data or ""), 303)


@blueprint.post("/sign-out")
@button
@public
@with_any_password
def leave() -> ResponseReturnValue:
    """Sign out."""
    by_provider = is_by_provider()
    identity.leave()
    return redirect(url_for("provider.show_signed_out" if by_provider else "sign_in.show"), 303)


def _with_password(form: SignInForm) -> User:
    """Return the user whose password is right, and who may enter here."""
    email, password = form.email.data, form.password.data or ""
    user = sign_in(context.session(), email, password, request.remote_addr or "", utc_now())
    identity.refuse_unwelcome(user)
    return user


def _again(wanted: str, key: str) -> ResponseReturnValue:
    """Lead to the first step, since the second holds for five minutes."""
    end_second_step()
    flash(_("Show your password again: the step between password and code holds 5 minutes."))
    after: dict[str, Any] = {"next": wanted or None, RESUME: key or None}
    return redirect(url_for("sign_in.show", **after), 303)


def _refused(template: str, form: RecordForm, field: str, refusal: Refusal) -> ResponseReturnValue:
    """Show a form with its refusal, and say in a header when to try again."""
    put_faults(form, [Fault(field, sentence_of(refusal))])
    page = make_response(render_template(template, form=form), refusal.status)
    if isinstance(refusal, TooManyAttempts):
        page.headers["Retry-After"] = str(ceil(refusal.wait.total_seconds()))
    return page


def _tell_codes_left(user: User, kind: CodeKind) -> None:
    """Tell a user who used a recovery code how many are left."""
    if kind is CodeKind.RECOVERY:
        left = codes_left(context.session(), user.id or 0)
        told = ngettext(
            "You used a recovery code; %(num)s is left.",
            "You used a recovery code; %(num)s are left.",
            left,
        )
        flash(told, "warning")
