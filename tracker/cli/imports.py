"""`flask import`: imports sheets row by row, and writes empty ones to fill in."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import DatabaseError
from tqdm import tqdm

from tracker.db import make_session
from tracker.errors import TrackerError
from tracker.exchange.import_result import as_json
from tracker.exchange.import_run import ImportOptions, run_import
from tracker.exchange.preview_file import read_preview, write_preview
from tracker.exchange.registry import KINDS
from tracker.exchange.result_text import in_words
from tracker.exchange.templates import write_templates
from tracker.http.context import services
from tracker.http.record_away import Trouble, trouble_of, trouble_words

T = TypeVar("T")
commands = AppGroup("import", help="Import sheets (CSV, XLSX), or write empty ones to fill in.")


@commands.command("templates")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def templates(folder: Path) -> None:
    """Write an empty XLSX and CSV of each kind into FOLDER, with the columns explained."""
    for path in write_templates(folder):
        click.echo(path)


def _import(
    kind: str,
    *,
    preview: Path | None,
    json_wanted: bool,
    **chosen: Any,  # noqa: ANN401 - the options of an import, as click reads them
) -> None:
    """Run an import, print its result; exit status 1 for any fault.

    `preview` is the file of what a dry run showed.
    """
    options = ImportOptions(kind, **chosen)
    try:
        if preview is not None and not options.dry_run:
            options = replace(options, expected=read_preview(preview))
        with make_session(services().engine) as session:
            report = run_import(session, options, _with_bar)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error
    except DatabaseError as error:
        if trouble_of(error) is Trouble.AWAY:
            raise click.ClickException(f"{error.orig} Run `flask db upgrade`?") from error
        raise click.ClickException(trouble_words(trouble_of(error)).detail) from error
    if preview is not None and (options.dry_run or report.differs):
        write_preview(preview, report)
    click.echo(json.dumps(as_json(report), ensure_ascii=False) if json_wanted else in_words(report))
    if report.differs or (report.faults and not (options.accept_good and report.kept)):
        raise SystemExit(1)


def _with_bar(rows: Sequence[T], label: str) -> Iterable[T]:
    """Go through rows with a progress bar at a terminal."""
    return tqdm(rows, label, unit="rows", disable=not sys.stderr.isatty(), leave=False)


def _without_spaces(_context: click.Context, _option: click.Parameter, text: str) -> str:
    """Return a text without the spaces around it."""
    return text.strip()


def _add_command(kind: str) -> None:
    """Add the command of one kind of sheet."""
    command = click.Command(
        kind,
        callback=with_appcontext(partial(_import, kind)),
        help=f"Import sheets of {kind}.",
        params=[
            click.Argument(
                ["files"],
                nargs=-1,
                required=True,
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
            ),
            click.Option(
                ["--profile"],
                default="",
                help="How their columns are read; see data/profiles.",
            ),
            click.Option(
                ["--sheet"],
                default="",
                callback=_without_spaces,
                help="The sheet of a workbook to read, where several have the headings.",
            ),
            click.Option(
                ["--encoding"],
                default="",
                callback=_without_spaces,
                help="The encoding of a CSV file that is not in UTF-8, such as cp1251.",
            ),
            click.Option(["--dry-run"], is_flag=True, help="Report, and change nothing."),
            click.Option(["--accept-good"], is_flag=True, help="Take the rows without faults."),
            click.Option(
                ["--take-over"],
                default="",
                callback=_without_spaces,
                metavar="REASON",
                help="Let days below zero in, of a ledger that is taken over, and tell why.",
            ),
            click.Option(
                ["--preview"],
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help="With --dry-run, keep what it shows in FILE; without, import that alone.",
            ),
            click.Option(["--json", "json_wanted"], is_flag=True, help="Print JSON."),
        ],
    )
    commands.add_command(command)


for _kind in KINDS:
    _add_command(_kind)
