"""Events of access: who signed in or out, and who could not; each is a line in the log.

The one place that tells of them. A line names a person by the handle, never by the address. What
somebody may not see or send is a refusal, of which `request_log` tells.
"""

from enum import StrEnum

from tracker.http.logs import logger


class AccessEvent(StrEnum):
    """What happened at a door."""

    SIGNED_IN = "signed in"
    """A user has shown what the account asks for; a session has begun."""
    SIGNED_OUT = "signed out"
    """A user has ended the session of the browser."""
    SIGN_IN_REFUSED = "sign-in refused"
    """The e-mail address or the password was wrong."""
    SIGN_IN_DELAYED = "sign-in delayed"
    """There were too many failures; nothing was checked."""
    PASSWORD_REFUSED = "password refused"  # noqa: S105 - the name of an event
    """Who wanted to change the password did not know the one of today."""
    PASSWORD_DELAYED = "password delayed"  # noqa: S105 - the name of an event
    """There were too many guesses at the password of today; nothing was checked."""
    CODE_REFUSED = "code refused"
    """The code of the second factor was wrong, or used already."""
    PASSKEY_REFUSED = "passkey refused"
    """A passkey was unknown, or its answer was not the one that was asked for."""
    PASSKEY_DELAYED = "passkey delayed"
    """A machine was given many challenges of passkeys within minutes, and no further one."""
    PROVIDER_REFUSED = "single sign-on refused"
    """What a provider answered was not accepted, or is of nobody here."""
    CODE_DELAYED = "code delayed"
    """There were too many wrong codes; nothing was checked."""
    RESET_ASKED = "reset asked"
    """Somebody wants a link for a new password; whether the address is known is not told."""
    RESET_DELAYED = "reset delayed"
    """There were too many wishes for such a link; nothing was sent."""
    PASSWORD_REPLACED = "password replaced"  # noqa: S105 - the name of an event
    """A password was replaced by the link of a letter."""
    SESSIONS_ENDED = "sessions ended"
    """A user has ended sessions on other browsers."""


def note_access(event: AccessEvent, handle: str = "") -> None:
    """Write the line of an event; `handle` of the person, where one is known."""
    logger().info("access", access=event.value, who=handle)
