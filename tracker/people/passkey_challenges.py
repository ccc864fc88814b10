"""Challenges of passkeys: kept on the server for one browser, and answered once within minutes."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete
from sqlmodel import Session, col, select

from tracker.db import await_turn
from tracker.people.passkey_checks import wrong
from tracker.people.passkey_tables import PasskeyChallenge
from tracker.people.sessions import digest_of
from tracker.people.throttle import machine_of
from tracker.people.users import TooManyAttempts

HOLDS = timedelta(minutes=5)
RANDOM_BYTES = 32
MOST_OF_MACHINE = 60
"""Challenges that one machine is given within `HOLDS`: an office shares its address."""
ADVISORY = 30_004
"""The key under which challenges wait for each other on a PostgreSQL server."""


class ChallengePurpose(StrEnum):
    """What a challenge is for; an answer to one serves for nothing else."""

    ADD = "add"  # a user adds a passkey
    SIGN_IN = "sign in"  # anybody signs in by a passkey alone
    PROVE = "prove"  # a known user shows a passkey in place of a code


def give_challenge(
    session: Session,
    purpose: ChallengePurpose,
    browser: str,
    person_id: int | None,
    address: str,
    now: datetime,
) -> bytes:
    """Keep a new challenge for a browser, inside transaction(), and return it.

    `browser` is the secret in its cookie, `address` that of its machine. Challenges that hold no
    longer are forgotten. Raises TooManyAttempts where the machine has been given many.
    """
    await_turn(session, ADVISORY)
    session.execute(delete(PasskeyChallenge).where(col(PasskeyChallenge.made_at) < now - HOLDS))
    machine = machine_of(address)
    _expect_few(session, machine, now)
    challenge = secrets.token_bytes(RANDOM_BYTES)
    session.add(
        PasskeyChallenge(
            challenge=challenge,
            purpose=purpose.value,
            browser_digest=digest_of(browser),
            person_id=person_id,
            machine=machine,
            made_at=now,
        )
    )
    return challenge


def take_challenge(
    session: Session,
    purpose: ChallengePurpose,
    browser: str,
    person_id: int | None,
    now: datetime,
) -> bytes:
    """Return the newest challenge of a browser and take all of the purpose, inside transaction().

    Those that are taken serve no more, and are forgotten when they would hold no longer.

    Raises WrongPasskey where there is none that holds. Commit it whatever the answer is worth.
    """
    mine = (
        col(PasskeyChallenge.purpose) == purpose.value,
        col(PasskeyChallenge.browser_digest) == digest_of(browser),
        col(PasskeyChallenge.person_id).is_(None)
        if person_id is None
        else col(PasskeyChallenge.person_id) == person_id,
        col(PasskeyChallenge.proof_digest).is_(None),
        col(PasskeyChallenge.taken_at).is_(None),
    )
    rows = session.exec(
        select(PasskeyChallenge)
        .where(*mine, col(PasskeyChallenge.made_at) >= now - HOLDS)
        .order_by(col(PasskeyChallenge.id).desc())
        .with_for_update()
    ).all()
    for row in rows:
        row.taken_at = now
        session.add(row)
    session.flush()
    if not rows:
        raise wrong()
    return rows[0].challenge


def _expect_few(session: Session, machine: str, now: datetime) -> None:
    """Raise TooManyAttempts where a machine was given its most, taken ones too."""
    mine = select(PasskeyChallenge.made_at).where(PasskeyChallenge.machine == machine)
    given = session.exec(mine.order_by(col(PasskeyChallenge.made_at))).all()
    if len(given) >= MOST_OF_MACHINE:
        raise TooManyAttempts(given[-MOST_OF_MACHINE] + HOLDS - now)


def give_proof(session: Session, person_id: int, now: datetime) -> str:
    """Return a code that proves once, within minutes, that a user has shown a passkey."""
    code = secrets.token_urlsafe(RANDOM_BYTES)
    session.add(
        PasskeyChallenge(
            challenge=secrets.token_bytes(RANDOM_BYTES),
            purpose=ChallengePurpose.PROVE.value,
            browser_digest=b"",
            person_id=person_id,
            proof_digest=digest_of(code),
            made_at=now,
        )
    )
    return code


def use_proof(session: Session, person_id: int, typed: str, now: datetime) -> bool:
    """Use up a code of `give_proof`, inside transaction(); tell whether it was this user's."""
    found = session.exec(
        select(PasskeyChallenge)
        .where(
            col(PasskeyChallenge.proof_digest) == digest_of(typed),
            col(PasskeyChallenge.person_id) == person_id,
            col(PasskeyChallenge.made_at) >= now - HOLDS,
        )
        .with_for_update()
    ).first()
    if found is None:
        return False
    session.delete(found)
    session.flush()
    return True
