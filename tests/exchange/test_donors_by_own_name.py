"""A donor without a code of its own in the reference data, named in a sheet as on record."""

from pathlib import Path

import pytest
from sqlmodel import Session

from tests.exchange.making import messages, take_in, write_csv
from tracker.db import transaction
from tracker.fund.contributions.terms import find_contribution
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.merging import merge_donors
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.reference.codes import ContributorType

NAMES = {
    "FOUND-1": "Example Foundation for Justice",
    "FOUND-1B": "Foundation for Justice (Example)",
    "UNIV-1": "Example Institute of Law",
    "UNIV-2": "Example  institute of law",
}
ROW = {
    "reference": "DN-1", "donor": "", "earmarking": "1", "currency": "USD", "amount": "100.00",
    "pledged_on": "2024-10-02",
}  # fmt: skip


@pytest.fixture
def named(sqlite_session: Session) -> Session:
    """Put four donors on record, one of them merged into another."""
    with transaction(sqlite_session):
        drafts = [DonorDraft(code, name, ContributorType("C05")) for code, name in NAMES.items()]
        add_donors(sqlite_session, drafts, "test")
        merge_donors(sqlite_session, "FOUND-1B", "FOUND-1", "test", "the same")
    return sqlite_session


@pytest.mark.parametrize(
    "written",
    [
        "Example Foundation for Justice",
        "example foundation, for JUSTICE",
        "Foundation for Justice (Example)",
    ],
)
def test_a_name_on_record_is_taken(named: Session, tmp_path: Path, written: str) -> None:
    sheet = write_csv(tmp_path / "s.csv", [{**ROW, "donor": written}])
    report = take_in(named, "contributions", sheet)
    assert (messages(report), report["added"]) == ([], 1)
    assert find_contribution(named, "DN-1").donor_id == find_donor(named, "FOUND-1").id


def test_two_donors_of_one_name_stay_undecided(named: Session, tmp_path: Path) -> None:
    row = {**ROW, "donor": "Example Institute of Law"}
    [(_, column, text)] = messages(
        take_in(named, "contributions", write_csv(tmp_path / "s.csv", [row]))
    )
    assert column == "donor"
    assert "may be any of" in text
    assert "Example Institute of Law (UNIV-1), Example  institute of law (UNIV-2)" in text
