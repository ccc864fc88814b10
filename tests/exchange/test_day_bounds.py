"""No sheet takes a day of another century or calendar, in any of its columns."""

import re
from pathlib import Path

from sqlmodel import Session

from tests.exchange.making import Cell, take_in, write_csv, write_sheet
from tests.exchange.rows import GOOD
from tracker.exchange.kinds.activity_outcomes import DAY
from tracker.exchange.registry import KINDS
from tracker.settings import ROOT

FAR_DAYS = ("1899-12-31", "2569-10-02", "9999-12-31")
READ_AS_A_DAY = re.compile(r"\.day\(\"(\w+)\"")
BESIDE: dict[str, dict[str, Cell]] = {
    "measured_on": {"indicator": "Judges trained", "actual": 5},
    "period_start": {"indicator": "Judges trained", "actual": 5, "measured_on": "2024-01-31"},
    "released_on": {"version": "1"},
    "consent_on": {"kind": "transfer", "to_contribution": "CON-1", "letter": "Note 7", "basis": ""},
    "posted_on": {"month": ""},
}
"""What a row says besides, so that its day counts."""
ASKS = {"contributions", "entries", "rates"}
"""The kinds whose rows answer questions."""


def test_no_column_takes_a_day_of_another_century_or_calendar(
    sqlite_session: Session, tmp_path: Path
) -> None:
    taken, tried = [], set()
    for kind, rows in GOOD.items():
        sure = {"sure": "yes"} if kind in ASKS else {}
        for name in (one.name for one in KINDS[kind].columns() if one.name in day_columns()):
            tried.add(name)
            for day in FAR_DAYS:
                row = {**rows[0], **BESIDE.get(name, {}), name: day, **sure}
                sheet = write_csv(tmp_path / "one.csv", [row])
                report = take_in(sqlite_session, kind, sheet, dry_run=True)
                if name not in {fault["column"] for fault in report["faults"]}:
                    taken.append((kind, name, day, report["faults"]))
        whole = take_in(sqlite_session, kind, write_sheet(tmp_path, "csv", kind, rows))
        assert whole["faults"] == []
    assert taken == []
    assert tried == day_columns()


def day_columns() -> set[str]:
    """Return the names of the columns that are read as days."""
    folder = ROOT / "tracker" / "exchange"
    texts = (path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    return {DAY, *(name for text in texts for name in READ_AS_A_DAY.findall(text))}
