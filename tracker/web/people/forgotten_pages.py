"""The pages of a forgotten password: the address that a link is sent to, and the new password."""

from math import ceil

from apiflask import APIBlueprint
from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import Fault
from tracker.http import context, identity
from tracker.http.access_events import AccessEvent, note_access
from tracker.http.guard import public, with_any_password
from tracker.http.kept_forms import button
from tracker.mail.keys import user_of_key
from tracker.mail.kinds import KeyPurpose
from tracker.people.passwords import LONGEST, SHORTEST
from tracker.people.users import LONGEST_EMAIL, TooManyAttempts
from tracker.periods import utc_now
from tracker.user_accounts.resets import ask_by_address, reset_by_key
from tracker.web.forms.refusals import put_faults
from tracker.web.people.account_forms import AddressForm, NewPasswordForm
from tracker.web.people.mailed_keys import forget_key, mailed_key, taken_key

blueprint = APIBlueprint(
    "forgotten_password", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/forgotten-password")
@public
@with_any_password
def show() -> ResponseReturnValue:
    """Ask for the address."""
    return render_template("people/forgotten.html", form=AddressForm(formdata=None))


@blueprint.post("/forgotten-password")
@button
@public
@with_any_password
def ask() -> ResponseReturnValue:
    """Let a link be sent; the answer is the same whether the address is known or not."""
    form = AddressForm()
    if not form.validate():
        return render_template("people/forgotten.html", form=form), form.http_status
    address = request.remote_addr or ""
    try:
        ask_by_address(context.session(), form.email.data, address, utc_now())
    except TooManyAttempts as refusal:
        note_access(AccessEvent.RESET_DELAYED)
        form.email.raw_data = [form.email.data[:LONGEST_EMAIL]]
        put_faults(form, [Fault("email", str(refusal))])
        page = make_response(render_template("people/forgotten.html", form=form), refusal.status)
        page.headers["Retry-After"] = str(ceil(refusal.wait.total_seconds()))
        return page
    note_access(AccessEvent.RESET_ASKED)
    flash(_("If the address has an account, a letter with a link is on its way to it."), "done")
    return redirect(url_for("sign_in.show"), 303)


@blueprint.get("/forgotten-password/new")
@public
@with_any_password
def show_form() -> ResponseReturnValue:
    """Show the form of the new password, to who has followed the link of the letter."""
    led = taken_key("forgotten_password.show_form")
    if led is not None:
        return led
    _expect_key()
    return _page(NewPasswordForm(formdata=None))


@blueprint.post("/forgotten-password/new")
@button
@public
@with_any_password
def replace() -> ResponseReturnValue:
    """Replace the password, or show the faults of the form."""
    form = NewPasswordForm()
    _expect_key()
    password = form.new_password.data or ""
    if form.validate() and (saved := form.save(reset_by_key, mailed_key(), password, utc_now())):
        forget_key()
        identity.leave()
        note_access(AccessEvent.PASSWORD_REPLACED, saved.value.handle)
        flash(_("Your password was replaced, and your sessions were ended. Sign in."), "done")
        return redirect(url_for("sign_in.show"), 303)
    return _page(form), form.http_status


def _expect_key() -> None:
    """Raise Conflict without a link that serves."""
    user_of_key(context.session(), mailed_key(), KeyPurpose.PASSWORD_RESET, utc_now())


def _page(form: NewPasswordForm) -> str:
    """Draw the page of the new password."""
    return render_template(
        "people/new_password.html", form=form, shortest=SHORTEST, longest=LONGEST
    )
