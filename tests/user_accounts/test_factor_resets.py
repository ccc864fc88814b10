"""A reset of a second factor is told and confirmed as that of a password is."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from tests.support.factors import give_factor
from tests.support.people import make_user
from tracker.db import transaction
from tracker.errors import Conflict
from tracker.fund.verification.record_checks import verify_record
from tracker.mail.kinds import MailKind, SecurityEvent
from tracker.mail.letters import EVENT, WHO, WRITERS
from tracker.mail.outbox import list_mail
from tracker.people.factor_tables import RecoveryCode, SecondFactor, SecondFactorUse
from tracker.people.permissions import Permission, may
from tracker.people.roles import Role
from tracker.people.token_scopes import TokenScope
from tracker.people.token_tables import ApiToken
from tracker.people.tokens import TokenDraft, make_token
from tracker.people.users import as_current_user
from tracker.periods import utc_now
from tracker.user_accounts.anonymising import anonymise
from tracker.user_accounts.resets import confirm, reset_factor


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.SECRETARIAT])
def test_who_may_post_is_barred_until_another_administrator_confirms(
    session: Session, role: Role
) -> None:
    user = make_user(session, role)
    first = make_user(session, Role.ADMINISTRATOR, email="first@example.org")
    second = make_user(session, Role.ADMINISTRATOR, email="second@example.org")
    give_factor(session, user)
    with transaction(session):
        reset_factor(session, user.handle, first.handle, "telephone lost")
    posts = role is Role.FINANCE_OFFICER
    assert (user.barred_at is not None) is posts
    assert not may(as_current_user(user), Permission.POST_MONEY)
    told = {one.handle for one in list_mail(session) if one.kind == MailKind.SECURITY}
    assert told == {user.handle} | ({first.handle, second.handle} if posts else set())
    if posts:
        with pytest.raises(Conflict):
            confirm(session, user.handle, first.handle, "asked")
        session.rollback()
        with transaction(session):
            confirm(session, user.handle, second.handle, "asked by telephone")
        assert may(as_current_user(user), Permission.POST_MONEY)
    assert not verify_record(session).faults


def test_nobody_resets_the_own_factor_as_an_administrator(session: Session) -> None:
    administrator = make_user(session, Role.ADMINISTRATOR)
    give_factor(session, administrator)
    with pytest.raises(Conflict):
        reset_factor(session, administrator.email, administrator.handle, "lost")


@pytest.mark.parametrize(
    "event", [SecurityEvent.FACTOR_RESET, SecurityEvent.FACTOR_RESET_AND_BARRED]
)
def test_letters_speak_of_the_factor_and_of_no_password(
    session: Session, event: SecurityEvent
) -> None:
    user = make_user(session, Role.FINANCE_OFFICER)
    administrator = make_user(session, Role.ADMINISTRATOR)
    for reader in (user, administrator):
        about = {EVENT: event.value, WHO: user.handle}
        letter = WRITERS[MailKind.SECURITY](session, reader, about)
        assert letter is not None
        text = f"{letter.subject} {' '.join(letter.paragraphs)}"
        assert "second factor" in text
        assert "password" not in text


def test_nothing_of_factors_and_tokens_outlives_anonymising(session: Session) -> None:
    user = make_user(session, Role.SECRETARIAT)
    administrator = make_user(session, Role.ADMINISTRATOR)
    give_factor(session, user)
    with transaction(session):
        draft = TokenDraft("Bridge", (TokenScope.READ,), utc_now() + timedelta(days=7))
        make_token(session, user.handle, draft, utc_now())
    with transaction(session):
        anonymise(session, user.handle, administrator.handle, "left")
    for table in (SecondFactor, SecondFactorUse, RecoveryCode, ApiToken):
        assert session.exec(select(table)).all() == []
    assert not verify_record(session).faults
