"""Slows down guessing: the longer, the more attempts to sign in have failed.

Failures are counted by pair of account and machine, by machine and by account, in the database, so
that the counts hold over all processes and restarts. A stranger's failures delay the stranger: the
person signs in from another machine as before.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, func
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from tracker.db import await_turn
from tracker.people.tables import SignInAttempt

KEPT_FOR = timedelta(days=30)
ADVISORY = 30_003
"""The key under which attempts wait for each other on a PostgreSQL server."""
IPV6_SUBNET = 64  # one household or host commonly has that many addresses
NO_WAIT = timedelta(0)


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many failures within a time are free; each more doubles the wait after the last one."""

    free: int
    within: timedelta
    first_wait: timedelta
    longest_wait: timedelta

    def wait(self, failures: int, last_at: datetime | None, now: datetime) -> timedelta:
        """Return how long to wait from now on, after so many failures."""
        if last_at is None or failures < self.free:
            return NO_WAIT
        doubled = min(failures - self.free, 20)
        wait = min(self.first_wait * (1 << doubled), self.longest_wait)
        return max(last_at + wait - now, NO_WAIT)


OF_PAIR = Allowance(5, timedelta(days=1), timedelta(seconds=30), timedelta(minutes=15))
"""Of one account from one machine, since that machine last signed in to it."""
OF_MACHINE = Allowance(30, timedelta(hours=1), timedelta(seconds=30), timedelta(minutes=15))
"""Of one machine, whatever the accounts: an office shares its address."""
OF_ACCOUNT = Allowance(30, timedelta(hours=1), timedelta(seconds=10), timedelta(minutes=1))
"""Of one account from all machines; not for a machine that has signed in to it lately."""


def begin_attempt(session: Session, email: str, address: str, now: datetime) -> int | timedelta:
    """Record an attempt to sign in as failed until it succeeds; return its number, or the wait.

    The caller wraps it in `transaction()`: attempts at the same time are counted one by one.
    """
    await_turn(session, ADVISORY)
    machine = machine_of(address)
    wait = _wait(session, email, machine, now)
    if wait > NO_WAIT:
        return wait
    attempt = SignInAttempt(email=email, address=machine, at=now)
    session.add(attempt)
    session.flush()
    return attempt.id or 0


def note_success(session: Session, attempt_id: int) -> None:
    """Record the success of an attempt; failures before it stay on record for a month."""
    attempt = session.get_one(SignInAttempt, attempt_id)
    attempt.succeeded = True
    session.add(attempt)
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.at) < attempt.at - KEPT_FOR))


def delayed_names(session: Session, now: datetime) -> tuple[str, ...]:
    """Return the addresses and handles whose next attempt from some machine has to wait."""
    attempt = SignInAttempt
    whose = (col(attempt.email), col(attempt.address))
    begun = col(attempt.at) > now - OF_PAIR.within
    entered = (
        select(*whose, func.max(col(attempt.at)).label("at"))
        .where(col(attempt.succeeded), col(attempt.at) > now - KEPT_FOR)
        .group_by(*whose)
        .subquery()
    )
    same = (entered.c.email == whose[0]) & (entered.c.address == whose[1])
    failures = (
        select(whose[0], func.count(), func.max(col(attempt.at)))
        .outerjoin(entered, same)
        .where(
            col(attempt.succeeded).is_(False),
            begun,
            entered.c.at.is_(None) | (col(attempt.at) > entered.c.at),
        )
        .group_by(*whose)
        .having(func.count() >= OF_PAIR.free)
    )
    found = session.execute(failures)
    waits = {name for name, number, last in found if OF_PAIR.wait(number, last, now) > NO_WAIT}
    return tuple(sorted(waits))


def machine_of(address: str) -> str:
    """Return the address by which a machine is counted: an IPv6 address by its subnet."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, IPV6_SUBNET), strict=False).network_address)
    return str(parsed)


def _wait(session: Session, email: str, machine: str, now: datetime) -> timedelta:
    """Return the longest of the waits by pair, by machine and by account."""
    of_account = col(SignInAttempt.email) == email
    of_machine = col(SignInAttempt.address) == machine
    signed_in_at: datetime | None = session.exec(
        select(func.max(SignInAttempt.at)).where(
            of_account, of_machine, col(SignInAttempt.succeeded), SignInAttempt.at > now - KEPT_FOR
        )
    ).one()
    of_pair = of_account & of_machine
    if signed_in_at is not None:
        of_pair &= col(SignInAttempt.at) > signed_in_at
    waits = [_after(session, OF_PAIR, of_pair, now), _after(session, OF_MACHINE, of_machine, now)]
    if signed_in_at is None:
        waits.append(_after(session, OF_ACCOUNT, of_account, now))
    return max(waits)


def _after(
    session: Session, allowance: Allowance, whose: ColumnElement[bool], now: datetime
) -> timedelta:
    """Return the wait after the failures within the time of an allowance."""
    statement = select(func.count(), func.max(SignInAttempt.at)).where(
        whose,
        col(SignInAttempt.succeeded).is_(False),
        col(SignInAttempt.at) > now - allowance.within,
    )
    failures, last_at = session.exec(statement).one()
    return allowance.wait(failures, last_at, now)
