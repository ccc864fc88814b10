"""The page on which users change their own password."""

from collections.abc import Sequence

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.db import transaction
from tracker.errors import Conflict, Fault, InvalidDraft, TrackerError
from tracker.http import context, identity
from tracker.http.access_events import AccessEvent, note_access
from tracker.http.guard import signed_in, with_any_password
from tracker.http.own_addresses import own_address
from tracker.people.passwords import LONGEST, SHORTEST
from tracker.people.tables import User
from tracker.people.users import TooManyAttempts, WrongPassword, sign_in
from tracker.periods import utc_now
from tracker.user_accounts.changes import change_own_password
from tracker.web.forms.refusals import put_faults
from tracker.web.people.password_form import PasswordForm

blueprint = APIBlueprint(
    "own_password", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/home/password")
@signed_in
@with_any_password
def show() -> ResponseReturnValue:
    """Show the form."""
    return _page(PasswordForm(formdata=None, next=request.args.get("next", "")))


@blueprint.post("/home/password")
@signed_in
@with_any_password
def change() -> ResponseReturnValue:
    """Change the password, and begin a new session in place of all others."""
    form = PasswordForm()
    if not form.validate():
        return _page(form), form.http_status
    try:
        user = _change(form)
    except (WrongPassword, TooManyAttempts, InvalidDraft, Conflict) as refusal:
        put_faults(form, _faults_of(refusal))
        return _page(form), refusal.status
    identity.enter(user)
    flash(_("Your password was changed. Your other sessions were ended."), "done")
    return redirect(own_address(form.next.data), 303)


def _change(form: PasswordForm) -> User:
    """Check the password of today, guesses at which are delayed as at signing in, and change it."""
    who, today = context.user(), form.current_password.data or ""
    sign_in(context.session(), who.email, today, request.remote_addr or "", utc_now())
    new = form.new_password.data or ""
    with transaction(context.session()) as session:
        return change_own_password(session, who.handle, new)


def _faults_of(refusal: TrackerError) -> Sequence[Fault]:
    """Return the faults of a refusal, at the fields of the form; of a guess it is an event too."""
    if isinstance(refusal, InvalidDraft):
        return refusal.faults
    if isinstance(refusal, Conflict):
        return [Fault(refusal.field, str(refusal))]
    wrong = isinstance(refusal, WrongPassword)
    event = AccessEvent.PASSWORD_REFUSED if wrong else AccessEvent.PASSWORD_DELAYED
    note_access(event, context.user().handle)
    text = _("This is not your password of today.") if wrong else str(refusal)
    return [Fault("current_password", text)]


def _page(form: PasswordForm) -> str:
    """Draw the page."""
    return render_template(
        "people/password.html", form=form, who=context.user(), shortest=SHORTEST, longest=LONGEST
    )
