"""`flask documents`: compares files with the record, and copies them between places."""

import json
import sys
from dataclasses import dataclass

import click
from flask.cli import AppGroup
from tqdm import tqdm

from tracker.cli.files_copied import copy_with_progress, lines_about
from tracker.db import make_session
from tracker.documents.places import site_store, store_at
from tracker.documents.store import FileStore
from tracker.documents.verification import FilesVerified, verify_files
from tracker.errors import TrackerError
from tracker.http.context import services

commands = AppGroup("documents", help="The files of people.")


@dataclass(frozen=True, slots=True)
class _Told:
    """A kind of finding: its name in words."""

    name: str
    words: str


PLACES = "A folder, or a bucket as s3://bucket/prefix"
FINDINGS = (
    _Told("missing", "is on record and not there"),
    _Told("changed", "holds something else than when it was stored"),
    _Told("open_to_all", "can be fetched by anybody; close its bucket to the public"),
    _Told("orphaned", "is there and of no record; nothing needs it"),
)


@commands.command("verify")
@click.option("--in", "place", help=f"{PLACES}; the site's own unless one is named.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def verify(place: str | None, *, as_json: bool) -> None:
    """Read every file on record and compare it with its digest.

    The exit status is 1 where a file is missing or has changed, or its bucket is open to anybody.
    """
    store = _store(place)
    with make_session(services().engine) as session:
        try:
            found = verify_files(
                session, store, lambda names: tqdm(names, disable=not sys.stderr.isatty())
            )
        except TrackerError as error:
            raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(found._asdict()))
    else:
        _tell(found, store)
    if not found.clean:
        sys.exit(1)


@commands.command("copy")
@click.option("--from", "source", help=f"{PLACES}; the site's own unless one is named.")
@click.option("--to", "target", help=f"{PLACES}; the site's own unless one is named.")
@click.option(
    "--check", is_flag=True, help="Read what is there already too, and put right what has changed."
)
def copy(source: str | None, target: str | None, *, check: bool) -> None:
    """Copy the files on record from one place to another, each compared with its digest.

    What is there already is not copied again, so that what was broken off can be begun anew. The
    exit status is 1 where a file is missing in the source or has changed there.
    """
    here, there = _store(source), _store(target)
    if here.place == there.place:
        raise click.UsageError("Name another place by --from or --to.")
    try:
        found = copy_with_progress(services().engine, here, there, thorough=check)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error
    for line in lines_about(found, here, there):
        click.echo(line)
    if not found.clean:
        sys.exit(1)


def _store(place: str | None) -> FileStore:
    """Return the place that is named, or the site's own."""
    settings = services().settings
    try:
        return store_at(place, settings) if place else site_store(settings)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error


def _tell(found: FilesVerified, store: FileStore) -> None:
    """Print the outcome in words."""
    for finding in FINDINGS:
        for digest in getattr(found, finding.name):
            click.echo(f"{digest} {finding.words}.")
    state = "all there and whole" if found.clean else "not all there and whole"
    click.echo(f"{found.on_record:,} files in {store.place}: {state}.")
