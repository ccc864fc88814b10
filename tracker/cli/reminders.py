"""`flask reminders`: puts the reminders of a day into the outbox."""

import click
from flask.cli import AppGroup

from tracker.cli.report_options import a_day
from tracker.db import make_session, transaction
from tracker.http.context import services
from tracker.periods import today
from tracker.reminders.run import run_reminders

commands = AppGroup("reminders", help="Reminders of what comes due.")


@commands.command("run")
@click.option("--day", help="The day; today unless named.")
def run(day: str | None) -> None:
    """Remind of what is due in a week or on the day; run again, it adds nothing."""
    on = a_day(day) if day else today()
    with make_session(services().engine) as session, transaction(session):
        found = run_reminders(session, on)
    click.echo(f"{on}: {found.reminders} reminders in {found.letters} letters")
