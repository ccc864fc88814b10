"""API tokens go with a reset and with the rights of before, not with an own new password."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from tests.support.factors import give_factor
from tests.support.people import make_user
from tests.user_accounts.test_letters import NEW
from tracker.db import transaction
from tracker.fund.verification.record_checks import verify_record
from tracker.mail.keys import make_key
from tracker.mail.kinds import KeyPurpose, MailKind, SecurityEvent
from tracker.mail.letters import EVENT, WHO, WRITERS
from tracker.people.accounts import activate, change_donor, change_role, deactivate, set_password
from tracker.people.audit import trail_of
from tracker.people.roles import Role
from tracker.people.subjects import Subject
from tracker.people.tables import User
from tracker.people.token_scopes import TokenScope
from tracker.people.tokens import REVOKE, TokenDraft, find_token, list_tokens, make_token
from tracker.periods import utc_now
from tracker.user_accounts.resets import reset_by_command, reset_by_key, reset_factor

Act = Callable[[Session, User], object]
BY = "P-9"


def by_letter(session: Session, user: User) -> None:
    """Replace the password by the secret of a letter."""
    key = make_key(session, user, KeyPurpose.PASSWORD_RESET, user.handle)
    reset_by_key(session, key, NEW, utc_now())


def close_and_open(session: Session, user: User) -> None:
    """Close the account and open it again."""
    deactivate(session, user.handle, BY)
    activate(session, user.handle, BY)


REVOKING: dict[str, tuple[Role, Act]] = {
    "letter": (Role.FINANCE_OFFICER, by_letter),
    "command": (
        Role.SECRETARIAT,
        lambda session, user: reset_by_command(session, user.handle, NEW, BY, temporary=True),
    ),
    "factor": (
        Role.FINANCE_OFFICER,
        lambda session, user: reset_factor(session, user.handle, BY, "telephone lost"),
    ),
    "closed and opened": (Role.FINANCE_OFFICER, close_and_open),
    "role": (
        Role.FINANCE_OFFICER,
        lambda session, user: change_role(session, user.handle, Role.SECRETARIAT, "", BY),
    ),
    "donor": (Role.DONOR, lambda session, user: change_donor(session, user.handle, "JPN", BY)),
    "programmes": (
        Role.PROGRAMME_MANAGER,
        lambda session, user: change_role(
            session, user.handle, user.role, "", BY, programmes=frozenset({"P1"})
        ),
    ),
}
KEEPING: dict[str, Act] = {
    "the same role": lambda session, user: change_role(session, user.handle, user.role, "", BY),
    "own change of password": lambda session, user: set_password(
        session, user.handle, NEW, user.handle, temporary=False
    ),
}


def with_tokens(session: Session, role: Role) -> tuple[User, tuple[str, ...]]:
    """Make a user with two tokens and a second factor, and another person with one."""
    user = make_user(session, role, donor_code="ITA" if role is Role.DONOR else "")
    make_user(session, Role.ADMINISTRATOR)
    other = make_user(session, Role.APPROVER)
    give_factor(session, user)
    with transaction(session):
        draft = TokenDraft("Bridge", (TokenScope.READ,), utc_now() + timedelta(days=7))
        tokens = [make_token(session, one.handle, draft, utc_now()) for one in (user, user, other)]
    return user, tuple(tokens)


@pytest.mark.parametrize("name", list(REVOKING))
def test_a_reset_and_other_rights_revoke_all_tokens_of_the_person(
    session: Session, name: str
) -> None:
    role, act = REVOKING[name]
    user, (one, two, others) = with_tokens(session, role)
    with transaction(session):
        act(session, user)
    assert find_token(session, one, utc_now()) is None
    assert find_token(session, two, utc_now()) is None
    assert find_token(session, others, utc_now()) is not None
    assert all(item.revoked_at is not None for item in list_tokens(session, user.handle))
    said = [one.action for one in trail_of(session, Subject.USER, [user.handle])]
    assert said.count(REVOKE) == 2
    assert not verify_record(session).faults


@pytest.mark.parametrize("name", list(KEEPING))
def test_what_is_no_reset_and_changes_no_rights_keeps_them(session: Session, name: str) -> None:
    user, (one, _two, _others) = with_tokens(session, Role.SECRETARIAT)
    with transaction(session):
        KEEPING[name](session, user)
    assert find_token(session, one, utc_now()) is not None


@pytest.mark.parametrize("event", [event for event in SecurityEvent if "reset" in event.value])
def test_the_letter_says_that_tokens_were_revoked(session: Session, event: SecurityEvent) -> None:
    user = make_user(session, Role.FINANCE_OFFICER)
    about = {EVENT: event.value, WHO: user.handle}
    letter = WRITERS[MailKind.SECURITY](session, user, about)
    assert letter is not None
    assert "API tokens were revoked" in " ".join(letter.paragraphs)
