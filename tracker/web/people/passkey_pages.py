"""A user's own passkeys: added, removed, and shown in place of a code."""

from apiflask import APIBlueprint
from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.db import transaction
from tracker.errors import Fault
from tracker.http import context, identity, passkeys
from tracker.http.guard import public, signed_in, with_any_password, without_factor
from tracker.http.kept_forms import button
from tracker.http.own_addresses import own_address
from tracker.http.second_step import pending_user
from tracker.people.passkey_challenges import ChallengePurpose, give_proof
from tracker.people.passkey_checks import WrongPasskey, wrong
from tracker.people.passkeys import find_passkey, last_uses, list_passkeys
from tracker.people.second_factors import has_factor, must_have_factor
from tracker.people.tables import User
from tracker.periods import utc_now
from tracker.user_accounts.own_passkeys import add_own_passkey, remove_own_passkey
from tracker.web.forms.refusals import put_faults
from tracker.web.people.factor_proof import code_faults, is_proven, own_row, password_faults
from tracker.web.people.passkey_forms import AddAnotherPasskeyForm, AddPasskeyForm
from tracker.web.people.second_factor_forms import ProofForm
from tracker.web.people.shown_codes import codes_page

JSON = "application/json"
ALONE = "alone"
"""The parameter by which a page asks for a passkey in place of password and code."""
blueprint = APIBlueprint("passkeys", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/home/passkeys")
@signed_in
@without_factor
def show_list() -> ResponseReturnValue:
    """List the user's passkeys, and show the form of another one."""
    passkeys.site()
    return _page(_form(formdata=None, next=request.args.get("next", "")))


@blueprint.post("/home/passkeys/options")
@button
@signed_in
@without_factor
def ask_for_new() -> Response:
    """Give the browser what it needs to make a passkey."""
    ours, user = passkeys.site(), own_row()
    challenge = passkeys.new_challenge(ChallengePurpose.ADD, user)
    known = [one.credential_id for one in list_passkeys(context.session(), user.id or 0)]
    return Response(ours.ask_for_new(challenge, user.handle, user.email, known), mimetype=JSON)


@blueprint.post("/home/passkeys")
@button
@signed_in
@without_factor
def add() -> ResponseReturnValue:
    """Add the passkey that the browser made; show recovery codes with the first factor."""
    passkeys.site()
    form, user = _form(), own_row()
    if not form.validate() or not _is_shown(form, user):
        return _page(form), form.http_status
    try:
        made = passkeys.checked_new(form.credential.data or "", user)
    except WrongPasskey as refusal:
        form.credential.data = ""  # its challenge is used up: the device is asked anew
        put_faults(form, [Fault("name", str(refusal))])
        return _page(form), form.http_status
    saved = form.save(add_own_passkey, user.handle, form.name.data, made, utc_now())
    form.credential.data = ""
    if saved is None:
        return _page(form), form.http_status
    user, codes = saved.value
    wanted = own_address(form.next.data) if form.next.data else url_for("passkeys.show_list")
    return _entered(user, codes, wanted)


@blueprint.get("/home/passkeys/<int:number>/remove")
@signed_in
def show_remove(number: int) -> ResponseReturnValue:
    """Ask for password and code, to remove a passkey."""
    return _remove_page(number, ProofForm(formdata=None))


@blueprint.post("/home/passkeys/<int:number>/remove")
@button
@signed_in
def remove(number: int) -> ResponseReturnValue:
    """Remove a passkey; the last factor of who needs one is not removed."""
    form = ProofForm()
    if not form.validate() or not is_proven(form):
        return _remove_page(number, form), form.http_status
    who = own_row()
    needed = must_have_factor(who, context.settings().second_factor_roles)
    with transaction(context.session()) as session:
        user = remove_own_passkey(session, who.handle, number, needed=needed)
    identity.enter(user)
    context.jobs().start_waiting()
    flash(_("The passkey was removed. Your other sessions were ended."), "done")
    return redirect(url_for("passkeys.show_list"), 303)


@blueprint.post("/passkeys/options")
@button
@public
@with_any_password
def ask_for_proof() -> Response:
    """Give the browser what it needs to show a passkey, of a known user or of anybody.

    The page of signing in asks for anybody's, whoever has just shown a password in this browser.
    """
    ours, user = passkeys.site(), None if ALONE in request.args else _known()
    purpose = ChallengePurpose.SIGN_IN if user is None else ChallengePurpose.PROVE
    number = 0 if user is None else user.id or 0
    known = [one.credential_id for one in list_passkeys(context.session(), number)]
    challenge = passkeys.new_challenge(purpose, user)
    return Response(ours.ask_for_proof(challenge, known), mimetype=JSON)


@blueprint.post("/passkeys/proof")
@button
@public
@with_any_password
def prove() -> Response:
    """Give a code that serves once in place of one of the authenticator, for a passkey."""
    user = _known()
    if user is None:
        raise wrong()
    passkeys.checked_user(request.form.get("credential", ""), ChallengePurpose.PROVE, user)
    with transaction(context.session()) as session:
        code = give_proof(session, user.id or 0, utc_now())
    return jsonify(code=code)


def _known() -> User | None:
    """Return the user who is signed in, or who has just shown the password."""
    return own_row() if context.user().signed_in else pending_user()


def _form(**given: str | None) -> AddPasskeyForm:
    """Return the form; a code is asked for of who has a second factor."""
    known = has_factor(context.session(), own_row().id or 0)
    return AddAnotherPasskeyForm(**given) if known else AddPasskeyForm(**given)


def _is_shown(form: AddPasskeyForm, user: User) -> bool:
    """Tell whether a form has the user's password, and a code where one is asked for."""
    faults = password_faults(form.current_password.data or "")
    if not faults and isinstance(form, AddAnotherPasskeyForm):
        faults = code_faults(user, form.code.data)
    put_faults(form, faults)
    return not form.refusals


def _entered(user: User, codes: tuple[str, ...], onward: str) -> ResponseReturnValue:
    """Begin a new session, and show the recovery codes or the list."""
    identity.enter(user)
    context.jobs().start_waiting()
    if codes:
        return codes_page(codes, onward)
    flash(_("The passkey was added. Your other sessions were ended."), "done")
    return redirect(onward, 303)


def _page(form: AddPasskeyForm) -> str:
    """Draw the list and the form."""
    who = own_row()
    return render_template(
        "people/passkeys.html",
        form=form,
        passkeys=list_passkeys(context.session(), who.id or 0),
        last_uses=last_uses(context.session(), who.id or 0),
        needed=context.user().lacks_factor,
    )


def _remove_page(number: int, form: ProofForm) -> str:
    """Draw the page that asks for password and code."""
    passkeys.site()
    one = find_passkey(context.session(), context.user().handle, number)
    return render_template("people/remove_passkey.html", form=form, one=one)
