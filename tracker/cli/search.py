"""Commands of the index of search."""

import click
from flask.cli import AppGroup

from tracker.db import make_session, transaction
from tracker.http.context import services
from tracker.search.upkeep import rebuild

commands = AppGroup("search", help="The index of search over all records.")


@commands.command("rebuild")
def rebuild_index() -> None:
    """Make the index anew from the record."""
    with make_session(services().engine) as opened, transaction(opened) as session:
        count = rebuild(session)
    click.echo(f"The index of search was made anew; it has {count} rows.")
