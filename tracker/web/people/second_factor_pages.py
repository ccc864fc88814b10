"""A user's own second factor: set up, replaced, removed, and its recovery codes."""

from datetime import datetime

import segno
from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from tracker.db import transaction
from tracker.errors import Conflict, Fault
from tracker.http import context, identity
from tracker.http.guard import signed_in, without_factor
from tracker.http.kept_forms import button
from tracker.http.own_addresses import own_address
from tracker.http.second_step import secret_box
from tracker.people.one_time_codes import (
    ISSUER,
    in_groups,
    new_secret,
    setup_address,
    step_of,
)
from tracker.people.passkeys import spare_last_factor
from tracker.people.second_factors import (
    NewFactor,
    factor_state,
    must_have_factor,
)
from tracker.people.secret_box import SecretBox, UnreadableSecret
from tracker.periods import utc_now
from tracker.user_accounts.own_factors import (
    remove_own_factor,
    renew_own_codes,
    set_own_factor,
)
from tracker.web.forms.refusals import put_faults
from tracker.web.people.factor_proof import code_faults, is_proven, own_row, password_faults
from tracker.web.people.second_factor_forms import ProofForm, ReplaceForm, SetUpForm
from tracker.web.people.shown_codes import codes_page

HOLDS = 3600
"""How many seconds a secret that was shown can be set up."""
MODULE = 4  # pixels of a point of the picture
blueprint = APIBlueprint(
    "second_factor", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/home/second-factor")
@signed_in
@without_factor
def show() -> ResponseReturnValue:
    """Show the factor, or how one is set up."""
    state = factor_state(context.session(), context.user().handle)
    if state is not None:
        return render_template("people/second_factor.html", state=state, needed=_is_needed())
    form = SetUpForm(formdata=None, next=request.args.get("next", ""))
    return _set_up_page(form, new_secret())


@blueprint.post("/home/second-factor")
@button
@signed_in
@without_factor
def set_up() -> ResponseReturnValue:
    """Set a first factor, and show the recovery codes."""
    if factor_state(context.session(), context.user().handle) is not None:
        return redirect(url_for("second_factor.show"), 303)
    return _set(SetUpForm())


@blueprint.get("/home/second-factor/replace")
@signed_in
def show_replace() -> ResponseReturnValue:
    """Show how another authenticator takes the place of the one of today."""
    if factor_state(context.session(), context.user().handle) is None:
        return redirect(url_for("second_factor.show"), 303)
    return _set_up_page(ReplaceForm(formdata=None), new_secret())


@blueprint.post("/home/second-factor/replace")
@button
@signed_in
def replace() -> ResponseReturnValue:
    """Replace the authenticator, and show new recovery codes."""
    state = factor_state(context.session(), context.user().handle)
    if state is None:
        return redirect(url_for("second_factor.show"), 303)
    return _set(ReplaceForm(), state.set_at)


@blueprint.get("/home/second-factor/recovery-codes")
@signed_in
def show_renew() -> ResponseReturnValue:
    """Ask for password and code, for new recovery codes."""
    return _proof_page("people/renew_codes.html", ProofForm(formdata=None))


@blueprint.post("/home/second-factor/recovery-codes")
@button
@signed_in
def renew() -> ResponseReturnValue:
    """Make new recovery codes, and show them."""
    form = ProofForm()
    if not form.validate() or not is_proven(form):
        return _proof_page("people/renew_codes.html", form), form.http_status
    with transaction(context.session()) as session:
        codes = renew_own_codes(session, context.user().handle, utc_now())
    return codes_page(codes, url_for("second_factor.show"))


@blueprint.get("/home/second-factor/remove")
@signed_in
def show_remove() -> ResponseReturnValue:
    """Ask for password and code, to remove the factor."""
    return _proof_page("people/remove_factor.html", ProofForm(formdata=None))


@blueprint.post("/home/second-factor/remove")
@button
@signed_in
def remove() -> ResponseReturnValue:
    """Remove the factor; one that the role needs is replaced, never removed."""
    state = factor_state(context.session(), context.user().handle)
    spare_last_factor(is_last=state is None or not state.passkeys, needed=_is_needed())
    form = ProofForm()
    if not form.validate() or not is_proven(form):
        return _proof_page("people/remove_factor.html", form), form.http_status
    with transaction(context.session()) as session:
        user = remove_own_factor(session, context.user().handle, needed=_is_needed())
    identity.enter(user)
    flash(_("Your second factor was removed. Your other sessions were ended."), "done")
    return redirect(url_for("second_factor.show"), 303)


def _set(form: SetUpForm, replaced: datetime | None = None) -> ResponseReturnValue:
    """Set or replace the factor by a form, and show the recovery codes; or show the refusal."""
    box = secret_box()
    secret = _shown_secret(box, form)
    if not form.validate():
        return _set_up_page(form, secret or new_secret()), form.http_status
    step = step_of(secret, form.new_code.data, utc_now()) if secret else None
    put_faults(form, _set_up_faults(form, secret, step))
    if form.refusals or step is None:
        return _set_up_page(form, secret or new_secret()), form.http_status
    new = NewFactor(box.close(secret), step)
    try:
        with transaction(context.session()) as session:
            user, codes = set_own_factor(session, context.user().handle, new, utc_now(), replaced)
    except Conflict as refusal:
        flash(str(refusal), "warning")
        return redirect(url_for("second_factor.show"), 303)
    identity.enter(user)
    wanted = own_address(form.next.data) if form.next.data else url_for("home.show")
    return codes_page(codes, wanted)


def _set_up_faults(form: SetUpForm, secret: str, step: int | None) -> list[Fault]:
    """Return the first fault of what proves a user and the new authenticator.

    The code of the authenticator of today is used up last, when all else is right.
    """
    if not secret:
        return [Fault("new_code", _("The picture is too old. Take the one that is shown now."))]
    if step is None:
        return [Fault("new_code", _("This is not the code that goes with the picture."))]
    faults = password_faults(form.current_password.data or "")
    if not faults and isinstance(form, ReplaceForm):
        faults = code_faults(own_row(), form.code.data)
    return faults


def _is_needed() -> bool:
    """Tell whether the role of the user needs a second factor."""
    return must_have_factor(own_row(), context.settings().second_factor_roles)


def _shown_secret(box: SecretBox, form: SetUpForm) -> str:
    """Return the secret that was shown to this user; "" for one of another, or too old."""
    try:
        handle, _colon, secret = box.open(form.shown.data or "", within=HOLDS).partition(":")
    except UnreadableSecret:
        return ""
    return secret if handle == context.user().handle else ""


def _set_up_page(form: SetUpForm, secret: str) -> str:
    """Draw the page with the picture of a secret."""
    who = context.user()
    form.shown.data = secret_box().close(f"{who.handle}:{secret}")
    picture = segno.make(setup_address(secret, who.email), micro=False, error="m")
    return render_template(
        "people/set_up_factor.html",
        form=form,
        needed=who.lacks_factor,
        replaces=isinstance(form, ReplaceForm),
        picture=Markup(picture.svg_inline(scale=MODULE, light="#fff")),  # noqa: S704 - segno's own
        secret=in_groups(secret),
        issuer=ISSUER,
        account=who.email,
    )


def _proof_page(template: str, form: ProofForm) -> str:
    """Draw a page that asks for password and code."""
    state = factor_state(context.session(), context.user().handle)
    keeps = state is not None and state.passkeys > 0
    return render_template(template, form=form, keeps_passkeys=keeps)
