"""`flask user`: adds users, lists them, ends their sessions."""

import click
from flask.cli import AppGroup

from tracker.db import make_session, transaction
from tracker.errors import Conflict, TrackerError
from tracker.fund.donors.finding import find_donor
from tracker.fund.states import DonorStatus
from tracker.http.context import services
from tracker.people import users
from tracker.people.actors import COMMAND
from tracker.people.passwords import one_time_password
from tracker.people.roles import Role

commands = AppGroup("user", help="The people who can sign in.")
ROLES = [role.value for role in Role if role is not Role.PUBLIC]


@commands.command("add")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--donor", default="", help="The donor's code, for the role donor.")
@click.option("--name", default="", help="The person's name.")
@click.option("--generate-password", is_flag=True, help="Make a password and print it once.")
def add(email: str, role: str, donor: str, name: str, *, generate_password: bool) -> None:
    """Add a user; asks for the password."""
    password = (
        one_time_password()
        if generate_password
        else click.prompt("Password", hide_input=True, confirmation_prompt=True)
    )
    draft = users.UserDraft(email, Role(role), password, name, donor)
    try:
        with make_session(services().engine) as session, transaction(session):
            if donor and find_donor(session, donor).status is DonorStatus.MERGED:
                raise Conflict(f"{donor} was merged into another donor; name that one")
            users.add_user(session, draft, COMMAND)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{users.normal_email(email)} can sign in as {role}.")
    if generate_password:
        click.echo(f"Password, shown only now: {password}")


@commands.command("list")
def list_people() -> None:
    """List the users: handle, address, role, donor, and who can no longer sign in."""
    with make_session(services().engine) as session:
        for user in users.list_users(session):
            state = "" if user.active else "inactive"
            line = f"{user.handle}\t{user.email}\t{user.role.value}\t{user.donor_code}\t{state}"
            click.echo(line.rstrip())


@commands.command("sign-out")
@click.argument("email")
def sign_out(email: str) -> None:
    """End all sessions of a user on every machine."""
    try:
        with make_session(services().engine) as session, transaction(session):
            users.end_sessions(session, email, COMMAND)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"All sessions of {users.normal_email(email)} are ended.")


@commands.command("rename")
@click.argument("email")
@click.option("--name", default="", help="The person's name from now on.")
@click.option("--email", "new_email", default="", help="The address to sign in with from now on.")
def rename(email: str, name: str, new_email: str) -> None:
    """Give the user with this EMAIL or handle another name or address; no record changes."""
    try:
        with make_session(services().engine) as session, transaction(session):
            user = users.rename_user(session, email, COMMAND, name=name, new_email=new_email)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{user.handle} is {user.name or user.email}, and signs in as {user.email}.")
