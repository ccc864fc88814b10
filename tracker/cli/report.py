"""`flask report`: reports from the record, as files."""

from typing import Any

import click
from flask.cli import AppGroup

from tracker.cli.report_options import asked_of, report_options
from tracker.errors import TrackerError
from tracker.http import reports
from tracker.reports.content.report import ReportKind

commands = AppGroup("report", help="Draw reports from the record.")


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
