"""Findings as a table to read, as JSON, and as the table of docs/performance.md."""

import os
import platform
import sqlite3
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson

from benchmarks.scenario import Finding, Sense, Unit
from tracker.settings import ROOT

HEADS = ("scenario", "size", "ours", "peer", "against", "ratio", "aim", "met")
BEGIN = "<!-- written by `make bench ARGS=--write`: begin -->"
END = "<!-- written by `make bench ARGS=--write`: end -->"
PACKAGES = ("flask", "gunicorn", "numpy", "pandas", "plotly", "orjson", "sqlalchemy", "datasette")
MIB = 1 << 20
STEPS = ((1.0, 1, "s"), (1e-3, 1_000, "ms"), (0.0, 1_000_000, "µs"))


def table(findings: Sequence[Finding]) -> str:
    """Return the findings as a table in Markdown, its columns aligned."""
    rows = [HEADS, *(_row(finding) for finding in findings)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    rule = tuple("-" * width for width in widths)
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in (rows[0], rule, *rows[1:])
    )


def as_json(findings: Sequence[Finding]) -> str:
    """Return the findings and the facts of the machine as JSON."""
    body = {"machine": machine(), "findings": [_plain(finding) for finding in findings]}
    return orjson.dumps(body, option=orjson.OPT_INDENT_2).decode()


def write(page: Path, findings: Sequence[Finding]) -> None:
    """Put the table between the marks of a page; raises ValueError when it has none."""
    text = page.read_text(encoding="utf-8")
    before, begins, rest = text.partition(BEGIN)
    _, ends, after = rest.partition(END)
    if not (begins and ends):
        raise ValueError(f"{page.name} has no marks to write between")
    facts = machine()
    when = f"Measured on {measured_at()}: {facts['cores']} cores, {_versions(facts)}."
    parts = ("", when, "", table(findings), "", "")
    page.write_text(before + BEGIN + "\n".join(parts) + END + after, encoding="utf-8")


def machine() -> dict[str, str | int]:
    """Return what the times depend on, and nothing that names the machine."""
    return {
        "cores": os.cpu_count() or 1,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in PACKAGES},
    }


def measured_at() -> str:
    """Return the day, and the commit of the tree that is measured where git knows it."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    commit = found.stdout.strip()
    day = date.today().isoformat()  # noqa: DTZ011 - the day at the machine that measures
    return f"{day} at {commit}" if commit else day


def _versions(facts: dict[str, str | int]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items() if name != "cores")


def _row(finding: Finding) -> tuple[str, ...]:
    """Write a finding as the cells of a row."""
    met = {True: "yes", False: "**no**", None: ""}[finding.met]
    return (
        finding.what,
        f"{finding.size:,} {finding.of}" if finding.size else "",
        measured(finding.ours, finding.unit),
        measured(finding.peer, finding.unit),
        finding.against,
        _ratio(finding),
        _aim(finding),
        met,
    )


def measured(value: float, unit: Unit) -> str:
    """Write seconds or bytes in the unit that suits them."""
    if unit is Unit.BYTES:
        return f"{value / MIB:.0f} MiB" if value >= MIB else f"{value:.1f} B"
    for least, factor, name in STEPS:
        if value >= least:
            return f"{value * factor:.3g} {name}"
    raise ValueError("time does not run backwards")


def _ratio(finding: Finding) -> str:
    """Write a ratio: below ten with a second digit."""
    faster = finding.aim is not None and finding.aim.sense is Sense.FASTER
    digits = f"{finding.ratio:.2f}" if finding.ratio < 10 else f"{finding.ratio:,.0f}"  # noqa: PLR2004 - as said
    return f"{digits} times faster" if faster else digits


def _aim(finding: Finding) -> str:
    """Write an aim."""
    if finding.aim is None:
        return ""
    sign = "≥" if finding.aim.sense is Sense.FASTER else "≤"
    return f"{sign} {finding.aim.ratio:g}"


def _plain(finding: Finding) -> dict[str, Any]:
    """Spell a finding for JSON."""
    aim = finding.aim.ratio if finding.aim else None
    return asdict(finding) | {"ratio": finding.ratio, "aim": aim, "met": finding.met}
