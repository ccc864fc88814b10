"""Users of each role, signed in through the page or let in as it lets them in."""

from collections.abc import Collection

from argon2 import PasswordHasher
from flask import Flask
from flask import session as cookie
from sqlmodel import Session

from tests.support.pages import PageClient
from tests.support.trail import record_set_up
from tracker.db import make_engine, make_session, transaction
from tracker.http import context, identity
from tracker.people.accounts import change_role
from tracker.people.roles import Role
from tracker.people.tables import ActorName, User
from tracker.people.users import as_text, user_named
from tracker.periods import utc_now

PASSWORD = "correct horse battery staple"
WEAK_HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


def make_user(
    session: Session,
    role: Role,
    *,
    donor_code: str = "",
    email: str = "",
    programmes: Collection[str] = (),
) -> User:
    """Add a user of that role with PASSWORD, whom records of before handles name by address."""
    user = User(
        email=email or f"{role.value}@example.org",
        name=role.value.replace("_", " ").capitalize(),
        role=role,
        donor_code=donor_code,
        programmes=as_text(programmes),
        password_hash=WEAK_HASHER.hash(PASSWORD),
        created_at=utc_now(),
    )
    with transaction(session):
        record_set_up(session)
        session.add(user)
        session.flush()
        session.add(ActorName(text=user.email, handle=user.handle))
    return user


def make_manager_of(session: Session, *programmes: str, email: str = "own@example.org") -> User:
    """Add a programme manager for whom programmes are chosen."""
    user = make_user(session, Role.PROGRAMME_MANAGER, email=email)
    choose_programmes(session, user, *programmes)
    return user


def choose_programmes(session: Session, user: User, *programmes: str) -> None:
    """Choose the programmes of a programme manager; none means all."""
    chosen = frozenset(programmes)
    with transaction(session):
        change_role(session, user.handle, user.role, "", "test", programmes=chosen, why="chosen")


def enter_user(database_url: str, role: Role, email: str, *, donor_code: str = "") -> None:
    """Add a user with PASSWORD to the database of a server, as `make_user` does."""
    engine = make_engine(database_url)
    with make_session(engine) as session:
        make_user(session, role, email=email, donor_code=donor_code)
    engine.dispose()


def sign_in(app: Flask, email: str) -> PageClient:
    """Sign the user in with a client of its own."""
    client = PageClient(app.test_client())
    answer = client.submit("/sign-in", {"email": email, "password": PASSWORD})
    assert answer.status_code in (302, 303), f"{email} could not sign in: {answer.status}"
    return client


def let_in(app: Flask, email: str) -> PageClient:
    """Begin a session of the user as the page does once it has seen the password.

    For tests of what a user does afterwards: the page and its answer take three times as long.
    """
    client = PageClient(app.test_client())
    with app.test_request_context(), client.http.session_transaction() as kept:
        identity.enter(user_named(context.session(), email))
        kept.update(cookie)
    return client
