"""The page of the rules names tests that are there."""

import re

from tracker.questions import QuestionCode
from tracker.settings import ROOT

PAGE = (ROOT / "docs" / "ledger-rules.md").read_text()
TEST = re.compile(r"^def (test_\w+)", re.MULTILINE)


def test_every_test_that_guards_a_rule_is_there() -> None:
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in TEST.findall(path.read_text())
    }
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert named
    assert named <= there


def test_every_question_has_its_row_and_no_other() -> None:
    rows = PAGE.split("## Questions")[1].split("\n## ")[0].splitlines()
    named = [row.split("`")[1] for row in rows if row.startswith("| `")]
    assert sorted(named) == sorted(QuestionCode)


def test_every_rule_names_its_test() -> None:
    tables = PAGE.split("## Entries")[1].split("## Verification")[0]
    rules = [row for row in tables.splitlines() if row.startswith("| ") and "| rule |" not in row]
    assert all("`test_" in row for row in rules)
