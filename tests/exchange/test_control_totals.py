"""Counts and sums are those of the rows that are taken, whenever a row is refused."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.api.accounts import fill
from tests.exchange.making import messages, take_in, write_csv
from tests.exchange.test_corrections import PROFILE
from tests.support.closing import close_months
from tracker.db import transaction
from tracker.errors import Fault
from tracker.exchange.import_context import ImportCounters
from tracker.exchange.import_result import ImportResult, left_out_rows
from tracker.exchange.kinds import corrections
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.result_text import in_words
from tracker.fund.closing.months import Month
from tracker.fund.preparation.desk import Desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import Prepared, prepare

ROW = MappedRow("a.csv", 2, {}, {})
DAY = "2022-10-01"


def test_a_row_that_is_refused_later_leaves_the_counts_and_sums() -> None:
    counters = ImportCounters()
    counters.sum_up(ROW, "USD", 500)
    counters.count(ROW, "pledged", "USD", 500)
    counters.add(ROW, "C-1")
    counters.refuse([ROW.fault("amount", "5", "too much")])
    assert (counters.added, counters.totals, counters.results) == (0, {}, {})
    assert not counters.amounts["pledged"]


def test_a_row_that_was_refused_before_adds_nothing_to_the_sums() -> None:
    counters = ImportCounters()
    counters.refuse([ROW.fault("amount", "5", "too much")])
    counters.sum_up(ROW, "USD", 500)
    assert not counters.totals


def test_no_sum_of_rows_left_out_is_told_where_no_column_has_it() -> None:
    (group,) = left_out_rows([("given back", 416, Decimal(0))], summed=False)
    assert group.sum_minor is None


def test_the_sum_of_rows_left_out_names_no_currency() -> None:
    """The column may hold euros and francs: dollars would be a guess."""
    groups = left_out_rows([("a sum", 1, Decimal("22500.5"))])
    result = ImportResult("contributions", applied=False, dry_run=True, left_out=groups)
    assert "1, 22500.50: a sum" in in_words(result)


def correction_sheet(tmp_path: Path) -> Path:
    """Write a correction that falls on two receipts, beside another row."""
    profiles = tmp_path / "profiles"
    profiles.mkdir()
    (profiles / "below.toml").write_text(PROFILE, encoding="utf-8")
    more = {"donor": "ITA", "earmarking": "3", "on": DAY, "why": "letter of the donor"}
    rows = [
        {"reference": "N-1", "amount": "100.00", **more},
        {"reference": "N-2", "amount": "100.00", **more},
        {"reference": "N-3", "amount": "-150.00", **more},
    ]
    return write_csv(tmp_path / "below.csv", rows)


def test_a_later_part_that_is_unlawful_refuses_its_row_alone(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(session)

    def refuse_later_parts(desk: Desk, draft: EntryDraft) -> Prepared:
        """Refuse the second part of a correction, as a rule of the ledger may."""
        if draft.reference.endswith("/2"):
            return Prepared(faults=(Fault("amount", "not so"),))
        return prepare(desk, draft)

    monkeypatch.setattr(corrections, "prepare", refuse_later_parts)
    report = take_in(
        session, "contributions", correction_sheet(tmp_path), profile="below",
        profiles=tmp_path / "profiles", accept_good=True,
    )  # fmt: skip
    assert messages(report) == [(4, "amount", "not so")]
    assert (report["added"], report["rejected"], report["applied"]) == (2, 1, True)
    assert report["totals"] == {"USD": 20_000}


def test_a_pledge_of_a_closed_day_is_refused_by_its_row_and_names_the_column_of_the_reason(
    session: Session, tmp_path: Path
) -> None:
    fill(session)
    with transaction(session):
        close_months(session, Month(2021, 12), "ana@example.org")
    more = {"donor": "ITA", "earmarking": "1", "currency": "USD", "amount": "100.00"}
    rows = [
        {"reference": f"P-{n}", "pledged_on": on, **more}
        for n, on in enumerate(("2022-10-02", "2021-06-01", "2022-10-03"), start=1)
    ]
    sheet = write_csv(tmp_path / "closed.csv", rows)
    report = take_in(session, "contributions", sheet, accept_good=True)
    ((row, column, text),) = messages(report)
    assert (row, column, report["added"], report["totals"]) == (3, "pledged_on", 2, {"USD": 20_000})
    assert text.endswith("or the reason for a correction, in the column correction")
    mended = [{**one, "correction": "found late"} for one in rows]
    report = take_in(session, "contributions", write_csv(tmp_path / "m.csv", mended))
    assert (report["added"], report["unchanged"], messages(report)) == (1, 2, [])
