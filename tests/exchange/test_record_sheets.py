"""Sheets of what is on record: read again they change nothing, changed they change that alone."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests.api.accounts import fill
from tests.exchange.making import take_in
from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    add_assistance_requests,
)
from tracker.assistance.outcome_drafts import ParticipantCount, ResultDraft
from tracker.assistance.programmes import (
    ProgrammeDraft,
    add_programmes,
    find_programme,
    read_programme,
)
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import Priority, ProgrammeKind, RequestSource, RequestStatus
from tracker.assistance.tables.activities import Activity, Programme
from tracker.assistance.tables.requests import AssistanceRequest
from tracker.assistance.tables.tools import Tool, ToolDissemination
from tracker.csv_text import write_csv
from tracker.db import transaction
from tracker.exchange.record_sheets import SHEETS, sheet_columns, sheet_rows
from tracker.exchange.templates import workbook
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.contributions.terms import change_contribution, find_contribution
from tracker.fund.contributions.terms import read_draft as read_terms
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.fund.states import ContributionDocumentKind, ContributionReportKind
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.reference.codes import ParticipantFunction
from tracker.reference.instruments import Instrument

TABLES = {
    "activities": Activity, "contributions": Contribution, "dissemination": ToolDissemination,
    "donors": Donor, "programmes": Programme, "requests": AssistanceRequest, "tools": Tool,
}  # fmt: skip
NASTY = (
    "=1+1", "+33 1 44", "-5", "@SUM(A1)", "'quoted'", 'he said "so"', "two\nlines", "a; b, c",
    "002", "1e5", "2024-01-05", "لجنة = 5", "\N{FULLWIDTH EQUALS SIGN}x", "a\u200eb",
)  # fmt: skip
REQUEST = AssistanceRequestDraft(
    "REQ-1", "KEN", RequestSource.COUNTRY_REVIEW, RequestStatus.RECEIVED, Priority.HIGH,
    Instrument.TIP, date(2024, 1, 5), "6, 9", "Training; of judges", review_cluster=2,
    estimated_cost_minor=1_234_501, cost_basis="the ministry", consent_to_publish=True,
)  # fmt: skip


PARTS: dict[str, Any] = {
    "instalments": (
        InstalmentDraft(date(2024, 3, 31), 10_000, "first part"),
        InstalmentDraft(date(2025, 3, 31), 10_000),
    ),
    "reports": (
        ReportDraft(ContributionReportKind.BOTH, "2024", date(2025, 3, 31), date(2025, 3, 20)),
        ReportDraft(ContributionReportKind.FINAL, "2024-2025", date(2026, 3, 31), None, "by mail"),
    ),
    "documents": (
        ContributionDocumentDraft(
            ContributionDocumentKind.AGREEMENT, "Agreement", "REG/1", date(2022, 1, 1), True
        ),
        ContributionDocumentDraft(ContributionDocumentKind.OTHER, "Notes"),
    ),
}


@pytest.fixture
def filled(session: Session) -> Session:
    """Give an account with a record of each kind, one of them for each nasty text."""
    fill(session)
    with transaction(session):
        add_assistance_requests(session, [REQUEST], "ana")
        drafts = [
            ProgrammeDraft(f"N-{number}", text, ProgrammeKind.GLOBAL, description=text)
            for number, text in enumerate(NASTY)
        ]
        add_programmes(session, drafts, "ana")
        activity = read_draft(session, find_activity(session, "A1"))
        after = replace(
            activity, requests=("REQ-1",), budget_minor=100_005, partners=("UNICRI",),
            participants=(ParticipantCount(ParticipantFunction.JUDGE, "KEN", women=3, men=4),),
            results=(ResultDraft("Judges", "persons", 0, 10, 7, date(2022, 7, 1)),),
        )  # fmt: skip
        change_funded_activity(session, "A1", after, "ana", "for the test")
        terms = read_terms(session, find_contribution(session, "C-EUR"))
        change_contribution(session, "C-EUR", replace(terms, **PARTS), "ana", "for the test")
    return session


def write(session: Session, folder: Path, kind: str, form: str) -> Path:
    """Write all records of a kind as a sheet."""
    table = TABLES[kind]
    key = "reference" if kind == "contributions" else "code"
    codes = session.exec(select(getattr(table, key)).order_by(col(table.id))).all()  # type: ignore[attr-defined]
    columns, rows = sheet_columns(kind), list(sheet_rows(session, kind, codes))
    assert len(rows) == len(codes) > 0
    path = folder / f"{kind}.{form}"
    names = [column.name for column in columns]
    content = workbook(kind, columns, rows) if form == "xlsx" else write_csv(names, rows)
    path.write_bytes(content)
    session.rollback()
    return path


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_sheet_of_the_record_read_again_changes_nothing(
    filled: Session, tmp_path: Path, form: str
) -> None:
    assert set(TABLES) == set(SHEETS)
    for kind in SHEETS:
        report = take_in(filled, kind, write(filled, tmp_path, kind, form), dry_run=True)
        assert report["faults"] == [], kind
        assert report["unchanged"] == report["read"] > 0, kind


def test_what_was_changed_in_the_sheet_is_changed_alone(filled: Session, tmp_path: Path) -> None:
    path = write(filled, tmp_path, "programmes", "csv")
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("Global", "Worldwide"), encoding="utf-8")
    report = take_in(filled, "programmes", path)
    assert (report["changed"], report["unchanged"]) == (1, len(NASTY))
    assert read_programme(find_programme(filled, "GLO1")).title == "Worldwide"


def test_people_and_results_stay_when_a_sheet_of_activities_comes_back(
    filled: Session, tmp_path: Path
) -> None:
    before = read_draft(filled, find_activity(filled, "A1"))
    path = write(filled, tmp_path, "activities", "csv")
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace(before.title, "A course"), encoding="utf-8")
    assert take_in(filled, "activities", path)["changed"] == 1
    filled.rollback()
    after = read_draft(filled, find_activity(filled, "A1"))
    assert after == replace(before, title="A course")
    assert after.participants
