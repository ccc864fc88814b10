"""`flask db`: brings the database to this release, and reports whether it is there."""

from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from tracker import migrating
from tracker.db import make_session, transaction
from tracker.fund.approvals.late_splits import split_waiting
from tracker.http.context import services
from tracker.late_imports import LateImport
from tracker.people.actors import UPGRADE
from tracker.people.audit import Change, await_writers, record
from tracker.people.subjects import Subject
from tracker.reference.adherence_records import seed_adherence

if TYPE_CHECKING:
    from alembic import util
else:
    util = LateImport("alembic.util")

commands = AppGroup("db", help="The database and its migrations.")


@commands.command("upgrade")
def upgrade() -> None:
    """Run the migrations that are missing, and add what the release needs in the record."""
    try:
        migrating.upgrade(services().settings.database_url)
    except util.CommandError as error:
        raise click.ClickException(
            f"{error}. The database had a migration of a newer release: install that release."
        ) from error
    except OperationalError as error:
        raise click.ClickException(f"The database cannot be reached: {error.orig}") from error
    with make_session(services().engine) as session, transaction(session):
        await_writers(session)  # another server may be starting at the same moment
        added = seed_adherence(session)
        split = split_waiting(session)
        if added:
            change = Change("seed", Subject.ADHERENCE, "data/adherence.csv", new={"added": added})
            record(session, UPGRADE, change)
    click.echo(f"The database is at the head. Facts of adherence added: {added}.")
    if split:
        click.echo(f"Waiting requests split by the rule, to be looked at: {split}.")


@commands.command("check")
def check() -> None:
    """Report how the database differs from this release; exit status 1 where it does."""
    try:
        differences = migrating.check(services().settings.database_url)
    except util.CommandError as error:
        raise click.ClickException(f"{error} Run `flask db upgrade`.") from error
    for difference in differences:
        click.echo(difference)
    if differences:
        raise SystemExit(1)
    click.echo("The database is at the head and as declared.")
