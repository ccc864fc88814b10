"""The second step of signing in: a code of the authenticator, a recovery code, or a passkey.

Each code is used once; what a passkey has shown is a code too (`passkey_challenges`).

Wrong codes are counted as failed attempts under the person's handle, apart from those of the
password: a right password frees no guesses at the code.
"""

from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import update
from sqlalchemy.engine import CursorResult
from sqlmodel import Session, col, select

from tracker.db import transaction
from tracker.errors import TrackerError
from tracker.people import throttle
from tracker.people.audit import Change, await_writers, record
from tracker.people.factor_tables import SecondFactor, SecondFactorUse
from tracker.people.one_time_codes import is_code, step_of
from tracker.people.passkey_challenges import use_proof
from tracker.people.recovery_codes import use_code
from tracker.people.secret_box import SecretBox
from tracker.people.subjects import Subject
from tracker.people.tables import User
from tracker.people.users import TooManyAttempts
from tracker.words import say

USE = "use_recovery_code"
"""The action of the trail."""


class WrongCode(TrackerError):
    """A code is wrong, of another moment, or used already."""

    status = 422
    title = "You could not be signed in"


class CodeKind(Enum):
    """What was used."""

    AUTHENTICATOR = "authenticator"
    RECOVERY = "recovery code"
    PASSKEY = "passkey"


def check_code(
    session: Session, box: SecretBox, user: User, typed: str, address: str, now: datetime
) -> CodeKind:
    """Use a code of a user up; raises WrongCode, UnreadableSecret or TooManyAttempts.

    Commits the attempt by itself, so that it counts even if the request fails later.
    """
    with transaction(session):
        attempt = throttle.begin_attempt(session, user.handle, address, now)
    if isinstance(attempt, timedelta):
        raise TooManyAttempts(attempt)
    with transaction(session):
        kind = _use(session, box, user, typed, now)
        throttle.note_success(session, attempt)
    return kind


def _use(session: Session, box: SecretBox, user: User, typed: str, now: datetime) -> CodeKind:
    """Use a code of either kind up; raises WrongCode."""
    number = user.id or 0
    if is_code(typed):
        found = select(SecondFactor.secret).where(SecondFactor.person_id == number)
        closed = session.exec(found).first()
        step = step_of(box.open(closed), typed, now) if closed else None
        if step is not None and _is_first_use(session, number, step):
            return CodeKind.AUTHENTICATOR
    elif use_proof(session, number, typed, now):
        return CodeKind.PASSKEY
    else:
        await_writers(session)
        if use_code(session, number, typed, now):
            record(session, user.handle, Change(USE, Subject.USER, user.handle))
            return CodeKind.RECOVERY
    raise WrongCode(say("The code is wrong, or was used already."))


def _is_first_use(session: Session, person_id: int, step: int) -> bool:
    """Note the use of a step's code; false where one of it or of a later step was used."""
    newer = update(SecondFactorUse).where(
        col(SecondFactorUse.person_id) == person_id, col(SecondFactorUse.last_step) < step
    )
    answer = session.execute(newer.values(last_step=step))
    return isinstance(answer, CursorResult) and answer.rowcount == 1
