"""One function says which day it is; no module asks the clock, or takes a day in UTC, by itself."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PERIODS = "tracker/periods.py"
CLOCK = {"today", "now", "utcnow"}
"""The methods of `date` and `datetime` that read the clock."""
SHOWN_IN_UTC = {
    "tracker/http/formats.py",  # the day on which something was recorded, shown as in UTC
    "tracker/web/entries/pages.py",  # the same in the list of entries
    "tracker/web/forms/typed_fields.py",  # a typed day, which has no zone
    "tracker/exchange/cells.py",  # the same in a cell
    "tracker/exchange/workbooks.py",  # the same in a workbook
    "tracker/sample/journal.py",  # days that were drawn
}
"""The modules that take the day of a moment and decide nothing by it."""
FOUND = sorted(
    path.relative_to(ROOT).as_posix()
    for room in ("tracker", "dashboards")
    for path in (ROOT / room).rglob("*.py")
)


def own_days(source: str) -> list[int]:
    """Return the lines that read the clock or take the day of a moment."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = node.func.value
        of_clock = isinstance(owner, ast.Name | ast.Attribute) and ast.unparse(owner).rpartition(
            "."
        )[2] in {"date", "datetime"}
        if (node.func.attr in CLOCK and of_clock) or (node.func.attr == "date" and not node.args):
            found.append(node.lineno)
    return found


def test_no_module_has_a_day_of_its_own_and_each_exception_is_needed() -> None:
    found = {path: own_days((ROOT / path).read_text(encoding="utf-8")) for path in FOUND}
    days = {path: lines for path, lines in found.items() if lines and path != PERIODS}
    others = {path: lines for path, lines in days.items() if path not in SHOWN_IN_UTC}
    assert others == {}, "take today() or day_of()"
    assert days.keys() == SHOWN_IN_UTC


def test_each_way_to_a_day_of_ones_own_is_found() -> None:
    for text in (
        "date.today()",
        "datetime.now(UTC).date()",
        "utc_now().date()",
        "row.recorded_at.date()",
        "datetime.datetime.utcnow()",
    ):
        assert own_days(text), text
    assert not own_days("today()\nday_of(moment)\ndate(2024, 1, 1)")
