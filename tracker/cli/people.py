"""`flask user`: adds users, lists them, changes their accounts, ends their sessions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from flask.cli import AppGroup
from sqlmodel import Session

from tracker.db import make_session, transaction
from tracker.errors import Conflict, TrackerError
from tracker.fund.donors.finding import find_donor
from tracker.fund.states import DonorStatus
from tracker.http.context import services
from tracker.people import accounts, users
from tracker.people.actors import COMMAND
from tracker.people.passwords import one_time_password
from tracker.people.permissions import needs_confirmation
from tracker.people.roles import Role
from tracker.people.second_factors import encrypt_anew, factor_state
from tracker.people.secret_box import SecretBox
from tracker.people.tables import User
from tracker.user_accounts import changes
from tracker.user_accounts.anonymising import anonymise
from tracker.user_accounts.invitations import invite
from tracker.user_accounts.resets import reset_by_command, reset_factor

commands = AppGroup(
    "user", help="The people who can sign in; a person is named by EMAIL or handle."
)
ROLES = [role.value for role in Role if role is not Role.PUBLIC]
Command = TypeVar("Command", bound=Callable[..., Any])


def password_options(command: Command) -> Command:
    """Give a command the options of a new password."""
    for option in (
        click.option(
            "--temporary", is_flag=True, help="Have the person change it at the first sign-in."
        ),
        click.option(
            "--generate-password",
            is_flag=True,
            help="Make a temporary password and print it once.",
        ),
    ):
        command = option(command)
    return command


@commands.command("add")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--donor", default="", help="The donor's code, for the role donor.")
@click.option("--name", default="", help="The person's name.")
@password_options
def add(
    email: str, role: str, donor: str, name: str, *, generate_password: bool, temporary: bool
) -> None:
    """Add a user; asks for the password."""
    password = _new_password(generate=generate_password)
    temporary = temporary or generate_password
    draft = users.UserDraft(email, Role(role), password, name, donor, temporary)
    with _writing() as session:
        _expect_donor(session, donor)
        users.add_user(session, draft, COMMAND)
    click.echo(f"{users.normal_email(email)} can sign in as {role}.")
    _tell_password(password, generated=generate_password, temporary=temporary)


@commands.command("invite")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--donor", default="", help="The donor's code, for the role donor.")
@click.option("--name", default="", help="The person's name.")
def invite_(email: str, role: str, donor: str, name: str) -> None:
    """Add a user without a password, who is sent a letter to choose one."""
    draft = users.UserDraft(email, Role(role), "", name, donor, invited=True)
    with _writing() as session:
        _expect_donor(session, donor)
        handle = invite(session, draft, COMMAND).handle
    click.echo(f"{handle} is invited; the letter waits in the outbox.")


@commands.command("password")
@click.argument("email")
@password_options
def password(email: str, *, generate_password: bool, temporary: bool) -> None:
    """Give a user another password, asked for or made; ends all sessions of the user."""
    with make_session(services().engine) as session, _refusals_in_words():
        users.user_named(session, email)  # who is not there is told before anything is asked
    new = _new_password(generate=generate_password)
    temporary = temporary or generate_password
    with _writing() as session:
        user = reset_by_command(session, email, new, COMMAND, temporary=temporary)
        told = f"{user.email} has another password; all sessions are ended."
        if user.barred_at is not None:
            told += " Approving and posting wait for an administrator to confirm it."
    click.echo(told if user.active else f"{told} The account is inactive.")
    _tell_password(new, generated=generate_password, temporary=temporary)


@commands.command("role")
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--donor", default="", help="The donor's code, for the role donor.")
def change_role(email: str, role: str, donor: str) -> None:
    """Give a user another role; ends all sessions of the user."""
    with _writing() as session:
        _expect_donor(session, donor)
        user = accounts.change_role(session, email, Role(role), donor, COMMAND)
        told = f"{user.email} has the role {role}{f' for {donor}' if donor else ''}."
    click.echo(told)


@commands.command("donor")
@click.argument("email")
@click.argument("donor")
def change_donor(email: str, donor: str) -> None:
    """Let a user with the role donor speak for another donor; ends all sessions of the user."""
    with _writing() as session:
        _expect_donor(session, donor)
        user = accounts.change_donor(session, email, donor, COMMAND)
        told = f"{user.email} speaks for {donor}."
    click.echo(told)


@commands.command("deactivate")
@click.argument("email")
def deactivate(email: str) -> None:
    """Let a user sign in no longer; all sessions end, and what the user recorded stays."""
    with _writing() as session:
        told = f"{changes.close(session, email, COMMAND).email} can no longer sign in."
    click.echo(told)


@commands.command("activate")
@click.argument("email")
def activate(email: str) -> None:
    """Let a user sign in again, with the password of before."""
    with _writing() as session:
        user = accounts.activate(session, email, COMMAND)
        told = f"{user.email} can sign in as {user.role.value}."
    click.echo(told)


@commands.command("anonymise")
@click.argument("email")
@click.option("--why", required=True, help="The reason, for the trail.")
def anonymise_(email: str, why: str) -> None:
    """Erase the name and the address of a user for good; what was recorded stays."""
    with _writing() as session:
        told = f"{anonymise(session, email, COMMAND, why).handle} is anonymised."
    click.echo(told)


@commands.command("list")
def list_people() -> None:
    """List the users: handle, address, role, donor, and who can no longer sign in."""
    with make_session(services().engine) as session:
        for user in users.list_users(session):
            line = (
                f"{user.handle}\t{user.email}\t{user.role.value}\t{user.donor_code}\t{_state(user)}"
            )
            click.echo(line.rstrip())


@commands.command("sign-out")
@click.argument("email")
def sign_out(email: str) -> None:
    """End all sessions of a user on every machine."""
    with _writing() as session:
        users.end_sessions(session, email, COMMAND)
    click.echo(f"All sessions of {users.normal_email(email)} are ended.")


@commands.command("second-factor")
@click.argument("email")
@click.option("--reset", is_flag=True, help="Take the factor and its recovery codes away.")
@click.option("--why", default="", help="The reason of a reset, for the trail.")
def second_factor(email: str, why: str, *, reset: bool) -> None:
    """Tell whether a user has a second factor; with --reset, take a lost one away."""
    if reset:
        with _writing() as session:
            address = reset_factor(session, email, COMMAND, why).email
        click.echo(f"The second factor of {address} is reset; all sessions are ended.")
        return
    with make_session(services().engine) as session, _refusals_in_words():
        state = factor_state(session, email)
    if state is None:
        click.echo("No second factor.")
        return
    since = f"Set up {state.set_at:%Y-%m-%d}" if state.set_at else "No authenticator"
    keys = f", {state.passkeys} passkeys" if state.passkeys else ""
    click.echo(f"{since}{keys}, {state.codes_left} recovery codes left.")


@commands.command("encrypt-factors")
def encrypt_factors() -> None:
    """Encrypt the secrets of second factors under the present SECRET_KEY, before it forgets one."""
    box = SecretBox(services().settings.secret_keys)
    with _writing() as session:
        number = encrypt_anew(session, box, COMMAND)
    click.echo(f"Secrets encrypted under the present SECRET_KEY: {number}.")


@commands.command("rename")
@click.argument("email")
@click.option("--name", default="", help="The person's name from now on.")
@click.option("--email", "new_email", default="", help="The address to sign in with from now on.")
def rename(email: str, name: str, new_email: str) -> None:
    """Give the user with this EMAIL or handle another name or address; no record changes."""
    with _writing() as session:
        user = changes.rename(session, email, COMMAND, name=name, new_email=new_email)
        told = f"{user.handle} is {user.name or user.email}, and signs in as {user.email}."
    click.echo(told)


@contextmanager
def _refusals_in_words() -> Iterator[None]:
    """Turn a refusal into the sentence with which the command ends; its exit status is 1."""
    try:
        yield
    except TrackerError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _writing() -> Iterator[Session]:
    """Write in one transaction; a refusal ends the command with its sentence."""
    with _refusals_in_words(), make_session(services().engine) as session, transaction(session):
        yield session


def _expect_donor(session: Session, code: str) -> None:
    """Raise NotFound for a code of no donor, and Conflict for a donor that was merged."""
    if code and find_donor(session, code).status is DonorStatus.MERGED:
        raise Conflict(f"{code} was merged into another donor; name that one")


def _new_password(*, generate: bool) -> str:
    """Make a password, or ask for one twice."""
    if generate:
        return one_time_password()
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed


def _tell_password(password: str, *, generated: bool, temporary: bool) -> None:
    """Say that a temporary password has to be changed, and print one that was made, last."""
    if temporary:
        click.echo("The password is temporary: the first sign-in asks for another one.")
    if generated:
        click.echo(f"Password, shown only now: {password}")


def _state(user: User) -> str:
    """Say in a few words what keeps a user from working, if anything does."""
    if not user.active:
        return "anonymised" if user.anonymised_at else "inactive"
    barred = user.barred_at is not None and needs_confirmation(user.role)
    states = {
        "invited": not user.password_hash,
        "temporary password": user.password_is_temporary,
        "password to be confirmed": barred,
    }
    return ", ".join(state for state, holds in states.items() if holds)
