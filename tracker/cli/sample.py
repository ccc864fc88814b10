"""`flask sample`: fills an empty database with the illustrative account, or clears it again.

An account of any size is made by a loader beside the tracker, whose address the composition
(`wsgi.py`) puts under LARGE_ACCOUNT_LOADER. It is imported when it is asked for.
"""

import sys
from collections.abc import Callable

import click
from flask import current_app
from flask.cli import AppGroup
from sqlmodel import Session
from tqdm import tqdm
from werkzeug.utils import import_string

from tracker.db import make_session, transaction
from tracker.errors import TrackerError
from tracker.http.context import services
from tracker.people.actors import SAMPLE
from tracker.people.illustrative_users import PASSWORD, add_illustrative_users, address_of
from tracker.sample.account import SEED, make_account
from tracker.sample.clearing import clear_account
from tracker.sample.loading import Loaded, load_account
from tracker.sample.presence import present

FEWEST, MOST = 2_000, 10_000_000  # ledger entries of a large account
LARGE_ACCOUNT_LOADER = "LARGE_ACCOUNT_LOADER"
"""The setting of an application that names the loader: "package.module:function"."""

DONOR = "ITA"
"""The donor for which the user with the role donor speaks."""
USUAL = 16_500  # moves made and then posted, and what comes after them; counted by the bar

Progress = Callable[[int], object]
Loader = Callable[[Session, int, int, Progress], Loaded]
"""Writes an account of so many entries from a seed, wholly or not at all."""

commands = AppGroup("sample", help="The illustrative account.")


@commands.command("load")
@click.option(
    "--entries",
    type=click.IntRange(FEWEST, MOST),
    help="Make an account of about so many ledger entries, for benchmarks.",
)
@click.option("--seed", type=int, default=SEED, show_default=True, help="Chance begins here.")
@click.option("--if-empty", is_flag=True, help="Do nothing when the database holds something.")
@click.option(
    "--users", "with_users", is_flag=True, help="Add a user of each role; not in production."
)
def load(entries: int | None, seed: int, *, if_empty: bool, with_users: bool) -> None:
    """Load the illustrative account into an empty database."""
    if with_users and services().settings.production:
        raise click.ClickException("in production the illustrative account has no users")
    load_large = large_account_loader() if entries else None
    with make_session(services().engine) as session:
        if if_empty and present(session):
            session.rollback()
            if with_users:
                _add_users(session)
            else:
                click.echo("The database holds a record already; nothing was loaded.")
            return
        session.rollback()
        total = entries or USUAL
        with tqdm(total=total, unit="entries", disable=not sys.stderr.isatty()) as bar:
            try:
                if entries and load_large:
                    loaded = load_large(session, entries, seed, bar.update)
                else:
                    loaded = load_account(session, make_account(seed, bar.update), bar.update)
            except TrackerError as error:
                raise click.ClickException(str(error)) from error
        session.rollback()
        click.echo(_in_words(loaded))
        if with_users:
            _add_users(session)


@commands.command("clear")
@click.option("--yes", is_flag=True, help="Do not ask.")
def clear(*, yes: bool) -> None:
    """Remove the illustrative account; users and facts of adherence stay."""
    if not yes:
        click.confirm("Remove the illustrative account with all that was added to it?", abort=True)
    with make_session(services().engine) as session:
        try:
            clear_account(session)
        except TrackerError as error:
            raise click.ClickException(str(error)) from error
    click.echo("The illustrative account is removed.")


def large_account_loader() -> Loader:
    """Import the loader of large accounts; raises ClickException where there is none."""
    try:
        found: Loader = import_string(current_app.config[LARGE_ACCOUNT_LOADER])
    except (KeyError, ImportError) as error:
        raise click.ClickException(
            f"--entries needs benchmarks/ beside the tracker, which cannot be loaded: {error}"
        ) from error
    return found


def _add_users(session: Session) -> None:
    """Add a user of each role, and say how to sign in."""
    try:
        with transaction(session):
            roles = add_illustrative_users(session, DONOR, SAMPLE)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Sign in with the password {PASSWORD} as")
    for role in roles:
        click.echo(f"  {address_of(role)}")


def _in_words(loaded: Loaded) -> str:
    """Say what was loaded."""
    return (
        f"The illustrative account is loaded: {loaded.donors} donors, "
        f"{loaded.contributions} contributions, {loaded.activities} activities, "
        f"{loaded.entries} ledger entries."
    )
