"""Codes in sheets: one rule for new ones, and those on record are found in any case."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.exchange.making import messages, take_in, write_csv
from tests.exchange.test_kinds import fill
from tracker.assistance.tables.activities import Activity, Programme
from tracker.assistance.tables.tools import Tool
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.states import ScopeKind
from tracker.fund.tables.contributions import Contribution, ContributionScope

CONTRIBUTION = {
    "reference": "AGR-1",
    "donor": "ITA",
    "earmarking": "1",
    "currency": "USD",
    "amount": "100.00",
    "pledged_on": "2024-10-02",
}
FULL_WIDTH = "\N{FULLWIDTH LATIN CAPITAL LETTER A}GR\N{NON-BREAKING HYPHEN}1"


@pytest.fixture
def session(sqlite_session: Session, tmp_path: Path) -> Session:
    """Give a record with donors, programmes, activities and contributions."""
    fill(sqlite_session, tmp_path, until="expenditures")
    return sqlite_session


def taken(session: Session, folder: Path, kind: str, row: dict[str, Any]) -> dict[str, Any]:
    """Import one row."""
    return take_in(session, kind, write_csv(folder / f"{kind}.csv", [row]))


def test_a_slash_is_refused_and_a_code_proposed(session: Session, tmp_path: Path) -> None:
    report = taken(session, tmp_path, "contributions", CONTRIBUTION | {"reference": "AGR/2026/117"})
    (row, column, message) = messages(report)[0]
    assert (row, column, report["added"]) == (2, "reference", 0)
    for part in ("'/'", "letters", "digits", "- . _", "AGR-2026-117"):
        assert part in message


def test_what_partners_number_holds_anything(session: Session, tmp_path: Path) -> None:
    row = CONTRIBUTION | {
        "agreement_number": "AGR/2026/117 \N{EN DASH} é",
        "donor_reference": "№ 5",
    }
    assert taken(session, tmp_path, "contributions", row)["added"] == 1
    found = session.exec(select(Contribution).where(Contribution.reference == "AGR-1")).one()
    assert found.agreement_number == "AGR/2026/117 \N{EN DASH} é"


@pytest.mark.parametrize("again", ["agr-1", FULL_WIDTH, "Agr\N{EN DASH}1"])
def test_the_same_row_in_another_case_is_unchanged(
    session: Session, tmp_path: Path, again: str
) -> None:
    assert taken(session, tmp_path, "contributions", CONTRIBUTION)["added"] == 1
    report = taken(session, tmp_path, "contributions", CONTRIBUTION | {"reference": again})
    assert (report["added"], report["unchanged"], report["faults"]) == (0, 1, [])


def test_a_new_code_is_kept_in_its_normal_form(session: Session, tmp_path: Path) -> None:
    row = CONTRIBUTION | {"reference": FULL_WIDTH}
    assert taken(session, tmp_path, "contributions", row)["added"] == 1
    assert "AGR-1" in session.exec(select(Contribution.reference)).all()


def test_a_look_alike_is_refused_by_its_name(session: Session, tmp_path: Path) -> None:
    row = CONTRIBUTION | {"reference": "AC\N{CYRILLIC CAPITAL LETTER TE}-1"}
    report = taken(session, tmp_path, "contributions", row)
    assert "CYRILLIC CAPITAL LETTER TE" in messages(report)[0][2]


NEW = {
    "contributions": CONTRIBUTION,
    "programmes": {"code": "AGR-1", "title": "One", "kind": "thematic"},
    "tools": {"code": "AGR-1", "title": "One", "kind": "toolkit", "instruments": "TIP"},
    "donors": {"code": "AGR-1", "name": "One", "type": "C05"},
}


@pytest.mark.parametrize("kind", sorted(NEW))
def test_two_rows_that_differ_by_case_are_one_twice(
    session: Session, tmp_path: Path, kind: str
) -> None:
    own = "reference" if kind == "contributions" else "code"
    rows = [NEW[kind] | {own: code} for code in ("AGR-1", "agr-1", "AGR-2")]
    report = take_in(session, kind, write_csv(tmp_path / "two.csv", rows), accept_good=True)
    refused = [(row, column) for row, column, _ in messages(report)]
    assert (report["added"], report["rejected"], refused) == (2, 1, [(3, own)])


@pytest.mark.parametrize(
    ("column", "kind", "table", "earmarking"),
    [
        ("programmes", ScopeKind.PROGRAMME, Programme, "3"),
        ("activities", ScopeKind.ACTIVITY, Activity, "4"),
        ("tools", ScopeKind.TOOL, Tool, "4"),
    ],
)
def test_what_a_contribution_is_tied_to_is_named_in_any_case(
    session: Session,
    tmp_path: Path,
    column: str,
    kind: ScopeKind,
    table: type[Programme | Activity | Tool],
    earmarking: str,
) -> None:
    code = session.exec(select(table.code).order_by(table.code)).first() or ""
    row = CONTRIBUTION | {"earmarking": earmarking, column: code.lower()}
    report = taken(session, tmp_path, "contributions", row)
    assert (report["added"], report["faults"]) == (1, [])
    scope = session.exec(
        select(ContributionScope)
        .join(Contribution)
        .where(Contribution.reference == row["reference"])
    ).one()
    assert (scope.kind, scope.code) == (kind, code)


def test_other_records_are_named_in_any_case(session: Session, tmp_path: Path) -> None:
    programme = session.exec(select(Programme.code)).first() or ""
    contribution = session.exec(select(Contribution)).first()
    activity = session.exec(select(Activity)).first()
    assert contribution is not None
    assert activity is not None
    changed = {
        "code": activity.code.lower(),
        "title": "Another title",
        "programme": programme.lower(),
        "type": activity.type.value,
        "status": activity.status.value,
    }
    report = taken(session, tmp_path, "activities", changed)
    assert (report["changed"], report["faults"]) == (1, [])
    receipt = {
        "reference": "R-CASE",
        "contribution": contribution.reference.lower(),
        "amount": "1.00",
        "currency": contribution.currency,
        "received_on": "2024-11-02",
    }
    report = taken(session, tmp_path, "receipts", receipt)
    assert report["faults"] == []
    entry = session.exec(select(LedgerEntry).where(LedgerEntry.reference == "R-CASE")).one()
    assert entry.contribution_id == contribution.id
