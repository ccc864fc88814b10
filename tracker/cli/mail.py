"""`flask mail`: sends what waits in the outbox, and lists it."""

import click
from flask.cli import AppGroup

from tracker.db import make_session, transaction
from tracker.errors import TrackerError
from tracker.http.context import services, settings
from tracker.mail.kinds import MailKind, MailState
from tracker.mail.outbox import list_mail, put, send_again
from tracker.mail.sending import post_office, send_due
from tracker.mail.tables import Mail
from tracker.people.users import user_named
from tracker.reminders.letters import ALL_WRITERS

commands = AppGroup("mail", help="Letters to those who can sign in.")


@commands.command("send")
def send() -> None:
    """Send what is due; a timer starts this every few minutes."""
    office = post_office(settings(), ALL_WRITERS)
    with make_session(services().engine) as session:
        if office is None:
            waiting = len(list_mail(session, MailState.WAITING))
            raise click.ClickException(
                f"SMTP_HOST is not set: nothing was sent, and nothing is lost; waiting: {waiting}."
            )
        counted = send_due(session, office)
    said = ", ".join(f"{state.value} {number}" for state, number in counted.items() if number)
    click.echo(said or "nothing is due")


@commands.command("list")
@click.option("--state", type=click.Choice([one.value for one in MailState]))
def list_(state: str | None) -> None:
    """List the newest letters: number, state, kind, handle, attempts, next try, last fault."""
    with make_session(services().engine) as session:
        for mail in list_mail(session, MailState(state) if state else None):
            click.echo(_line(mail))


@commands.command("again")
@click.argument("number", type=int)
def again(number: int) -> None:
    """Let letter NUMBER, which has failed, wait again."""
    try:
        with make_session(services().engine) as session, transaction(session):
            send_again(session, number)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error


@commands.command("trial")
@click.argument("person")
def trial(person: str) -> None:
    """Put a trial letter to PERSON (address or handle) into the outbox."""
    try:
        with make_session(services().engine) as session, transaction(session):
            put(session, MailKind.TRIAL, user_named(session, person).handle, {})
    except TrackerError as error:
        raise click.ClickException(str(error)) from error
    click.echo("A trial letter waits in the outbox.")


def _line(mail: Mail) -> str:
    """Write a letter in one line, its fields apart by tabs."""
    waits = mail.next_try_at if mail.state is MailState.WAITING else mail.ended_at
    fields = [
        str(mail.id),
        mail.state.value,
        mail.kind,
        mail.handle,
        str(mail.attempts),
        waits.isoformat(timespec="seconds") if waits else "",
        mail.fault,
    ]
    return "\t".join(fields).rstrip("\t")
