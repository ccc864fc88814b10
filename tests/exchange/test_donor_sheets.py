"""Sheets of donors: new names keep the old ones, spellings are added, merged donors are refused."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from tests.exchange.making import messages, take_in, write_csv
from tests.exchange.rows import GOOD
from tracker.db import transaction
from tracker.fund.contributions.terms import find_contribution, read_draft
from tracker.fund.donors.aliases import aliases_of
from tracker.fund.donors.contacts import contacts_of
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.merging import merge_donors
from tracker.fund.donors.names import donor_name_on

TURKEY = {"code": "TUR", "name": "Turkey", "type": "C01", "state": "TUR"}


def imported(session: Session, folder: Path, kind: str, *rows: dict[str, Any]) -> dict[str, Any]:
    """Import rows; return the report."""
    session.rollback()
    return take_in(session, kind, write_csv(folder / f"{kind}.csv", rows))


def test_a_later_day_makes_a_new_name(session: Session, tmp_path: Path) -> None:
    imported(session, tmp_path, "donors", TURKEY)
    new = {**TURKEY, "name": "Türkiye", "name_since": "2022-06-01"}
    report = imported(session, tmp_path, "donors", new)
    assert (report["changed"], report["faults"]) == (1, [])
    assert donor_name_on(session, "TUR", date(2022, 5, 31)) == "Turkey"
    assert find_donor(session, "TUR").name == "Türkiye"
    assert imported(session, tmp_path, "donors", new)["unchanged"] == 1
    old = imported(session, tmp_path, "donors", {**TURKEY, "name_since": "1923-10-29"})
    assert "holds from 2022-06-01 on" in messages(old)[0][2]


def test_another_name_without_a_day_is_a_correction(session: Session, tmp_path: Path) -> None:
    imported(session, tmp_path, "donors", {**TURKEY, "name_since": "1923-10-29"})
    report = imported(session, tmp_path, "donors", {**TURKEY, "name": "Türkiye"})
    assert report["changed"] == 1
    assert donor_name_on(session, "TUR", date(2000, 1, 1)) == "Türkiye"


def test_spellings_are_added_and_none_is_removed(session: Session, tmp_path: Path) -> None:
    imported(session, tmp_path, "donors", {**TURKEY, "aliases": "Ankara; TIKA"})
    report = imported(session, tmp_path, "donors", {**TURKEY, "aliases": "tika; The Agency"})
    assert report["changed"] == 1
    spellings = [one.spelling for one in aliases_of(session, find_donor(session, "TUR"))]
    assert sorted(spellings) == ["Ankara", "TIKA", "The Agency"]
    assert imported(session, tmp_path, "donors", {**TURKEY, "aliases": ""})["unchanged"] == 1


def test_one_spelling_on_two_rows_is_a_fault_of_the_second(
    session: Session, tmp_path: Path
) -> None:
    rows = [{"code": c, "name": f"House {c}", "type": "C05", "aliases": "Same"} for c in "AB"]
    report = imported(session, tmp_path, "donors", *rows)
    assert [fault[:2] for fault in messages(report)] == [(3, "aliases")]


@pytest.mark.parametrize("by", ["code", "name"])
def test_a_merged_donor_is_refused_here_and_means_the_other_elsewhere(
    session: Session, tmp_path: Path, by: str
) -> None:
    fund = {"code": "F-1", "name": "A fund", "type": "C05", "state": ""}
    italy = {"code": "ITA", "name": "Italy", "type": "C01", "state": "ITA"}
    imported(session, tmp_path, "donors", fund, italy)
    with transaction(session):
        merge_donors(session, "ITA", "F-1", "test", "only a test")
    report = imported(session, tmp_path, "donors", italy)
    assert "was merged into F-1" in messages(report)[0][2]
    given = {**GOOD["contributions"][0], "donor": "ITA" if by == "code" else "Italy"}
    for count in ((1, 0), (0, 1)):
        told = imported(session, tmp_path, "contributions", given)
        assert (told["added"], told["unchanged"], told["faults"]) == (*count, [])
    assert read_draft(session, find_contribution(session, "CON-0")).donor == "F-1"


def test_contacts_are_changed_by_role_and_name(session: Session, tmp_path: Path) -> None:
    imported(session, tmp_path, "donors", TURKEY)
    row = {"donor": "TUR", "role": "finance", "name": "Treasury", "email": "a@example.org"}
    assert imported(session, tmp_path, "contacts", row)["added"] == 1
    report = imported(session, tmp_path, "contacts", {**row, "active": "no"})
    assert report["changed"] == 1
    assert imported(session, tmp_path, "contacts", row)["unchanged"] == 1
    (kept,) = contacts_of(session, find_donor(session, "TUR"))
    assert (kept.draft.active, kept.draft.email) == (False, "a@example.org")
