"""The options that all reports share: days, both dates, language, format, the file to write."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from tracker.http.reports import moment_now
from tracker.periods import KnownAt, proposed_day, today, utc_now
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import render
from tracker.reports.terms import ReportTerms
from tracker.settings import LOCALES
from tracker.totals.query_fields import day_or_moment

Made = TypeVar("Made")
FILE = click.Path(dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What was asked for: a period, both dates, a language, a format, a file."""

    first: date | None
    last: date
    as_at: date
    known_at: datetime
    language: str
    form: Format
    out: Path | None

    def terms(self, kind: ReportKind, **more: Any) -> ReportTerms:  # noqa: ANN401 - of any field
        """Return the terms of a report of a kind."""
        return ReportTerms(kind, self.first, self.last, self.as_at, self.known_at, **more)

    def write(self, report: ReportTree) -> None:
        """Write a report into the file, else to the standard output."""
        data = render(report, self.form, self.language).data
        if self.out is None:
            click.echo(data, nl=False)
            return
        self.out.write_bytes(data)
        click.echo(f"{self.out}: {len(data)} bytes")


def a_day(text: str) -> date:
    """Read a day of an option; raises BadParameter for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"'{text}' is not a day; write it as 2024-12-31.") from error


def report_options(command: Callable[..., Made]) -> Callable[..., Made]:
    """Add the options of all reports to a command; `asked_of` reads them."""
    for option in reversed(
        (
            click.option("--from", "first", type=a_day, help="The first day; else the beginning."),
            click.option("--to", "last", type=a_day, help="The last day; else today."),
            click.option("--as-at", type=a_day, help="Entries up to this day; else the last day."),
            click.option("--known-at", help="As known on a day or at a moment in UTC; else now."),
            click.option("--language", type=click.Choice(LOCALES), default="en"),
            click.option(
                "--format", "form", type=click.Choice([one.value for one in Format]), default="pdf"
            ),
            click.option("--out", type=FILE, help="The file to write; else the standard output."),
        )
    ):
        command = option(command)
    return command


def asked_of(given: dict[str, Any]) -> ReportOptions:
    """Return what was asked for; raises UsageError for days that make no period."""
    first, last, as_at = given["first"], given["last"] or today(), given["as_at"]
    if first is not None and first > last:
        raise click.UsageError("The period ends before it begins.")
    return ReportOptions(
        first,
        last,
        as_at or last,
        _known(given["known_at"]),
        given["language"],
        Format(given["form"]),
        given["out"],
    )


def not_to_come(asked: ReportOptions, given: dict[str, Any]) -> ReportOptions:
    """Return what was asked for, as at today where the last day is to come."""
    if given["as_at"] is None:
        return replace(asked, as_at=min(asked.last, today()))
    if asked.as_at > today():
        raise click.UsageError(f"{asked.as_at} has not come.")
    return asked


def _known(text: str | None) -> datetime:
    """Return the moment of knowledge; raises UsageError for one that has not come."""
    if text is None:
        return moment_now()
    try:
        known = day_or_moment(text)
    except ValueError as error:
        message = f"'{text}' is neither a day nor a moment; write 2024-12-31 or 2024-12-31T10:04Z."
        raise click.UsageError(message) from error
    return _come(known, text)


def _come(known: KnownAt, text: str) -> datetime:
    now = utc_now()
    if known.whole_day and known.day == proposed_day():
        return moment_now()
    if known.moment > now:
        raise click.UsageError(f"{text} has not come.")
    return known.moment
