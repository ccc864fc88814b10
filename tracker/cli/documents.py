"""`flask documents`: compares the folder of files with the record."""

import json
import sys
from dataclasses import dataclass

import click
from flask.cli import AppGroup
from tqdm import tqdm

from tracker.db import make_session
from tracker.documents.store import FileStore
from tracker.documents.verification import FilesVerified, verify_files
from tracker.http.context import services

commands = AppGroup("documents", help="The files of people.")


@dataclass(frozen=True, slots=True)
class _Told:
    """A kind of finding: its name in words."""

    name: str
    words: str


FINDINGS = (
    _Told("missing", "is on record and not in the folder"),
    _Told("changed", "holds something else than when it was stored"),
    _Told("orphaned", "is in the folder and of no record; nothing needs it"),
)


@commands.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def verify(*, as_json: bool) -> None:
    """Read every file on record and compare it with its digest.

    The exit status is 1 where a file is missing or has changed.
    """
    store = FileStore(services().settings.files_folder)
    with make_session(services().engine) as session:
        found = verify_files(
            session, store, lambda names: tqdm(names, disable=not sys.stderr.isatty())
        )
    if as_json:
        click.echo(json.dumps(found._asdict()))
    else:
        _tell(found, store)
    if not found.clean:
        sys.exit(1)


def _tell(found: FilesVerified, store: FileStore) -> None:
    """Print the outcome in words."""
    for finding in FINDINGS:
        for digest in getattr(found, finding.name):
            click.echo(f"{digest} {finding.words}.")
    state = "all there and whole" if found.clean else "not all there and whole"
    click.echo(f"{found.on_record:,} files in {store.folder}: {state}.")
