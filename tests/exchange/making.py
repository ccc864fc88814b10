"""Makes sheets and runs imports for the tests of this folder."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session
from xlsxwriter import Workbook

from tracker.exchange.import_result import as_json
from tracker.exchange.import_run import ImportOptions, run_import

Cell = str | int | float | date
Rows = Sequence[Mapping[str, Cell]]


def write_csv(path: Path, rows: Rows, delimiter: str = ",") -> Path:
    """Write rows as CSV, the keys of the first as its heading."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_xlsx(path: Path, rows: Rows) -> Path:
    """Write rows as a workbook: numbers as numbers, days as days."""
    with Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, heading in enumerate(rows[0]):
            sheet.write_string(0, column, heading)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row.values()):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                else:
                    sheet.write_number(number, column, cell)
    return path


def write_sheet(folder: Path, form: str, kind: str, rows: Rows) -> Path:
    """Write rows in one form or the other."""
    path = folder / f"{kind}.{form}"
    return write_csv(path, rows) if form == "csv" else write_xlsx(path, rows)


def take_in(session: Session, kind: str, *files: Path, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - options of an order
    """Import files and return the report as JSON holds it."""
    return as_json(run_import(session, ImportOptions(kind, files, **options)))


def messages(report: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    """Return the faults as row, column and message."""
    return [(fault["row"], fault["column"], fault["message"]) for fault in report["faults"]]
