"""Passkeys at the door: the site of the settings, and challenges for the browser of a request."""

from flask import request
from flask import session as cookie

from tracker.db import transaction
from tracker.errors import NotFound
from tracker.http import context
from tracker.http.access_events import AccessEvent, note_access
from tracker.http.identity import CSRF
from tracker.people.passkey_challenges import ChallengePurpose, give_challenge, take_challenge
from tracker.people.passkey_checks import NewPasskey, Site, WrongPasskey
from tracker.people.passkeys import use_passkey
from tracker.people.tables import User
from tracker.people.users import TooManyAttempts
from tracker.periods import utc_now
from tracker.words import say


def has_passkeys() -> bool:
    """Tell whether the settings have passkeys."""
    return context.settings().passkeys


def site() -> Site:
    """Return the site for which passkeys are; raises NotFound where the settings have none."""
    settings = context.settings()
    if not settings.passkeys:
        raise NotFound(say("There is nothing at this address."))
    return Site(settings.mail.public_host, settings.mail.public_url)


def new_challenge(purpose: ChallengePurpose, user: User | None = None) -> bytes:
    """Give the browser of this request a challenge, for a user where one is known.

    Raises TooManyAttempts where its machine has been given many.
    """
    whose, address = None if user is None else user.id, request.remote_addr or ""
    try:
        with transaction(context.session()) as session:
            return give_challenge(session, purpose, _browser(), whose, address, utc_now())
    except TooManyAttempts:
        note_access(AccessEvent.PASSKEY_DELAYED, "" if user is None else user.handle)
        raise


def checked_new(answer: str, user: User) -> NewPasskey:
    """Return the passkey that the browser made for a user; raises WrongPasskey.

    The challenge is used up, whatever the answer is worth.
    """
    return site().read_new(answer, _taken(ChallengePurpose.ADD, user))


def checked_user(answer: str, purpose: ChallengePurpose, user: User | None = None) -> User:
    """Return the user whose passkey answers: that one, or any; raises WrongPasskey."""
    ours = site()
    try:
        challenge = _taken(purpose, user)
        with transaction(context.session()) as session:
            known = None if user is None else user.id
            return use_passkey(session, ours, answer, challenge, utc_now(), person_id=known)
    except WrongPasskey:
        note_access(AccessEvent.PASSKEY_REFUSED, "" if user is None else user.handle)
        raise


def _taken(purpose: ChallengePurpose, user: User | None) -> bytes:
    """Take the challenge of this browser; raises WrongPasskey."""
    with transaction(context.session()) as session:
        return take_challenge(
            session, purpose, _browser(), None if user is None else user.id, utc_now()
        )


def _browser() -> str:
    """Return the secret by which the browser of this request is known."""
    return str(cookie.get(CSRF, ""))
