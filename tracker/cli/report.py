"""`flask report`: reports from the record, as files."""

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click
from flask.cli import AppGroup
from tqdm import tqdm

from tracker.cli.report_briefs import brief, briefs, year_end
from tracker.cli.report_options import ReportOptions, asked_of, not_to_come, report_options
from tracker.cli.report_statements import statements
from tracker.db import make_session
from tracker.errors import TrackerError
from tracker.http import reports
from tracker.http.context import services
from tracker.jobs.lock import JobProgress
from tracker.people.actors import COMMAND
from tracker.people.permissions import CurrentUser
from tracker.people.roles import Role
from tracker.reports.content.canonical import digest_of
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.content.word_count import MOST_WORDS, count_words
from tracker.reports.register.issuing import FileChoice, issue_now
from tracker.reports.spelling.names import ORIGINAL
from tracker.reports.spelling.speller import Speller
from tracker.settings import LOCALES

commands = AppGroup("report", help="Draw reports from the record, and issue cleared ones.")
for own in (brief, briefs, year_end, statements):
    commands.add_command(own)
OPERATOR = CurrentUser(name=COMMAND, role=Role.SECRETARIAT, handle=COMMAND)
"""Who runs a command on the server: it may issue what two persons have prepared and cleared."""


@commands.command("donor")
@click.argument("code")
@click.option("--contribution", multiple=True, help="One of several; else all of the donor's.")
@report_options
def donor(code: str, contribution: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401 - options
    """Write the live summary of donor CODE: its account, payments, activities and tools.

    It is not issued, says so on each page, and bears no digest.
    """
    asked = asked_of(given)
    terms = asked.terms(ReportKind.STATEMENT, subject=code, contributions=contribution)
    try:
        asked.write(reports.statement_of(terms))
    except TrackerError as error:
        raise click.ClickException(str(error)) from error


@commands.command("commission")
@click.option("--session", default="", help="The session whose period is reported on.")
@report_options
def commission(session: str, **given: Any) -> None:  # noqa: ANN401 - options
    """Write the progress report to the Commission, of --from D --to D or of a --session.

    Its digest and its words are told beside it.
    """
    try:
        asked = _of_period(session, given)
        found = reports.commission_of(asked.terms(ReportKind.COMMISSION, session=session))
    except TrackerError as error:
        raise click.ClickException(str(error)) from error
    replace(asked, out=asked.out or _file_of(asked)).write(found)
    _tell(found)


@commands.command("issue")
@click.argument("number", type=int)
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(LOCALES),
    help="One of several; the original is always among them.",
)
def issue(number: int, languages: tuple[str, ...]) -> None:
    """Issue the cleared report NUMBER: its content and its files are frozen.

    A report that a page is issuing is left to it.
    """
    chosen = FileChoice(tuple(dict.fromkeys((ORIGINAL, *languages))))
    with (
        make_session(services().engine) as session,
        tqdm(total=len(chosen), unit="files", disable=not sys.stderr.isatty()) as bar,
    ):
        try:
            digest = issue_now(session, number, OPERATOR, chosen, partial(_show_step, bar))
        except TrackerError as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"Report {number} is issued. Digest (SHA-256): {digest}")


def _show_step(bar: "tqdm[NoReturn]", progress: JobProgress) -> None:
    """Show how far the making of files is."""
    bar.set_description(progress.label, refresh=False)
    bar.update(progress.done - bar.n)


def _of_period(session: str, given: dict[str, Any]) -> ReportOptions:
    """Return what was asked for, with the days of a session; raises UsageError without days."""
    if session:
        if given["first"] or given["last"]:
            raise click.UsageError("A session sets the days: leave out --from and --to.")
        span = reports.days_of_session(session)
        given = {**given, "first": span.first, "last": span.last}
    elif not (given["first"] and given["last"]):
        raise click.UsageError("Name the period by --from and --to, or by --session.")
    return not_to_come(asked_of(given), given)


def _file_of(asked: ReportOptions) -> Path:
    """Return the name of the file: the kind of report, its days, its language."""
    parts = ("commission", asked.first or "", asked.last, asked.language)
    return Path("-".join(str(part) for part in parts if part) + f".{asked.form}")


def _tell(found: ReportTree) -> None:
    """Print the digest of an unissued drawing and its words to the standard error output."""
    words = count_words(found, Speller(ORIGINAL).words)
    digest = digest_of(found)
    click.echo(f"Digest of this drawing, which is not issued (SHA-256): {digest}", err=True)
    click.echo("/verify knows the digests of issued reports alone.", err=True)
    click.echo(f"Words, without annexes, tables and footnotes: {words:,}", err=True)
    if words > MOST_WORDS:
        click.echo(f"Documents of the Commission have at most {MOST_WORDS:,} words.", err=True)
