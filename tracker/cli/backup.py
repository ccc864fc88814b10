"""`flask backup`: writes a backup of the database while the server runs."""

import sys
import time
from pathlib import Path

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from tracker.backup import back_up
from tracker.errors import TrackerError
from tracker.http.context import services


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write a backup of the database into FILE, which must not be there yet.

    It holds the record at one moment, though others write meanwhile, and only its owner may
    read it. SQLite: a database file; PostgreSQL: a dump for pg_restore.
    """
    began = time.monotonic()
    watched = sys.stderr.isatty()
    with tqdm(unit="B", unit_scale=True, unit_divisor=1024, disable=not watched) as bar:

        def watch(done: int, whole: int) -> None:
            bar.total = whole or None
            bar.update(done - bar.n)

        try:
            size = back_up(services().engine.url, file, watch)
        except TrackerError as error:
            raise click.ClickException(str(error)) from error
    seconds = time.monotonic() - began
    click.echo(f"{file} holds the record: {size:,} bytes, in {seconds:.1f} s.")
    folder = services().settings.files_folder
    if folder.is_dir():
        click.echo(f"The files of people are not in it: copy {folder} after it, too.")
    click.echo("Restore it somewhere and run `flask ledger verify` there: docs/deployment.md.")
