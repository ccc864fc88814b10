"""`flask ledger`: recomputes the ledger and all that is sealed, and reports every fault."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlmodel import Session
from tqdm import tqdm

from tracker.cli.checkpoints import FILE, checkpoint, show_head
from tracker.db import make_session
from tracker.errors import TrackerError
from tracker.fund.ledger.days_below_zero import all_days_below_zero
from tracker.fund.ledger.refusals import in_dollars
from tracker.fund.ledger.verification import Check, Verification
from tracker.fund.verification import checkpoints
from tracker.fund.verification.record_checks import rows_to_verify, verify_record
from tracker.http.context import services
from tracker.http.totals_requests import facts_file
from tracker.reports.register.chain_heads import read_head
from tracker.reports.register.report_checks import against_heads, check_reports
from tracker.totals.facts_file import verify_facts_file

commands = AppGroup("ledger", help="The ledger.")
commands.add_command(show_head)
commands.add_command(checkpoint)


@commands.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.option("--against", type=FILE, help="A signed checkpoint that the record must continue.")
@click.option("--public-key", type=FILE, help="The public half of the key that signed it.")
@click.option(
    "--head",
    "heads",
    multiple=True,
    help="The head of the chain as an old report prints it, NUMBER:DIGEST.",
)
def verify_ledger(
    *, as_json: bool, against: Path | None, public_key: Path | None, heads: tuple[str, ...]
) -> None:
    """Recompute digests, sums and balances, and check requests, periods, trail, reports and facts.

    The exit status is 1 for any fault.
    """
    more = (check_reports, *_against_heads(heads), *_against(against, public_key))
    with make_session(services().engine) as session:
        found = _verify(session, more)
        _add_facts(session, found)
    click.echo(_as_json(found) if as_json else _in_words(found))
    if not found.clean:
        raise SystemExit(1)


@commands.command("days")
@click.option("--json", "as_json", is_flag=True, help="Print the days as JSON.")
def list_days(*, as_json: bool) -> None:
    """List the days on which an account inside the fund is below zero, and why they were let in.

    They are computed from all entries.
    """
    with make_session(services().engine) as session:
        found = all_days_below_zero(session.connection())
    if as_json:
        click.echo(json.dumps([asdict(days) for days in found], default=str))
    elif not found:
        click.echo("No account inside the fund is below zero on any day.")
    for days in () if as_json else found:
        place = f"{days.contribution}, {days.activity}" if days.activity else days.contribution
        until = f"until {days.until}" if days.until else "for good"
        click.echo(
            f"{place}, {days.kind}: below zero from {days.first_on} {until}, "
            f"{in_dollars(days.lowest_minor)} USD at the lowest; "
            f"{days.let_in or 'nobody let that in'}"
        )


def _add_facts(session: Session, found: Verification) -> None:
    """Compare the file of facts with the record, where there is one."""
    file = facts_file()
    if file is not None:
        for part, message in verify_facts_file(session.connection(), file):
            found.add(f"file of facts, {part}", message)


def _against(checkpoint: Path | None, public_key: Path | None) -> tuple[Check, ...]:
    """Return the check against a signed checkpoint, where there is one."""
    if checkpoint is None and public_key is None:
        return ()
    if checkpoint is None or public_key is None:
        raise click.UsageError("--against and --public-key go together.")
    try:
        return (checkpoints.against(checkpoints.open_checkpoint(checkpoint, public_key)),)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error


def _against_heads(heads: tuple[str, ...]) -> tuple[Check, ...]:
    """Return the check against heads that old reports print, where there are some."""
    try:
        return (against_heads([read_head(one) for one in heads]),) if heads else ()
    except TrackerError as error:
        raise click.ClickException(str(error)) from error


def _verify(session: Session, more: tuple[Check, ...]) -> Verification:
    """Verify, with a progress bar at a terminal."""
    watched = sys.stderr.isatty()
    with tqdm(total=rows_to_verify(session), unit="rows", disable=not watched) as bar:
        return verify_record(session, bar.update, more)


def _as_json(found: Verification) -> str:
    """Spell the outcome for a program."""
    return json.dumps(
        {
            "clean": found.clean,
            "entries": found.entries,
            "lines": found.lines,
            "accounts": found.accounts,
            "records": found.records,
            "rows": found.rows,
            "fault_count": found.fault_count,
            "faults": [asdict(fault) for fault in found.faults],
        }
    )


def _in_words(found: Verification) -> str:
    """Spell the outcome for a person."""
    read = (
        f"{found.entries} entries, {found.lines} lines, {found.accounts} accounts, "
        f"{found.records} records of the trail and {found.rows} sealed rows"
    )
    if found.clean:
        return f"The record is whole: {read} fit together."
    faults = [f"{fault.where}: {fault.message}" for fault in found.faults]
    more = found.fault_count - len(faults)
    rest = [f"and {more} more"] if more else []
    return "\n".join([f"The record does not fit: {found.fault_count} faults.", *faults, *rest])
