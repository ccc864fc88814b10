"""Guessing is slowed down, per person and per machine, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from tests.support.simultaneous import told_at_once
from tracker.db import transaction
from tracker.people.tables import SignInAttempt
from tracker.people.throttle import (
    FAILURES_PER_ADDRESS,
    FAILURES_PER_EMAIL,
    WINDOW,
    begin_attempt,
    machine_of,
    note_success,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def attempt(session: Session, email: str, address: str, at: datetime = NOON) -> int | None:
    """Try once."""
    with transaction(session):
        return begin_attempt(session, email, address, at)


def test_the_sixth_failure_of_one_person_is_refused(session: Session) -> None:
    for number in range(FAILURES_PER_EMAIL):
        assert attempt(session, "a@example.org", f"192.0.2.{number}") is not None
    assert attempt(session, "a@example.org", "192.0.2.99") is None
    assert attempt(session, "b@example.org", "192.0.2.99") is not None


def test_attempts_at_the_same_moment_are_counted_one_by_one(
    engine: Engine, session: Session
) -> None:
    for number in range(FAILURES_PER_EMAIL - 1):
        attempt(session, "a@example.org", f"192.0.2.{number}")
    session.rollback()
    allowed: list[bool] = []

    def begin(each: Session) -> None:
        allowed.append(begin_attempt(each, "a@example.org", "192.0.2.99", NOON) is not None)

    told_at_once(engine, begin)
    assert allowed == [True, False]


def test_many_failures_of_one_machine_are_refused(session: Session) -> None:
    for number in range(FAILURES_PER_ADDRESS):
        assert attempt(session, f"{number}@example.org", "2001:db8::1") is not None
    assert attempt(session, "another@example.org", "2001:db8::2") is None
    assert attempt(session, "another@example.org", "2001:db8:0:1::2") is not None


def test_a_refused_attempt_does_not_prolong_the_wait(session: Session) -> None:
    for _number in range(FAILURES_PER_EMAIL + 3):
        attempt(session, "a@example.org", "192.0.2.1")
    assert attempt(session, "a@example.org", "192.0.2.1", NOON + WINDOW) is not None


def test_success_forgets_the_failures_before_it(session: Session) -> None:
    for _number in range(FAILURES_PER_EMAIL - 1):
        attempt(session, "a@example.org", "192.0.2.1")
    number = attempt(session, "a@example.org", "192.0.2.1")
    assert number is not None
    with transaction(session):
        note_success(session, number)
    kept = session.exec(select(SignInAttempt)).all()
    assert [row.succeeded for row in kept] == [True]


def test_old_attempts_are_dropped(session: Session) -> None:
    attempt(session, "old@example.org", "192.0.2.1", NOON - timedelta(days=40))
    number = attempt(session, "a@example.org", "192.0.2.1")
    assert number is not None
    with transaction(session):
        note_success(session, number)
    assert session.exec(select(SignInAttempt.email)).all() == ["a@example.org"]


@pytest.mark.parametrize(
    ("address", "machine"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("unknown", "unknown"),
    ],
)
def test_an_ipv6_address_is_counted_by_its_subnet(address: str, machine: str) -> None:
    assert machine_of(address) == machine
