"""Proof of who one is, asked for again: the password and the code, delayed as at signing in."""

from math import ceil

from flask import request
from flask_babel import gettext as _

from tracker.errors import Fault
from tracker.http import context
from tracker.http.access_events import AccessEvent, note_access
from tracker.http.second_step import secret_box
from tracker.people.passkey_checks import WrongPasskey
from tracker.people.secret_box import UnreadableSecret
from tracker.people.sign_in_codes import CodeKind, WrongCode, check_code
from tracker.people.tables import User
from tracker.people.users import TooManyAttempts, WrongPassword, sign_in, user_named
from tracker.periods import utc_now
from tracker.web.forms.refusals import put_faults
from tracker.web.people.second_factor_forms import ProofForm
from tracker.words import say

Refusal = WrongPassword | WrongCode | WrongPasskey | TooManyAttempts | UnreadableSecret


def use_code(user: User, typed: str) -> CodeKind:
    """Use a code of a user up; a refusal is an event too."""
    address = request.remote_addr or ""
    try:
        return check_code(context.session(), secret_box(), user, typed, address, utc_now())
    except (WrongCode, UnreadableSecret):
        note_access(AccessEvent.CODE_REFUSED, user.handle)
        raise
    except TooManyAttempts:
        note_access(AccessEvent.CODE_DELAYED, user.handle)
        raise


def password_faults(typed: str) -> list[Fault]:
    """Return the fault of a text that is not the user's password of today."""
    who = context.user()
    try:
        sign_in(context.session(), who.email, typed, request.remote_addr or "", utc_now())
    except WrongPassword:
        note_access(AccessEvent.PASSWORD_REFUSED, who.handle)
        return [Fault("current_password", _("This is not your password of today."))]
    except TooManyAttempts as refusal:
        note_access(AccessEvent.PASSWORD_DELAYED, who.handle)
        return [Fault("current_password", sentence_of(refusal))]
    return []


def code_faults(user: User, typed: str) -> list[Fault]:
    """Return the fault of a text that is no code of the user, and use up one that is."""
    try:
        use_code(user, typed)
    except (WrongCode, UnreadableSecret, TooManyAttempts) as refusal:
        return [Fault("code", sentence_of(refusal))]
    return []


def is_proven(form: ProofForm) -> bool:
    """Tell whether a form has the user's password and a code; the code is used up."""
    faults = password_faults(form.current_password.data or "")
    put_faults(form, faults or code_faults(own_row(), form.code.data))
    return not form.refusals


def own_row() -> User:
    """Return the user of this request as a row."""
    return user_named(context.session(), context.user().handle)


def sentence_of(refusal: Refusal) -> str:
    """Return what the reader is told; of too many attempts, how long to wait."""
    if not isinstance(refusal, TooManyAttempts):
        return str(refusal)
    minutes, seconds = divmod(ceil(refusal.wait.total_seconds()), 60)
    return say(
        "There were too many attempts. Time to wait: %(minutes)s min %(seconds)s s.",
        minutes=minutes,
        seconds=seconds,
    )
