"""Each kind of sheet is imported, from CSV and from XLSX, and once only."""

from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from tests.exchange.making import take_in, write_sheet
from tests.exchange.rows import GOOD
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.shares import Share
from tracker.assistance.tools import find_tool
from tracker.fund.contributions.terms import find_contribution
from tracker.fund.ledger.measures import CODES, Measure
from tracker.fund.ledger.tables import LedgerEntry, LedgerLine
from tracker.fund.ledger.verification import verify
from tracker.fund.states import ContributionState

ORDER = list(GOOD)


def fill(session: Session, folder: Path, form: str = "csv", until: str = "") -> None:
    """Import all kinds in their order, up to one of them."""
    for kind in ORDER[: ORDER.index(until) if until else None]:
        report = take_in(session, kind, write_sheet(folder, form, kind, GOOD[kind]))
        assert report["faults"] == []


def measured(session: Session, measure: Measure) -> int:
    """Add up the lines of a measure."""
    statement = select(func.sum(LedgerLine.minor)).where(LedgerLine.measure == CODES[measure])
    return int(session.exec(statement).one() or 0)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_kind_is_taken_up_once_from_either_form(
    session: Session, tmp_path: Path, form: str
) -> None:
    for kind in ORDER:
        sheet = write_sheet(tmp_path, form, kind, GOOD[kind])
        dry = take_in(session, kind, sheet, dry_run=True)
        assert (dry["faults"], dry["added"], dry["applied"]) == ([], 5, False), kind
        first = take_in(session, kind, sheet)
        assert (first["faults"], first["read"], first["added"]) == ([], 5, 5), kind
        again = take_in(session, kind, sheet)
        assert (again["faults"], again["added"], again["unchanged"]) == ([], 0, 5), kind
    assert verify(session).clean
    # pledged 2 x 100,000.25 USD and 2 x 100,000.25 EUR at 0.92 EUR per USD, less 100.25 EUR at 0.95
    assert measured(session, Measure.PLEDGED) == 2 * 10_000_025 + 2 * 10_869_592 - 10_553
    assert -measured(session, Measure.RECEIVED) == (
        10_000_025 + 5_000_000 + 4_301_086 + 100_000 - 25_075 + 2_127_660 + 6_383_014 + 10_000
    )
    assert measured(session, Measure.ALLOCATED) == 5 * 1_000_010
    assert measured(session, Measure.SPENT) == 5 * 500_005 + 5 * 10_001
    assert -measured(session, Measure.INTEREST) == 3_101
    assert measured(session, Measure.TRANSFERRED) == 0


def test_a_sheet_says_all_that_an_activity_is(session: Session, tmp_path: Path) -> None:
    fill(session, tmp_path, "xlsx", until="allocations")
    draft = read_draft(session, find_activity(session, "ACT-3"))
    assert draft.budget_minor == 3_000_050
    assert draft.instruments == (Share("SOM", 4000), Share("TIP", 6000))
    assert draft.beneficiaries == (Share("019", 6667), Share("PRY", 3333))
    assert [(item.tool, item.use.value, item.share_bp) for item in draft.tools] == [
        ("TOOL-1", "used", 1000),
        ("TOOL-2", "disseminated", 0),
    ]
    assert (draft.participants[0].women, draft.participants[0].men) == (12, 11)
    assert draft.partners == ("Ministry of Justice", "Police")
    assert draft.paragraphs == (5, 6)


def test_text_that_looks_like_a_formula_stays_text(session: Session, tmp_path: Path) -> None:
    fill(session, tmp_path, "xlsx", until="rates")
    assert find_tool(session, "TOOL-1").title == "=Manual 1"


def test_contributions_know_what_was_received(session: Session, tmp_path: Path) -> None:
    fill(session, tmp_path, until="receipts")
    states = {
        reference: find_contribution(session, reference).state for reference in ("CON-0", "CON-1")
    }
    assert states == {
        "CON-0": ContributionState.RECEIVED,
        "CON-1": ContributionState.PARTLY_RECEIVED,
    }


def test_money_of_no_named_contribution_comes_from_those_that_fit(
    session: Session, tmp_path: Path
) -> None:
    fill(session, tmp_path, until="expenditures")
    entry = session.exec(select(LedgerEntry).where(LedgerEntry.reference == "ALL-2")).one()
    lines = session.exec(select(LedgerLine).where(LedgerLine.entry_id == entry.id)).all()
    assert all(line.attributed for line in lines)
    # CON-0, CON-2, CON-4 are unearmarked and CON-3 is for Uganda; CON-1 is for Kenya alone
    counted = [line for line in lines if line.measure == CODES[Measure.ALLOCATED]]
    assert len(counted) == 4


def test_a_changed_row_changes_the_record_and_says_why(session: Session, tmp_path: Path) -> None:
    fill(session, tmp_path, until="tools")
    rows = [{**row, "title": "Another title"} for row in GOOD["programmes"][:2]]
    report = take_in(session, "programmes", write_sheet(tmp_path, "csv", "programmes", rows))
    assert (report["added"], report["changed"], report["unchanged"]) == (0, 2, 0)


def test_a_column_that_is_missing_keeps_its_value(session: Session, tmp_path: Path) -> None:
    fill(session, tmp_path, until="allocations")
    names = ("code", "title", "programme", "type", "status", "venue")
    rows = [
        {name: {**row, "venue": "Nairobi"}[name] for name in names} for row in GOOD["activities"]
    ]
    report = take_in(session, "activities", write_sheet(tmp_path, "csv", "activities", rows))
    assert (report["changed"], report["faults"]) == (5, [])
    draft = read_draft(session, find_activity(session, "ACT-0"))
    assert (draft.venue, draft.budget_minor, len(draft.tools)) == ("Nairobi", 3_000_050, 2)


def test_all_or_nothing_unless_the_good_are_accepted(session: Session, tmp_path: Path) -> None:
    rows = [*GOOD["programmes"], {**GOOD["programmes"][0], "code": "NAT-X", "kind": "local"}]
    sheet = write_sheet(tmp_path, "csv", "programmes", rows)
    refused = take_in(session, "programmes", sheet)
    assert (refused["added"], refused["rejected"], refused["applied"]) == (0, 1, False)
    accepted = take_in(session, "programmes", sheet, accept_good=True)
    assert (accepted["added"], accepted["rejected"], accepted["applied"]) == (5, 1, True)


def test_the_ledger_keeps_its_entries_whatever_a_sheet_says(
    session: Session, tmp_path: Path
) -> None:
    fill(session, tmp_path, until="adherence")
    for kind, changed in (
        ("receipts", {"amount": 1001}),
        ("allocations", {"amount": 10000.2}),
        ("expenditures", {"on": "2024-06-30"}),
        ("contributions", {"received": 99999}),
        ("rates", {"rate": 0.5}),
    ):
        rows = [{**row, **changed} if place == 0 else row for place, row in enumerate(GOOD[kind])]
        report = take_in(session, kind, write_sheet(tmp_path, "csv", kind, rows))
        assert [fault["row"] for fault in report["faults"]] == [2], kind
        assert "never changes" in report["faults"][0]["message"]
    entries = session.exec(select(func.count(col(LedgerEntry.id)))).one()
    assert entries == 4 + 3 + 5 + 5 + 5 + 5 + 5
