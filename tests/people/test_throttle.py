"""Guessing is slowed down, by account and machine, on both databases; nobody is locked out."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from tests.support.simultaneous import told_at_once
from tracker.db import transaction
from tracker.people.tables import SignInAttempt
from tracker.people.throttle import (
    KEPT_FOR,
    OF_ACCOUNT,
    OF_MACHINE,
    OF_PAIR,
    Allowance,
    begin_attempt,
    machine_of,
    note_success,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANA = "a@example.org"
HERE, THERE = "192.0.2.1", "192.0.2.99"


def attempt(session: Session, email: str, address: str, at: datetime = NOON) -> int | timedelta:
    """Try once."""
    with transaction(session):
        return begin_attempt(session, email, address, at)


def fail(session: Session, times: int, email: str, address: str, at: datetime = NOON) -> None:
    """Fail so many times at one moment."""
    with transaction(session):
        session.add_all(
            SignInAttempt(email=email, address=machine_of(address), at=at) for _ in range(times)
        )


def succeed(session: Session, email: str, address: str, at: datetime = NOON) -> None:
    """Sign in."""
    number = attempt(session, email, address, at)
    assert isinstance(number, int)
    with transaction(session):
        note_success(session, number)


def test_failures_of_a_stranger_delay_the_stranger_alone(session: Session) -> None:
    for _number in range(OF_PAIR.free):
        assert isinstance(attempt(session, ANA, HERE), int)
    assert attempt(session, ANA, HERE) == timedelta(seconds=30)
    assert isinstance(attempt(session, ANA, THERE), int)
    assert isinstance(attempt(session, "b@example.org", HERE), int)


def test_each_failure_doubles_the_wait_up_to_a_quarter_of_an_hour(session: Session) -> None:
    fail(session, OF_PAIR.free, ANA, HERE)
    at, waits = NOON, []
    for _number in range(8):
        wait = attempt(session, ANA, HERE, at)
        assert isinstance(wait, timedelta)
        waits.append(wait.total_seconds())
        at += wait
        assert isinstance(attempt(session, ANA, HERE, at), int)
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def test_a_delayed_attempt_does_not_prolong_the_wait(session: Session) -> None:
    fail(session, OF_PAIR.free, ANA, HERE)
    for _number in range(5):
        assert isinstance(attempt(session, ANA, HERE), timedelta)
    assert isinstance(attempt(session, ANA, HERE, NOON + timedelta(seconds=30)), int)


def test_attempts_at_the_same_moment_are_counted_one_by_one(
    engine: Engine, session: Session
) -> None:
    fail(session, OF_PAIR.free - 1, ANA, HERE)
    session.rollback()
    allowed: list[bool] = []

    def begin(each: Session) -> None:
        allowed.append(isinstance(begin_attempt(each, ANA, HERE, NOON), int))

    told_at_once(engine, begin)
    assert allowed == [True, False]


def test_many_failures_of_one_machine_delay_it(session: Session) -> None:
    for number in range(OF_MACHINE.free):
        assert isinstance(attempt(session, f"{number}@example.org", "2001:db8::1"), int)
    assert isinstance(attempt(session, "another@example.org", "2001:db8::2"), timedelta)
    assert isinstance(attempt(session, "another@example.org", "2001:db8:0:1::2"), int)


def test_an_account_that_is_tried_from_everywhere_is_delayed_for_strangers(
    session: Session,
) -> None:
    succeed(session, ANA, HERE, NOON - timedelta(days=20))
    for number in range(OF_ACCOUNT.free + 30):
        fail(session, 1, ANA, f"198.51.100.{number}")
    assert attempt(session, ANA, THERE) == timedelta(minutes=1)
    assert isinstance(attempt(session, ANA, HERE), int)
    assert isinstance(attempt(session, ANA, THERE, NOON + timedelta(minutes=1)), int)


def test_success_begins_the_count_of_the_pair_anew_and_forgets_nothing(session: Session) -> None:
    fail(session, OF_PAIR.free - 1, ANA, HERE, NOON - timedelta(seconds=1))
    succeed(session, ANA, HERE)
    later = NOON + timedelta(seconds=1)
    for _number in range(OF_PAIR.free):
        assert isinstance(attempt(session, ANA, HERE, later), int)
    assert isinstance(attempt(session, ANA, HERE, later), timedelta)
    kept = session.exec(select(SignInAttempt.succeeded).order_by(col(SignInAttempt.id))).all()
    assert kept == [False] * 4 + [True] + [False] * 5


def test_attempts_are_dropped_after_a_month(session: Session) -> None:
    fail(session, 1, "old@example.org", HERE, NOON - KEPT_FOR - timedelta(seconds=1))
    succeed(session, ANA, HERE)
    assert session.exec(select(SignInAttempt.email)).all() == [ANA]


@pytest.mark.parametrize("allowance", [OF_PAIR, OF_MACHINE, OF_ACCOUNT])
def test_no_number_of_failures_is_a_wait_for_good(allowance: Allowance) -> None:
    for failures in (allowance.free, 1_000, 10**9):
        wait = allowance.wait(failures, NOON, NOON)
        assert timedelta(0) < wait <= timedelta(minutes=15)
    assert allowance.wait(allowance.free - 1, NOON, NOON) == timedelta(0)
    assert allowance.wait(0, None, NOON) == timedelta(0)


@pytest.mark.parametrize(
    ("address", "machine"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("unknown", "unknown"),
        ("9" * 400_000, "9" * 64),
    ],
)
def test_an_ipv6_address_is_counted_by_its_subnet(address: str, machine: str) -> None:
    assert machine_of(address) == machine


def test_nobody_guesses_a_hundred_times_in_an_hour_at_one_account_from_ever_new_machines() -> None:
    """ASVS 2.2.1 asks for it; whoever waits no longer than needed guesses most."""
    at, guesses = NOON, list[datetime]()
    while at < NOON + timedelta(hours=4):
        recent = [one for one in guesses if one > at - OF_ACCOUNT.within]
        at += OF_ACCOUNT.wait(len(recent), recent[-1] if recent else None, at)
        guesses.append(at)
    hour = timedelta(hours=1)
    assert max(sum(one <= each < one + hour for each in guesses) for one in guesses) <= 100
