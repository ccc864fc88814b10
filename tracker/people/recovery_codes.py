"""Recovery codes: ten at a time, shown once, kept as digests, and each used once."""

import secrets
from base64 import b32encode
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker.people.factor_tables import RecoveryCode
from tracker.people.one_time_codes import without_blanks
from tracker.people.sessions import digest_of

NUMBER = 10
RANDOM_BYTES = 10
"""80 random bits: a digest of them cannot be guessed back."""
GROUP = 4
LONGEST = 60
"""The longest text that is looked at: a code with blanks."""


def renew_codes(session: Session, person_id: int, now: datetime) -> tuple[str, ...]:
    """Make new codes in place of all of a user's before, inside transaction(); return them."""
    drop_codes(session, person_id)
    codes = tuple(_new_code() for _number in range(NUMBER))
    session.add_all(
        RecoveryCode(person_id=person_id, code_digest=_digest(code), made_at=now) for code in codes
    )
    session.flush()
    return codes


def drop_codes(session: Session, person_id: int) -> None:
    """Delete all codes of a user, inside transaction()."""
    for row in session.exec(select(RecoveryCode).where(RecoveryCode.person_id == person_id)):
        session.delete(row)
    session.flush()


def use_code(session: Session, person_id: int, typed: str, now: datetime) -> bool:
    """Use a code of a user up, inside transaction(); tell whether it was one, and not used yet."""
    if len(typed) > LONGEST:
        return False
    wanted = select(RecoveryCode).where(
        RecoveryCode.person_id == person_id, RecoveryCode.code_digest == _digest(typed)
    )
    row = session.exec(wanted.with_for_update().execution_options(populate_existing=True)).first()
    if row is None or row.used_at is not None:
        return False
    row.used_at = now
    session.add(row)
    session.flush()
    return True


def codes_left(session: Session, person_id: int) -> int:
    """Return how many codes of a user are not used yet."""
    statement = select(func.count()).where(
        RecoveryCode.person_id == person_id, col(RecoveryCode.used_at).is_(None)
    )
    return session.exec(statement).one()


def _new_code() -> str:
    """Make a code, such as "K3QF-7ZPA-M2XD-VB5T"."""
    text = b32encode(secrets.token_bytes(RANDOM_BYTES)).decode()
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def _digest(typed: str) -> bytes:
    """Return the digest of a code, without regard to case, blanks and hyphens."""
    return digest_of(without_blanks(typed).upper())
