"""A user's own API tokens, and those of all for administrators."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.db import transaction
from tracker.http import context
from tracker.http.guard import requires, signed_in
from tracker.http.kept_forms import button
from tracker.people.permissions import Permission
from tracker.people.second_factors import has_factor
from tracker.people.tokens import LONGEST_LIFE, list_tokens, revoke_token
from tracker.people.users import user_named
from tracker.periods import today, utc_now
from tracker.user_accounts.own_factors import make_own_token
from tracker.web.forms.refusals import put_faults
from tracker.web.people.factor_proof import code_faults, password_faults
from tracker.web.people.token_form import TokenForm, token_form

blueprint = APIBlueprint("tokens", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/home/tokens")
@signed_in
def show_list() -> ResponseReturnValue:
    """List the user's tokens, and show the form of another one."""
    return _page(_form(formdata=None))


@blueprint.post("/home/tokens")
@button
@signed_in
def make() -> ResponseReturnValue:
    """Make a token, and show it once."""
    form = _form()
    if not form.validate() or not _is_proven(form):
        return _page(form), form.http_status
    saved = form.save(make_own_token, context.user().handle, form.draft(), utc_now())
    if saved is None:
        return _page(form), form.http_status
    return render_template("people/new_token.html", token=saved.value, name=form.name.data)


@blueprint.post("/home/tokens/<int:number>/revoke")
@button
@signed_in
def revoke(number: int) -> ResponseReturnValue:
    """Revoke one of the user's tokens."""
    who = context.user().handle
    with transaction(context.session()) as session:
        revoke_token(session, number, who, utc_now(), owner=who)
    flash(_("The token was revoked."), "done")
    return redirect(url_for("tokens.show_list"), 303)


@blueprint.get("/people/tokens")
@requires(Permission.REVOKE_TOKENS)
def show_all() -> ResponseReturnValue:
    """List the tokens of all users."""
    return render_template(
        "people/all_tokens.html", tokens=list_tokens(context.session()), now=utc_now()
    )


@blueprint.post("/people/tokens/<int:number>/revoke")
@button
@requires(Permission.REVOKE_TOKENS)
def revoke_any(number: int) -> ResponseReturnValue:
    """Revoke a token of anybody."""
    with transaction(context.session()) as session:
        revoke_token(session, number, context.user().handle, utc_now())
    flash(_("The token was revoked."), "done")
    return redirect(url_for("tokens.show_all"), 303)


def _form(**given: None) -> TokenForm:
    """Return the form of the user."""
    who = context.user()
    known = has_factor(context.session(), user_named(context.session(), who.handle).id or 0)
    return token_form(who.role, has_factor=known, **given)


def _is_proven(form: TokenForm) -> bool:
    """Tell whether a form has the user's password, and a code where one is asked for."""
    faults = password_faults(form.current_password.data or "")
    if not faults and "code" in form:
        user = user_named(context.session(), context.user().handle)
        faults = code_faults(user, form["code"].data)
    put_faults(form, faults)
    return not form.refusals


def _page(form: TokenForm) -> str:
    """Draw the page of the user's tokens."""
    return render_template(
        "people/tokens.html",
        form=form,
        tokens=list_tokens(context.session(), context.user().handle),
        now=utc_now(),
        first=today(),
        last=today() + LONGEST_LIFE,
        base=request.host_url,
    )
