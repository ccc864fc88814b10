"""The Commission's report and a large donor's statement, at two sizes of one account."""

import json
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.accounts.catalogue import AccountShape
from benchmarks.accounts.files import environment, shaped_account
from benchmarks.report_costs import COMMISSION, PartCost, ReportCost
from benchmarks.scenario import Aim, Bench, Finding, Unit
from tracker.jobs.spawn import MOST_MEMORY
from tracker.settings import ROOT

TIMES = 10
ENTRIES, SHAPE = 7_721, AccountShape(400, 350)
"""The size of the illustrative account."""
USUAL = 10_000
"""The small size of a run that measures at that of the illustrative account."""
LARGEST_DONOR = "USA"
SUBJECTS = {COMMISSION: "the progress report", LARGEST_DONOR: "a donor's statement"}
IN_PROPORTION, WITHIN = Aim(1.5), Aim(1)


def run(bench: Bench) -> Iterator[Finding]:
    """Compare what a row of the tables costs at ten times the size, and memory with a job's."""
    for subject, name in SUBJECTS.items():
        small, large = (measured(bench, subject, times) for times in (1, TIMES))
        for one, ten in zip(small.parts, large.parts, strict=True):
            yield Finding(
                f"{ten.part} of {name}, by row of its tables",
                large.rows,
                ten.seconds / large.rows,
                max(one.seconds, 0.01) / small.rows,
                f"the same at {small.rows:,} rows",
                IN_PROPORTION,
                of="rows",
            )
        yield Finding(
            f"memory of a process that makes {name}",
            large.rows,
            max(part.peak for part in large.parts),
            MOST_MEMORY,
            "4 GiB, the most that a job may have",
            WITHIN,
            unit=Unit.BYTES,
            of="rows",
        )


def measured(bench: Bench, subject: str, times: int) -> ReportCost:
    """Measure a report in a process of its own, of an account so many times the usual size."""
    part = times * bench.small / USUAL
    shape = AccountShape(round(SHAPE.contributions * part), round(SHAPE.activities * part))
    path = shaped_account(bench, round(ENTRIES * part), shape)
    bench.note(f"{subject} of {shape.contributions:,} contributions")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.report_costs", str(path), subject],
        cwd=ROOT,
        env=environment(path),
        capture_output=True,
        text=True,
        check=True,
    )
    rows, parts = json.loads(done.stdout)
    return ReportCost(rows, tuple(PartCost(*part) for part in parts))
