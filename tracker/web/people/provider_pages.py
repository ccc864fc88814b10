"""Signing in at a provider of single sign-on, coming back from it, and signing out there."""

from typing import Any

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.errors import Fault
from tracker.http import context, identity, single_sign_on
from tracker.http.access_events import AccessEvent, note_access
from tracker.http.guard import public, with_any_password
from tracker.http.kept_forms import address_after_sign_in
from tracker.http.second_step import begin_second_step
from tracker.http.shown_forms import RESUME
from tracker.http.single_sign_on import ProvenPerson, ProviderRefused
from tracker.people.second_factors import has_factor
from tracker.people.tables import User
from tracker.people.users import WrongPassword, find_user, normal_email
from tracker.web.forms.refusals import put_faults
from tracker.web.people.sign_in_form import SignInForm
from tracker.words import say

blueprint = APIBlueprint("provider", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/sign-in/provider")
@public
@with_any_password
def begin() -> ResponseReturnValue:
    """Lead to the provider."""
    wanted, key = request.args.get("next", ""), request.args.get(RESUME, "")
    try:
        return redirect(single_sign_on.begin_at_provider(wanted, key), 303)
    except ProviderRefused as refusal:
        return _refused(refusal)


@blueprint.get(single_sign_on.BACK)
@public
@with_any_password
def end() -> ResponseReturnValue:
    """Sign in who came back, lead to the second step, or show the refusal."""
    try:
        person = single_sign_on.end_at_provider(request.url)
        user = _user_of(person)
    except (ProviderRefused, WrongPassword) as refusal:
        note_access(AccessEvent.PROVIDER_REFUSED)
        return _refused(refusal)
    if has_factor(context.session(), user.id or 0) and not person.showed_factor:
        begin_second_step(user)
        single_sign_on.mark_by_provider()
        after: dict[str, Any] = {"next": person.wanted or None, RESUME: person.resume or None}
        return redirect(url_for("sign_in.show_code", **after), 303)
    identity.enter(user)
    single_sign_on.mark_by_provider()
    return redirect(address_after_sign_in(person.resume, person.wanted), 303)


@blueprint.get("/sign-in/provider/signed-out")
@public
@with_any_password
def show_signed_out() -> ResponseReturnValue:
    """Say that one is signed out here, and where one signs out at the provider."""
    return render_template(
        "people/signed_out.html",
        name=single_sign_on.provider().shown_name,
        address=single_sign_on.sign_out_address(),
    )


def _user_of(person: ProvenPerson) -> User:
    """Return the active user who has the address; raises WrongPassword for any other.

    Who was invited and has not accepted yet accepts first.
    """
    user = find_user(context.session(), normal_email(person.email))
    if user is None or not user.active or not user.password_hash:
        name = single_sign_on.provider_name()
        text = say(
            "No account here has the address that %(name)s told. Ask an administrator.", name=name
        )
        raise WrongPassword(text)
    identity.refuse_unwelcome(user)
    return user


def _refused(refusal: ProviderRefused | WrongPassword) -> ResponseReturnValue:
    """Show the form of signing in with the refusal."""
    form = SignInForm(formdata=None)
    put_faults(form, [Fault("email", str(refusal))])
    return render_template("people/sign_in.html", form=form), refusal.status
