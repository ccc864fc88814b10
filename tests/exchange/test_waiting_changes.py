"""Sheets whose rows move figures of a closed period: these rows wait for a second person."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from tests.api.accounts import Account, fill
from tests.exchange.making import Cell, messages, take_in, write_csv
from tests.support.approvals import SECOND
from tests.support.closing import close_months
from tests.support.publication import as_drafts
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.db import transaction
from tracker.fund.closing.months import Month
from tracker.fund.contributions import terms
from tracker.fund.donors.finding import find_donor
from tracker.fund.record_changes import kinds
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.verification.record_checks import verify_record
from tracker.reference.codes import ContributorType


@pytest.fixture
def account(session: Session) -> Account:
    """Write the account into a database of either kind, close all months to 2024.

    The activities are not published: changes of published ones wait to be published first.
    """
    account = fill(session)
    as_drafts(session, "A1", "A2")
    with transaction(session):
        close_months(session, Month(2024, 12), "ana")
    return account


def activity_row(session: Session, code: str, **more: str) -> dict[str, Cell]:
    """Return the row of an activity as it is, with other values."""
    draft = activity(session, code)
    return {
        "code": code,
        "title": draft.title,
        "programme": draft.programme,
        "type": draft.type.value,
        "status": draft.status.value,
        **more,
    }


def activity(session: Session, code: str) -> ActivityDraft:
    """Return an activity as it is."""
    session.rollback()
    session.expire_all()
    return read_draft(session, find_activity(session, code))


def approve(session: Session, number: int) -> None:
    """Approve a change as it was handed in."""
    session.rollback()
    digest = session.get_one(ApprovalRequest, number).digest
    session.rollback()
    with transaction(session):
        kinds.approve(session, number, SECOND, shown=digest)


def test_rows_that_move_closed_figures_wait_together(
    session: Session, account: Account, tmp_path: Path
) -> None:
    before = activity(session, "A1").type
    sheet = write_csv(
        tmp_path / "activities.csv",
        [
            activity_row(session, "A1", type="mentoring"),
            activity_row(session, "A2", type="mentoring", title="Renamed"),
        ],
    )
    report = take_in(session, "activities", sheet, approver="")
    assert (report["changed"], report["rejected"]) == (2, 0)
    assert "wait for the approval of a second person, as one request" in " ".join(report["notes"])
    assert activity(session, "A1").type is before
    approve(session, 1)
    assert activity(session, "A1").type.value == "mentoring"
    assert activity(session, "A2").title == "Renamed"
    assert verify_record(session).clean
    assert account


@pytest.mark.usefixtures("account")
def test_rows_that_move_no_closed_figure_are_changed_at_once(
    session: Session, tmp_path: Path
) -> None:
    sheet = write_csv(tmp_path / "activities.csv", [activity_row(session, "A1", title="Renamed")])
    assert take_in(session, "activities", sheet, approver="")["changed"] == 1
    assert activity(session, "A1").title == "Renamed"
    assert not session.exec(select(ApprovalRequest)).all()


@pytest.mark.usefixtures("account")
def test_a_command_takes_changes_over(session: Session, tmp_path: Path) -> None:
    sheet = write_csv(tmp_path / "activities.csv", [activity_row(session, "A1", type="mentoring")])
    assert take_in(session, "activities", sheet)["changed"] == 1
    assert activity(session, "A1").type.value == "mentoring"


@pytest.mark.usefixtures("account")
def test_a_sheet_does_not_give_money_another_donor(session: Session, tmp_path: Path) -> None:
    draft = terms.read_draft(session, terms.find_contribution(session, "C-ITA"))
    row: dict[str, Cell] = {
        "reference": "C-ITA",
        "donor": "JPN",
        "earmarking": draft.earmarking.value,
        "amount": f"{draft.amount_minor / 100:.2f}",
    }
    sheet = write_csv(tmp_path / "contributions.csv", [row])
    report = take_in(session, "contributions", sheet, approver="")
    ((_row, column, message),) = messages(report)
    assert column == "donor"
    assert "money has been posted" in message
    session.rollback()
    found = terms.read_draft(session, terms.find_contribution(session, "C-ITA"))
    assert found.donor == "ITA"


@pytest.mark.usefixtures("account")
def test_a_category_in_a_sheet_waits(session: Session, tmp_path: Path) -> None:
    draft = terms.read_draft(session, terms.find_contribution(session, "C-ITA"))
    row: dict[str, Cell] = {
        "reference": "C-ITA",
        "donor": "ITA",
        "earmarking": "2",
        "amount": f"{draft.amount_minor / 100:.2f}",
    }
    sheet = write_csv(tmp_path / "contributions.csv", [row])
    assert take_in(session, "contributions", sheet, approver="")["changed"] == 1
    assert terms.find_contribution(session, "C-ITA").earmarking is draft.earmarking
    approve(session, 1)
    session.expire_all()
    assert terms.find_contribution(session, "C-ITA").earmarking.value == "2"


@pytest.mark.usefixtures("account")
def test_another_type_of_a_donor_waits_and_the_rest_of_its_row_holds_at_once(
    session: Session, tmp_path: Path
) -> None:
    row: dict[str, Cell] = {
        "code": "ITA", "name": "Italy", "type": ContributorType.FOUNDATION.value, "note": "new",
    }  # fmt: skip
    before = find_donor(session, "ITA").type
    session.rollback()
    sheet = write_csv(tmp_path / "donors.csv", [row])
    report = take_in(session, "donors", sheet, approver="")
    assert messages(report) == []
    session.expire_all()
    assert (find_donor(session, "ITA").type, find_donor(session, "ITA").note) == (before, "new")
    approve(session, 1)
    session.expire_all()
    assert find_donor(session, "ITA").type is ContributorType.FOUNDATION
    assert verify_record(session).clean
