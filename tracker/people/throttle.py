"""Slows down guessing: counts attempts to sign in, by user and by machine.

The counts are in the database, so that they hold over all processes and restarts.
"""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, func, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from tracker.db import await_turn
from tracker.people.tables import SignInAttempt

WINDOW = timedelta(minutes=15)
KEPT_FOR = timedelta(days=30)
FAILURES_PER_EMAIL = 5
FAILURES_PER_ADDRESS = 30
ADVISORY = 30_003
"""The key under which attempts wait for each other on a PostgreSQL server."""
IPV6_SUBNET = 64  # one household or host commonly has that many addresses


def begin_attempt(session: Session, email: str, address: str, now: datetime) -> int | None:
    """Record an attempt to sign in as failed until it succeeds; None for too many attempts.

    The caller wraps it in `transaction()`: attempts at the same time are counted one by one.
    """
    await_turn(session, ADVISORY)
    machine = machine_of(address)
    if _is_throttled(session, email, machine, now):
        return None
    attempt = SignInAttempt(email=email, address=machine, at=now)
    session.add(attempt)
    session.flush()
    return attempt.id


def note_success(session: Session, attempt_id: int) -> None:
    """Record the success of an attempt; the failures before it count no longer."""
    attempt = session.get_one(SignInAttempt, attempt_id)
    attempt.succeeded = True
    session.add(attempt)
    forget = col(SignInAttempt.at) < attempt.at - KEPT_FOR
    settled = (col(SignInAttempt.email) == attempt.email) & (col(SignInAttempt.id) < attempt_id)
    session.execute(delete(SignInAttempt).where(or_(forget, settled)))


def machine_of(address: str) -> str:
    """Return the address by which a machine is counted: an IPv6 address by its subnet."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, IPV6_SUBNET), strict=False).network_address)
    return str(parsed)


def _is_throttled(session: Session, email: str, machine: str, now: datetime) -> bool:
    """Tell whether there were too many failures in the window."""
    return (
        _failures(session, col(SignInAttempt.email) == email, now) >= FAILURES_PER_EMAIL
        or _failures(session, col(SignInAttempt.address) == machine, now) >= FAILURES_PER_ADDRESS
    )


def _failures(session: Session, whose: ColumnElement[bool], now: datetime) -> int:
    """Count the failures within the window."""
    statement = select(func.count()).where(
        whose,
        col(SignInAttempt.succeeded).is_(False),
        col(SignInAttempt.at) > now - WINDOW,
    )
    return session.exec(statement).one()
