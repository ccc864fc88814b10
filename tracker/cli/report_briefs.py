"""`flask report brief`, `briefs` and `year-end`: what is never issued, as the public may see it."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from tracker.cli.report_options import asked_of, not_to_come, report_options
from tracker.errors import TrackerError
from tracker.http import reports
from tracker.reports.briefs.donor_briefs import DonorBrief, brief_files
from tracker.reports.briefs.subjects import BriefOf
from tracker.reports.content.report import ReportKind
from tracker.reports.renderings.zip_times import write_zip


@click.command("brief")
@click.argument("of", type=click.Choice([one.value for one in BriefOf]))
@click.argument("code")
@report_options
@with_appcontext
def brief(of: str, code: str, **given: Any) -> None:  # noqa: ANN401 - options
    """Write the brief of a programme, an activity or a tool, as the public may see it.

    It is one page, not issued, and says so.
    """
    asked = asked_of(given)
    try:
        asked.write(reports.brief_of(BriefOf(of), asked.terms(ReportKind.BRIEF, subject=code)))
    except TrackerError as error:
        raise click.ClickException(str(error)) from error


@click.command("briefs")
@click.argument("donor")
@click.option("--with-share/--without-share", default=True, help="Tell the donor's own share.")
@report_options
@with_appcontext
def briefs(donor: str, *, with_share: bool, **given: Any) -> None:  # noqa: ANN401 - options
    """Write the briefs of all that the money of DONOR was given to, with an index, as a ZIP file.

    They are those of the published activities and of the tools that got its money in the days,
    each with its share.
    """
    asked = asked_of(given)
    if asked.out is None:
        raise click.UsageError("Name the ZIP file to write by --out.")
    try:
        terms = reports.of_known_donor(asked.terms(ReportKind.BRIEF, subject=donor))
        found = reports.briefs_of(terms, asked.form)
        draw = reports.draw_own(terms, terms.subject if with_share else "")
        files = brief_files(found, asked.form, asked.language, draw, _with_bar)
        with asked.out.open("wb") as out:
            write_zip(out, files)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{asked.out}: {len(found.briefs)} briefs, {asked.out.stat().st_size} bytes")


@click.command("year-end")
@click.option("--year", type=click.IntRange(1900, 2200), help="The calendar year.")
@report_options
@with_appcontext
def year_end(year: int | None, **given: Any) -> None:  # noqa: ANN401 - options
    """Write what was pledged, received and spent in a --year, or of --from D --to D.

    By earmarking, financing instrument, contributor type and contributor, with the codes of the UN
    Data Standards, and the period before beside it.
    """
    if year is not None:
        if given["first"] or given["last"]:
            raise click.UsageError("A year sets the days: leave out --from and --to.")
        given = {**given, "first": date(year, 1, 1), "last": date(year, 12, 31)}
    elif not (given["first"] and given["last"]):
        raise click.UsageError("Name a --year, or the days by --from and --to.")
    asked = not_to_come(asked_of(given), given)
    asked.write(reports.year_end_of(asked.terms(ReportKind.BRIEF)))


def _with_bar(rows: Sequence[DonorBrief]) -> Iterable[DonorBrief]:
    """Go through the briefs with a bar where somebody looks on."""
    with tqdm(rows, unit="briefs", disable=not sys.stderr.isatty()) as bar:
        for row in bar:
            bar.set_description(row.code, refresh=False)
            yield row
