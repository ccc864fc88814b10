"""What an administrator does to the account of a user, each with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlmodel import Session

from tracker.people.accounts import activate
from tracker.people.tables import User
from tracker.people.users import end_sessions
from tracker.user_accounts.anonymising import anonymise
from tracker.user_accounts.changes import close
from tracker.user_accounts.invitations import invite_again
from tracker.user_accounts.resets import confirm, send_reset


@dataclass(frozen=True, slots=True)
class PersonAction:
    """An action: its name, what it does in a sentence, what is said afterwards, to whom it fits."""

    name: Any
    explained: Any
    done: Any
    write: Callable[[Session, str, str, str], object]
    fits: Callable[[User], bool]


def _has_password(user: User) -> bool:
    return user.active and bool(user.password_hash)


PERSON_ACTIONS: Mapping[str, PersonAction] = {
    "confirm": PersonAction(
        _l("Confirm the reset"),
        _l("Ask the person first, by another way than mail. Then they approve and post again."),
        _l("The reset was confirmed."),
        confirm,
        lambda user: user.barred_at is not None,
    ),
    "invite-again": PersonAction(
        _l("Send the invitation again"),
        _l("Links that were sent before serve no longer."),
        _l("The invitation is on its way."),
        invite_again,
        lambda user: user.active and not user.password_hash,
    ),
    "send-reset": PersonAction(
        _l("Send a link for a new password"),
        _l("The password of today stays until the link is used, within an hour."),
        _l("The link is on its way."),
        send_reset,
        _has_password,
    ),
    "sign-out": PersonAction(
        _l("End all sessions"),
        _l("Wherever the person is signed in."),
        _l("All sessions were ended."),
        end_sessions,
        _has_password,
    ),
    "deactivate": PersonAction(
        _l("Close the account"),
        _l(
            "The person can sign in no longer, and all API tokens are revoked; what they recorded "
            "stays."
        ),
        _l("The account was closed."),
        close,
        lambda user: user.active,
    ),
    "activate": PersonAction(
        _l("Open the account again"),
        _l("The person signs in with the password of before; API tokens are made anew."),
        _l("The account was opened again."),
        activate,
        lambda user: not user.active and user.anonymised_at is None,
    ),
    "anonymise": PersonAction(
        _l("Anonymise"),
        _l(
            "Name and address are erased for good, and nobody can bring them back. What the person "
            "recorded stays, under the handle."
        ),
        _l("Name and address were erased."),
        anonymise,
        lambda user: user.anonymised_at is None,
    ),
}
"""The actions by their words in addresses, in the order of the page."""
