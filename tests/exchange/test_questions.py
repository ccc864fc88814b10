"""What is lawful but unlikely is asked about: in the row, or let through by a profile."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.exchange.making import messages, take_in, write_csv
from tests.exchange.test_kinds import fill
from tracker.exchange.kinds.contribution_money import prepared_entry
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.preparation.desk import open_trial_desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.tables.contributions import Contribution

NOTHING = {
    "reference": "Z-1",
    "donor": "ITA",
    "earmarking": "1",
    "currency": "USD",
    "amount": "0.00",
    "pledged_on": "2024-10-02",
}
PROFILE = """
[contributions]
asked = "warn"
[contributions.columns]
reference = "reference"
donor = "donor"
earmarking = "earmarking"
amount = "amount"
"""


def taken(session: Session, folder: Path, row: dict[str, Any], **options: Any) -> dict[str, Any]:  # noqa: ANN401 - options of an import
    """Import one row of contributions on a record with donors."""
    return take_in(session, "contributions", write_csv(folder / "z.csv", [row]), **options)


@pytest.fixture
def session(sqlite_session: Session, tmp_path: Path) -> Session:
    """Give a record with donors."""
    fill(sqlite_session, tmp_path, until="contributions")
    return sqlite_session


@pytest.mark.parametrize("answer", [{}, {"sure": ""}, {"sure": "no"}])
def test_a_contribution_of_nothing_is_asked_about(
    session: Session, tmp_path: Path, answer: dict[str, str]
) -> None:
    report = taken(session, tmp_path, {**NOTHING, **answer})
    (row, column, message) = messages(report)[0]
    assert (row, column, len(report["faults"])) == (2, "amount", 1)
    assert "yes in the column sure" in message
    assert (report["added"], report["rejected"], "asked" in report) == (0, 1, False)
    assert session.exec(select(Contribution).where(Contribution.reference == "Z-1")).all() == []


def test_it_is_added_when_the_row_says_sure_and_not_asked_again(
    session: Session, tmp_path: Path
) -> None:
    report = taken(session, tmp_path, {**NOTHING, "sure": "yes"})
    assert (report["added"], report["asked"]) == (1, {"ZERO_AMOUNT": 1})
    again = taken(session, tmp_path, NOTHING)
    assert (again["unchanged"], again["faults"]) == (1, [])


def test_an_amount_lowered_to_nothing_is_asked_about(session: Session, tmp_path: Path) -> None:
    assert taken(session, tmp_path, {**NOTHING, "amount": "5.00", "pledged_on": ""})["added"] == 1
    report = taken(session, tmp_path, {**NOTHING, "pledged_on": ""})
    assert [column for _, column, _ in messages(report)] == ["amount"]


def test_sure_says_yes_or_no(session: Session, tmp_path: Path) -> None:
    report = taken(session, tmp_path, {**NOTHING, "sure": "perhaps"})
    assert [column for _, column, _ in messages(report)] == ["sure"]


def test_a_profile_lets_it_through_with_a_warning(session: Session, tmp_path: Path) -> None:
    profile = tmp_path / "lenient.toml"
    profile.write_text(PROFILE, encoding="utf-8")
    report = taken(session, tmp_path, NOTHING, profile=str(profile))
    assert (report["added"], report["asked"]) == (1, {"ZERO_AMOUNT": 1})
    assert [(one["row"], one["column"]) for one in report["warnings"]] == [(2, "amount")]


def test_a_profile_says_nothing_else_of_questions(session: Session, tmp_path: Path) -> None:
    profile = tmp_path / "odd.toml"
    profile.write_text(PROFILE.replace("warn", "ignore"), encoding="utf-8")
    with pytest.raises(Exception, match='asked is one of "refuse", "warn"'):
        taken(session, tmp_path, NOTHING, profile=str(profile))


def test_a_pledge_that_is_asked_about_is_not_left_out_in_silence(
    sqlite_session: Session, tmp_path: Path
) -> None:
    fill(sqlite_session, tmp_path)
    ahead = EntryDraft(
        EntryKind.PLEDGE, "CON-1/pledge", date(2066, 1, 1), 5, contribution="CON-1",
    )  # fmt: skip
    found = prepared_entry(open_trial_desk(sqlite_session), ahead, None)
    assert found.candidate.order is None
    assert [(one.code, one.field) for one in found.questions] == [("FAR_AHEAD", "pledged_on")]
