"""`flask backup`: writes a backup of the record and its files while the server runs."""

import sys
import time
from pathlib import Path

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from tracker.backup import back_up
from tracker.cli.files_copied import copy_with_progress, lines_about
from tracker.documents.folder_store import FolderStore
from tracker.documents.places import site_store
from tracker.errors import TrackerError
from tracker.http.context import services

FILES = "documents"
"""The folder of the files beside the backup of the database."""


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--files",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"The folder into which the files about records are copied; `{FILES}` beside FILE "
    "unless one is named. Many backups share one: each file stands in it once.",
)
@click.option("--without-files", is_flag=True, help="Back up the database alone.")
@with_appcontext
def backup(file: Path, folder: Path | None, *, without_files: bool) -> None:
    """Write a backup of the database into FILE, and copy the files about records.

    FILE must not be there yet. It holds the record at one moment, though others write meanwhile,
    and only its owner may read it. SQLite: a database file; PostgreSQL: a dump for pg_restore.
    Of the files those are copied that the folder does not hold yet. The exit status is 1 where a
    file on record is missing or has changed.
    """
    began = time.monotonic()
    try:
        size = _back_up_database(file)
        click.echo(f"{file} holds the record: {size:,} bytes, in {time.monotonic() - began:.1f} s.")
        whole = without_files or _copy_files(folder or file.absolute().parent / FILES)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error
    click.echo("Restore it somewhere and verify it there: docs/deployment.md.")
    if not whole:
        sys.exit(1)


def _back_up_database(file: Path) -> int:
    """Write the database into a file, and show how far it is; return the size in bytes."""
    watched = sys.stderr.isatty()
    with tqdm(unit="B", unit_scale=True, unit_divisor=1024, disable=not watched) as bar:

        def watch(done: int, whole: int) -> None:
            bar.total = whole or None
            bar.update(done - bar.n)

        return back_up(services().engine.url, file, watch)


def _copy_files(folder: Path) -> bool:
    """Copy the files after the database, which names none that are not there by then.

    Tell the outcome; return whether all were whole.
    """
    source, target = site_store(services().settings), FolderStore(folder.absolute())
    found = copy_with_progress(services().engine, source, target)
    for line in lines_about(found, source, target):
        click.echo(line)
    return found.clean
