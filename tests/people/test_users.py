"""Accounts: lawful ones are added, others refused with all faults at once."""

import runpy

import pytest
from argon2 import PasswordHasher
from sqlmodel import Session

from tracker.db import transaction
from tracker.errors import Conflict, InvalidDraft
from tracker.people import passwords
from tracker.people.passwords import hash_password, is_right
from tracker.people.roles import Role
from tracker.people.throttle import OF_PAIR
from tracker.people.users import (
    TooManyAttempts,
    UserDraft,
    WrongPassword,
    add_user,
    sign_in,
    user_faults,
)
from tracker.periods import utc_now

PASSWORD = "correct horse battery staple"
ADDRESS = "192.0.2.1"


def draft(**values: str) -> UserDraft:
    """Return a lawful draft with some values changed."""
    lawful = {"email": "Ana@Example.org", "password": PASSWORD, "name": "Ana"}
    texts = {**lawful, **values}
    return UserDraft(
        texts["email"],
        Role.SECRETARIAT,
        texts["password"],
        texts["name"],
        texts.get("donor_code", ""),
    )


def add(session: Session) -> None:
    """Add the account of the draft."""
    with transaction(session):
        add_user(session, draft(), "test")


def test_a_lawful_draft_has_no_fault() -> None:
    assert user_faults(draft()) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "x" * 500}, "password"),
        ({"password": "Ana@Example.org"}, "password"),
        ({"password": "aaaaaaaaaaaa"}, "password"),
        ({"donor_code": "ITA"}, "donor"),
    ],
)
def test_faults_name_their_field(values: dict[str, str], field: str) -> None:
    assert [fault.field for fault in user_faults(draft(**values))] == [field]


def test_all_faults_are_told_at_once() -> None:
    faulty = UserDraft(email="nobody", role=Role.DONOR, password="short")
    assert {fault.field for fault in user_faults(faulty)} == {"email", "password", "donor"}


def test_an_address_has_one_account_in_any_case(session: Session) -> None:
    add(session)
    with pytest.raises(Conflict), transaction(session):
        add_user(session, draft(email="ana@example.ORG"), "test")
    with pytest.raises(InvalidDraft), transaction(session):
        add_user(session, draft(email=""), "test")


def test_signing_in_takes_the_right_password(session: Session) -> None:
    add(session)
    assert sign_in(session, " ANA@example.org ", PASSWORD, ADDRESS, utc_now()).name == "Ana"
    with pytest.raises(WrongPassword):
        sign_in(session, "ana@example.org", "another password", ADDRESS, utc_now())
    with pytest.raises(WrongPassword):
        sign_in(session, "nobody@example.org", PASSWORD, ADDRESS, utc_now())


def test_after_too_many_failures_the_right_password_waits_too(session: Session) -> None:
    add(session)
    for _number in range(OF_PAIR.free):
        with pytest.raises(WrongPassword):
            sign_in(session, "ana@example.org", "guess", ADDRESS, utc_now())
    with pytest.raises(TooManyAttempts):
        sign_in(session, "ana@example.org", PASSWORD, ADDRESS, utc_now())


def test_what_is_kept_of_a_password_is_not_the_password() -> None:
    kept = hash_password(PASSWORD)
    assert PASSWORD not in kept
    assert kept.startswith("$argon2id$")
    assert is_right(kept, PASSWORD)
    assert not is_right(kept, "another")
    assert not is_right("not a hash", PASSWORD)


def test_hashes_outside_the_tests_take_as_much_effort_as_is_recommended() -> None:
    # OWASP's least for Argon2id: 19 MiB of memory, two passes. Tests use a weaker hasher.
    hasher = runpy.run_path(passwords.__file__ or "")["_HASHER"]
    assert hasher.memory_cost >= 19 * 1024
    assert hasher.time_cost >= 2
    assert not hasher.check_needs_rehash(hasher.hash(PASSWORD))


def test_a_weaker_hash_is_replaced_at_the_next_sign_in(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(session)
    stronger = PasswordHasher(time_cost=2, memory_cost=128, parallelism=1)
    monkeypatch.setattr("tracker.people.passwords._HASHER", stronger)
    user = sign_in(session, "ana@example.org", PASSWORD, ADDRESS, utc_now())
    assert not stronger.check_needs_rehash(user.password_hash)
    assert is_right(user.password_hash, PASSWORD)


@pytest.mark.parametrize("email", ["x" * 5_000, "a\0b@example.org", "\0", "", "é" * 400])
def test_who_types_nonsense_is_refused_as_for_a_wrong_password(
    session: Session, email: str
) -> None:
    """PostgreSQL holds no zero byte, and no more than the width of a column."""
    add(session)
    with pytest.raises(WrongPassword):
        sign_in(session, email, PASSWORD, ADDRESS, utc_now())
