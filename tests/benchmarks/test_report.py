"""Findings are told as they are."""

import re
from pathlib import Path

import orjson
import pytest

from benchmarks.report import BEGIN, END, as_json, measured, table, write
from benchmarks.scenario import Aim, Finding, Sense, Unit
from tracker.settings import ROOT

CHEAP = Finding("cheap", 1_000_000, 0.004, 0.002, "peer", Aim(2.5))
DEAR = Finding("dear", 5, 0.003, 0.002, "peer", Aim(1.2), of="figures")
SLOW = Finding("slow", 10, 0.01, 0.1, "peer", Aim(50, Sense.FASTER))
PLAIN = Finding("plain", 10, 3.0, 2.0, "peer")


def test_an_aim_is_met_or_not_in_its_own_sense() -> None:
    assert [finding.met for finding in (CHEAP, DEAR, SLOW, PLAIN)] == [True, False, False, None]
    assert [finding.ratio for finding in (CHEAP, DEAR, SLOW, PLAIN)] == [2.0, 1.5, 10.0, 1.5]


def test_the_table_says_what_is_missed() -> None:
    rows = [
        [cell.strip() for cell in row.split("|")[1:-1]] for row in table([CHEAP, SLOW]).split("\n")
    ]
    assert rows[2:] == [
        ["cheap", "1,000,000 entries", "4 ms", "2 ms", "peer", "2.00", "≤ 2.5", "yes"],
        ["slow", "10 entries", "10 ms", "100 ms", "peer", "10 times faster", "≥ 50", "**no**"],
    ]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (2.345, Unit.SECONDS, "2.35 s"),
        (0.02, Unit.SECONDS, "20 ms"),
        (3e-6, Unit.SECONDS, "3 µs"),
        (17.25, Unit.BYTES, "17.2 B"),
        (148 << 20, Unit.BYTES, "148 MiB"),
    ],
)
def test_values_are_written_in_the_unit_that_suits_them(
    value: float, unit: Unit, text: str
) -> None:
    assert measured(value, unit) == text


def test_json_holds_every_finding_and_no_name_of_the_machine() -> None:
    body = orjson.loads(as_json([CHEAP, DEAR]))
    assert [one["met"] for one in body["findings"]] == [True, False]
    assert {"cores", "python", "sqlite"} <= body["machine"].keys()
    assert not {"host", "node", "platform"} & body["machine"].keys()


def test_the_page_keeps_what_stands_around_the_table(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write(page, [CHEAP])
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert "| cheap" in text
    assert re.search(
        r"^Measured on \d{4}-\d{2}-\d{2}( at [0-9a-f]{7,})?: \d+ cores, ", text, re.MULTILINE
    )


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing to write between\n")
    with pytest.raises(ValueError, match="marks"):
        write(page, [CHEAP])
    assert page.read_text() == "nothing to write between\n"


def test_the_documentation_has_the_marks() -> None:
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert text.index(BEGIN) < text.index(END)
