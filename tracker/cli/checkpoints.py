"""`flask ledger head` and `flask ledger checkpoint`: where both chains end, signed."""

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from tracker.db import make_session
from tracker.errors import TrackerError
from tracker.fund.ledger.verification import frozen
from tracker.fund.verification.checkpoints import make_key, sign_checkpoint, take_checkpoint
from tracker.fund.verification.heads import read_heads
from tracker.http.context import services

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("head")
@click.option("--json", "as_json", is_flag=True, help="Print the heads as JSON.")
@with_appcontext
def show_head(*, as_json: bool) -> None:
    """Print the heads of the ledger and of the trail: the last number, and its digest."""
    with make_session(services().engine) as session:
        heads = read_heads(frozen(session))
    if as_json:
        click.echo(json.dumps({name: head._asdict() for name, head in heads._asdict().items()}))
        return
    click.echo(f"Ledger: entry {heads.ledger.number}, digest {heads.ledger.digest or 'none'}")
    click.echo(f"Trail: record {heads.trail.number}, digest {heads.trail.digest or 'none'}")


@click.group("checkpoint", invoke_without_command=True)
@click.option("--key", type=FILE, help="The key that signs.")
@click.option("--out", type=FILE, help="The file to write; else it is printed.")
@click.pass_context
@with_appcontext
def checkpoint(context: click.Context, key: Path | None, out: Path | None) -> None:
    """Sign the heads of both chains, the numbers of rows and the schema with a key."""
    if context.invoked_subcommand is not None:
        return
    if key is None:
        raise click.UsageError("Name the key by --key FILE; `new-key FILE` makes one.")
    with make_session(services().engine) as session:
        taken = take_checkpoint(frozen(session))
    try:
        signed = sign_checkpoint(taken, key)
        if out is None:
            click.echo(signed, nl=False)
        else:
            out.write_bytes(signed)
    except (TrackerError, OSError) as error:
        raise click.ClickException(str(error)) from error


@checkpoint.command("new-key")
@click.argument("file", type=FILE)
def make_new_key(file: Path) -> None:
    """Write a new key into FILE, readable by its owner alone, and its public half into FILE.pub."""
    try:
        public = make_key(file)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{file} signs checkpoints: keep it away from the server. {public} verifies them.")
