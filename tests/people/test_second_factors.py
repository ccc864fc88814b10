"""Second factors: codes work once and near their time, guesses are slowed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from tests.support.factors import BOX, SECRET, code_at, give_factor
from tests.support.people import make_user
from tests.support.simultaneous import told_at_once
from tracker.db import transaction
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.fund.verification.record_checks import verify_record
from tracker.people.audit import trail_of
from tracker.people.factor_tables import RecoveryCode, SecondFactor
from tracker.people.one_time_codes import DRIFT, setup_address, step_of
from tracker.people.recovery_codes import NUMBER, codes_left
from tracker.people.roles import Role
from tracker.people.second_factors import (
    NewFactor,
    encrypt_anew,
    factor_state,
    must_have_factor,
    remove_factor,
    renew_recovery_codes,
    reset_factor,
    set_factor,
)
from tracker.people.secret_box import SecretBox, UnreadableSecret
from tracker.people.sign_in_codes import CodeKind, WrongCode, check_code
from tracker.people.subjects import Subject
from tracker.people.tables import User
from tracker.people.throttle import OF_PAIR
from tracker.people.users import TooManyAttempts

NOW = datetime(2026, 11, 30, 8, 0, 10, tzinfo=UTC)
HERE = "192.0.2.1"
WRONG = "000000"


@pytest.fixture
def user(session: Session) -> User:
    """Give an approver without a factor."""
    return make_user(session, Role.APPROVER)


def use(session: Session, user: User, typed: str, now: datetime = NOW) -> CodeKind:
    """Use a code of a user."""
    return check_code(session, BOX, user, typed, HERE, now)


@pytest.mark.parametrize("steps", range(-DRIFT, DRIFT + 1))
def test_a_code_works_within_the_drift_and_once(session: Session, user: User, steps: int) -> None:
    give_factor(session, user)
    code = code_at(NOW, steps)
    assert use(session, user, f" {code[:3]} {code[3:]} ") is CodeKind.AUTHENTICATOR
    with pytest.raises(WrongCode):
        use(session, user, code)


@pytest.mark.parametrize("steps", [-DRIFT - 1, DRIFT + 1, 100])
def test_a_code_of_another_time_is_wrong(session: Session, user: User, steps: int) -> None:
    give_factor(session, user)
    with pytest.raises(WrongCode):
        use(session, user, code_at(NOW, steps))


def test_a_code_before_one_that_was_used_works_no_longer(session: Session, user: User) -> None:
    give_factor(session, user)
    use(session, user, code_at(NOW))
    with pytest.raises(WrongCode):
        use(session, user, code_at(NOW, -1))
    assert use(session, user, code_at(NOW, 1)) is CodeKind.AUTHENTICATOR


def test_wrong_codes_are_slowed_and_a_right_one_frees_the_guesses(
    session: Session, user: User
) -> None:
    give_factor(session, user)
    for _number in range(OF_PAIR.free):
        with pytest.raises(WrongCode):
            use(session, user, WRONG)
    with pytest.raises(TooManyAttempts) as refused:
        use(session, user, code_at(NOW))
    later = NOW + refused.value.wait
    assert use(session, user, code_at(later), later) is CodeKind.AUTHENTICATOR
    with pytest.raises(WrongCode):
        use(session, user, WRONG, later)


def test_recovery_codes_work_once_each_as_people_type_them(session: Session, user: User) -> None:
    codes = give_factor(session, user)
    assert len(set(codes)) == NUMBER
    first, second = codes[0], codes[1].lower().replace("-", " ")
    for typed in (first, second):
        assert use(session, user, typed) is CodeKind.RECOVERY
        with pytest.raises(WrongCode):
            use(session, user, typed)
    assert codes_left(session, user.id or 0) == NUMBER - 2
    kept = session.exec(select(RecoveryCode.code_digest)).all()
    assert not any(code.replace("-", "").encode() in digest for code in codes for digest in kept)
    said = [one.action for one in trail_of(session, Subject.USER, [user.handle])]
    assert said.count("use_recovery_code") == 2
    assert not verify_record(session).faults


def test_codes_of_another_person_are_wrong(session: Session, user: User) -> None:
    give_factor(session, user)
    other = make_user(session, Role.ADMINISTRATOR)
    codes = give_factor(session, other)
    with pytest.raises(WrongCode):
        use(session, user, codes[0])
    assert use(session, other, codes[0]) is CodeKind.RECOVERY


def test_new_codes_end_those_before(session: Session, user: User) -> None:
    old = give_factor(session, user)
    with transaction(session):
        new = renew_recovery_codes(session, user.handle, NOW)
    with pytest.raises(WrongCode):
        use(session, user, old[0])
    assert use(session, user, new[0]) is CodeKind.RECOVERY


def test_the_secret_is_encrypted_and_outlives_a_rotation_of_keys(
    session: Session, user: User
) -> None:
    give_factor(session, user)
    kept = session.exec(select(SecondFactor.secret)).one()
    assert SECRET not in kept
    rotated = SecretBox(["another-secret", "only-for-this-test"])
    assert rotated.open(kept) == SECRET
    with pytest.raises(UnreadableSecret):
        SecretBox(["another-secret"]).open(kept)
    with transaction(session):
        assert encrypt_anew(session, rotated, "command") == 1
    kept = session.exec(select(SecondFactor.secret)).one()
    assert SecretBox(["another-secret"]).open(kept) == SECRET
    assert check_code(session, rotated, user, code_at(NOW), HERE, NOW) is CodeKind.AUTHENTICATOR


def test_a_reset_needs_a_reason_and_takes_everything(session: Session, user: User) -> None:
    codes = give_factor(session, user)
    epoch = user.session_epoch
    with pytest.raises(InvalidInput):
        reset_factor(session, user.handle, "P-9", " ")
    session.rollback()
    with transaction(session):
        reset_factor(session, user.email, "P-9", "telephone lost")
    session.refresh(user)
    assert user.session_epoch == epoch + 1
    assert factor_state(session, user.handle) is None
    for typed in (codes[0], code_at(NOW)):
        with pytest.raises(WrongCode):
            use(session, user, typed)
    said = trail_of(session, Subject.USER, [user.handle])
    reset = next(one for one in said if one.action == "reset_second_factor")
    assert (reset.actor, reset.why) == ("P-9", "telephone lost")
    assert not verify_record(session).faults


def test_what_is_not_there_is_not_removed(session: Session, user: User) -> None:
    for remove in (
        lambda: remove_factor(session, user.handle),
        lambda: renew_recovery_codes(session, user.handle, NOW),
        lambda: reset_factor(session, user.handle, "P-9", "lost"),
    ):
        with pytest.raises(NotFound):
            remove()
        session.rollback()


@pytest.mark.parametrize("has_one", [False, True])
def test_of_two_set_at_once_the_first_stays(engine: Engine, *, has_one: bool) -> None:
    """The second is told, whether both set a first factor or both replace the same one."""
    with Session(engine) as session:
        user = make_user(session, Role.APPROVER)
        if has_one:
            give_factor(session, user)
        handle = user.handle
        state = factor_state(session, handle)
    replaced = None if state is None else state.set_at
    firsts: list[tuple[str, ...]] = []

    def put(own: Session, secret: str) -> None:
        new = NewFactor(BOX.close(secret), step=0)
        firsts.append(set_factor(own, handle, new, NOW, replaced)[1])

    told = told_at_once(engine, lambda own: put(own, SECRET), lambda own: put(own, SECRET[::-1]))
    assert isinstance(told, Conflict)
    with Session(engine) as session:
        kept = session.exec(select(SecondFactor.secret)).one()
        assert BOX.open(kept) == SECRET
        user = session.exec(select(User)).one()
        assert use(session, user, firsts[0][0]) is CodeKind.RECOVERY
        assert not verify_record(session).faults


def test_illustrative_users_need_none(session: Session, user: User) -> None:
    roles = (Role.APPROVER.value,)
    assert must_have_factor(user, roles)
    assert not must_have_factor(user, (Role.FINANCE_OFFICER.value,))
    shared = make_user(session, Role.APPROVER, email="approver@illustrative.example")
    assert not must_have_factor(shared, roles)


def test_the_address_of_the_picture_is_that_of_authenticators() -> None:
    address = setup_address(SECRET, "ana@example.org")
    assert address.startswith("otpauth://totp/Article%2030%20Tracker:ana%40example.org?secret=")


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12345\N{NUL}"])
def test_no_other_text_is_a_code(typed: str) -> None:
    assert step_of(SECRET, typed, NOW) is None


def test_a_code_of_before_the_factor_was_set_is_used(session: Session, user: User) -> None:
    """The code by which the authenticator was proved signs nobody in."""
    give_factor(session, user)
    use(session, user, code_at(NOW))
    with pytest.raises(WrongCode):
        use(session, user, code_at(NOW), NOW + timedelta(seconds=5))
