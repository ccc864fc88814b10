"""`flask sample`: fills an empty database with the illustrative account, or clears it again."""

import sys

import click
from flask.cli import AppGroup
from tqdm import tqdm

from tracker.db import make_session
from tracker.errors import TrackerError
from tracker.http.context import services
from tracker.sample.account import SEED, make_account
from tracker.sample.bulk import FEWEST, MOST, load_bulk
from tracker.sample.clearing import clear_account
from tracker.sample.presence import present
from tracker.sample.writing import Loaded, write_account

USUAL = 16_500  # moves made and then posted, and what comes after them; counted by the bar

commands = AppGroup("sample", help="The illustrative account.")


@commands.command("load")
@click.option(
    "--entries",
    type=click.IntRange(FEWEST, MOST),
    help="Make an account of about so many ledger entries, for benchmarks.",
)
@click.option("--seed", type=int, default=SEED, show_default=True, help="Chance begins here.")
@click.option("--if-empty", is_flag=True, help="Do nothing when the database holds something.")
def load(entries: int | None, seed: int, *, if_empty: bool) -> None:
    """Load the illustrative account into an empty database."""
    with make_session(services().engine) as session:
        if if_empty and present(session):
            click.echo("The database holds a record already; nothing was loaded.")
            return
        session.rollback()
        total = entries or USUAL
        with tqdm(total=total, unit="entries", disable=not sys.stderr.isatty()) as bar:
            try:
                if entries:
                    loaded = load_bulk(session, entries, seed, bar.update)
                else:
                    loaded = write_account(session, make_account(seed, bar.update), bar.update)
            except TrackerError as error:
                raise click.ClickException(str(error)) from error
    click.echo(_in_words(loaded))


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


def _in_words(loaded: Loaded) -> str:
    """Say what was loaded."""
    return (
        f"The illustrative account is loaded: {loaded.donors} donors, "
        f"{loaded.contributions} contributions, {loaded.activities} activities, "
        f"{loaded.entries} ledger entries."
    )
