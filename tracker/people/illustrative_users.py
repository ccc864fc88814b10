"""The users of the illustrative account: one for each role, whose password everybody may know.

They can sign in while the record is the illustrative account, and never in production.
"""

from collections.abc import Sequence

from sqlmodel import Session

from tracker.errors import Conflict
from tracker.people.audit import is_illustrative
from tracker.people.roles import Role
from tracker.people.tables import User
from tracker.people.users import UserDraft, add_user, find_user
from tracker.words import say

DOMAIN = "illustrative.example"
"""The part of their addresses after the sign; no mail can reach a name that ends like this."""
PASSWORD = "every-amount-here-is-invented"  # noqa: S105 - printed for whoever looks around
ROLES = (
    Role.PROGRAMME_MANAGER,
    Role.FINANCE_OFFICER,
    Role.APPROVER,
    Role.SECRETARIAT,
    Role.DONOR,
    Role.ADMINISTRATOR,
)


def address_of(role: Role) -> str:
    """Return the e-mail address of the user with a role."""
    return f"{role.value}@{DOMAIN}"


def add_illustrative_users(session: Session, donor_code: str, actor: str) -> Sequence[Role]:
    """Add the users that are not there, inside transaction(), and return the roles of all.

    The one with the role donor speaks for the donor named. Raises Conflict where the record is
    not the illustrative account.
    """
    if not is_illustrative(session):
        raise Conflict(say("the database does not hold the illustrative account"))
    for role in ROLES:
        if find_user(session, address_of(role)) is None:
            donor = donor_code if role is Role.DONOR else ""
            draft = UserDraft(address_of(role), role, PASSWORD, _name(role), donor)
            add_user(session, draft, actor)
    return ROLES


def may_enter(session: Session, user: User, *, production: bool) -> bool:
    """Tell whether a user may be let in: those of the illustrative account only with it."""
    if not user.email.endswith(f"@{DOMAIN}"):
        return True
    return not production and is_illustrative(session)


def _name(role: Role) -> str:
    """Return the name of a user: the role in words."""
    return role.value.replace("_", " ").capitalize()
