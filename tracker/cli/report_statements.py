"""`flask report statements`: the statements of all donors for one period."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from tracker.cli.report_options import FILE, a_day
from tracker.db import make_session
from tracker.errors import InvalidDraft, TrackerError
from tracker.http.context import services
from tracker.people.actors import COMMAND
from tracker.reports.renderings.forms import Format
from tracker.reports.rounds.making import MadeRound, RoundPeriod, make_round
from tracker.reports.rounds.packing import all_files, pack
from tracker.settings import LOCALES
from tracker.totals.snapshot import Snapshot


@click.command("statements")
@click.option("--from", "first", type=a_day, help="The first day; else the beginning.")
@click.option("--to", "last", type=a_day, required=True, help="The last day.")
@click.option("--as-at", type=a_day, help="Entries up to this day; else the last day.")
@click.option("--out", type=FILE, help="A ZIP file to write with the statements of the period.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(LOCALES),
    help="One of several of the documents in --out; else English.",
)
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice([one.value for one in Format]),
    help="One of several of the documents in --out; else PDF.",
)
@with_appcontext
def statements(
    first: date | None,
    last: date,
    as_at: date | None,
    out: Path | None,
    languages: tuple[str, ...],
    forms: tuple[str, ...],
) -> None:
    """Draw the statements of all donors as drafts, which two persons then clear and issue.

    A donor that has one of the period keeps it: asked for again, it makes what is missing. In --out
    issued statements have the files that were issued; the others say that they are not issued.
    """
    period = RoundPeriod(first, last, as_at or last)
    with make_session(services().engine) as session:
        try:
            _tell(make_round(session, Snapshot(), period, COMMAND, _with_bar))
        except InvalidDraft as error:
            raise click.ClickException("; ".join(one.message for one in error.faults)) from error
        except TrackerError as error:
            raise click.ClickException(str(error)) from error
        if out is not None:
            chosen = [Format(form) for form in forms] or [Format.PDF]
            files = all_files(session, first, last, chosen, languages or ("en",))
            with out.open("wb") as file:
                count = pack(file, files)
            click.echo(f"{out}: {count} files and their manifest")


def _with_bar(donors: Sequence[str]) -> Iterable[str]:
    """Go through donors with a progress bar at a terminal."""
    return tqdm(donors, unit="donors", disable=not sys.stderr.isatty(), leave=False)


def _tell(made: MadeRound) -> None:
    """Print what was made."""
    for number in made.numbers:
        click.echo(f"Report {number}: draft")
    click.echo(
        f"Drafts: {len(made.numbers)}; statements there already: {made.there}; "
        f"donors without anything: {made.without}"
    )
