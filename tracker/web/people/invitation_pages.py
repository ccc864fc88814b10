"""The page on which an invitation is accepted."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.http import context, identity
from tracker.http.guard import public, with_any_password
from tracker.http.kept_forms import button
from tracker.mail.keys import user_of_key
from tracker.mail.kinds import KeyPurpose
from tracker.people.passwords import LONGEST, SHORTEST
from tracker.periods import utc_now
from tracker.user_accounts.invitations import accept
from tracker.web.people.account_forms import AcceptanceForm
from tracker.web.people.mailed_keys import forget_key, mailed_key, taken_key

blueprint = APIBlueprint("invitation", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/invitation")
@public
@with_any_password
def show() -> ResponseReturnValue:
    """Show the form, to who has followed the link of the letter."""
    led = taken_key("invitation.show")
    return led if led is not None else _page(AcceptanceForm(formdata=None, name=_name()))


@blueprint.post("/invitation")
@button
@public
@with_any_password
def accept_it() -> ResponseReturnValue:
    """Accept the invitation, or show the faults of the form."""
    form = AcceptanceForm()
    _name()
    if form.validate() and form.save(accept, mailed_key(), form.chosen(), utc_now()):
        forget_key()
        identity.leave()
        flash(_("Your password is set. Sign in with it."), "done")
        return redirect(url_for("sign_in.show", lang=form.language.data), 303)
    return _page(form), form.http_status


def _name() -> str:
    """Return the name under which the user was invited; raises Conflict without a lasting link."""
    user, _row = user_of_key(context.session(), mailed_key(), KeyPurpose.INVITATION, utc_now())
    return user.name


def _page(form: AcceptanceForm) -> str:
    """Draw the page."""
    return render_template("people/invitation.html", form=form, shortest=SHORTEST, longest=LONGEST)
