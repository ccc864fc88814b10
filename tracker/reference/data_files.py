"""Reads the product's own tables of facts, the CSV files in data/."""

import csv
from datetime import date

from tracker.settings import ROOT

FOLDER = ROOT / "data"


def read_table(name: str) -> list[dict[str, str]]:
    """Read data/NAME.csv as rows of text; every row has every column of the heading."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def read_date(text: str) -> date | None:
    """Read an ISO date; an empty cell is no date."""
    return date.fromisoformat(text) if text else None
