"""`python -m benchmarks.report_costs DATABASE SUBJECT`: what a report costs, as JSON.

SUBJECT is `commission`, or the code of a donor. Each part is told in seconds of the processor, ours
and pandoc's, which a busy machine leaves alone, and in the most memory held so far.
"""

import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

from benchmarks.memory import peak_bytes
from tracker.app import create_app
from tracker.http import reports
from tracker.periods import utc_now
from tracker.reports.content.canonical import canonical_json
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import render
from tracker.reports.terms import ReportTerms
from tracker.settings import Settings

FIRST, LAST = date(2013, 1, 1), date(2024, 12, 31)
COMMISSION = "commission"
KIB = 1 << 10


class PartCost(NamedTuple):
    """The cost of a part: seconds of the processor, the most memory, the size of what was made."""

    part: str
    seconds: float
    peak: int
    size: int


class ReportCost(NamedTuple):
    """What a report costs, by part, and how many rows its tables have."""

    rows: int
    parts: tuple[PartCost, ...]


def measure(database: str, subject: str) -> ReportCost:
    """Draw a report of a whole account, and write it in each format."""
    app = create_app(Settings(f"sqlite:///{database}", "benchmark", production=False))
    with app.test_request_context("/"):
        tree = _draw(subject)  # reads the record
        parts = tuple(_parts(subject, tree))
    return ReportCost(sum(len(table.rows) for table in tree.tables), parts)


def _draw(subject: str) -> ReportTree:
    terms = ReportTerms(ReportKind.COMMISSION, FIRST, LAST, LAST, utc_now())
    if subject == COMMISSION:
        return reports.commission_of(terms)
    return reports.statement_of(replace(terms, kind=ReportKind.STATEMENT, subject=subject))


def _parts(subject: str, tree: ReportTree) -> Iterator[PartCost]:
    yield _cost("drawing", lambda: canonical_json(_draw(subject)))
    for form in (Format.XLSX, Format.HTML, Format.DOCX, Format.PDF):
        yield _cost(form.upper(), partial(_write, tree, form))


def _write(tree: ReportTree, form: Format) -> bytes:
    return render(tree, form, "en").data


def _cost(part: str, make: Callable[[], bytes]) -> PartCost:
    before = sum(os.times()[:4])
    made = make()
    return PartCost(part, sum(os.times()[:4]) - before, _peak(), len(made))


def _peak() -> int:
    """Return the most memory held: ours and, beside it, that of the largest pandoc."""
    return peak_bytes() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * KIB


if __name__ == "__main__":
    found = measure(sys.argv[1], sys.argv[2])
    sys.stdout.write(json.dumps([found.rows, found.parts]))
