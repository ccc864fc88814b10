"""The same allocation without a named contribution splits alike by draft and by sheet."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from tests.api.accounts import Account, fill
from tests.exchange.making import Cell, messages, take_in, write_csv
from tracker.assistance.tables.activities import Activity, Programme
from tracker.db import transaction
from tracker.fund.approvals.draft_submission import submit_drafts
from tracker.fund.closing.months import Month
from tracker.fund.closing.period_closing import close_months
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import with_parts
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.preparation.desk import open_trial_desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import prepare
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.tables.contributions import Contribution
from tracker.reference.codes import Earmarking

OPTIONS = {"approver": "", "actor": "one@example.org"}
ROW = {"reference": "P-1", "activity": "A1", "amount": "5.55", "on": "2022-10-05"}


@pytest.fixture
def account(session: Session) -> Account:
    """Write the account into a database of either kind."""
    return fill(session)


def split_of(session: Session, number: int) -> list[tuple[int, int]]:
    """Return the parts of a request's only instruction."""
    session.rollback()
    request = session.get_one(ApprovalRequest, number)
    return [tuple(part) for part in request.orders[0]["parts"]]


def test_draft_and_sheet_split_alike(session: Session, account: Account, tmp_path: Path) -> None:
    del account
    draft = EntryDraft(EntryKind.ALLOCATION, "P-0", date(2022, 10, 5), 555, activity="A1")
    with transaction(session):
        by_form = submit_drafts(session, [draft], actor="one@example.org").request
    kinds = {"kind": "allocation"}
    for place, (kind, row) in enumerate(
        (("allocations", ROW), ("entries", {**ROW, **kinds, "reference": "P-2"})), start=1
    ):
        path = write_csv(tmp_path / f"{kind}.csv", [row])
        assert messages(take_in(session, kind, path, **OPTIONS)) == []
        assert split_of(session, by_form + place) == split_of(session, by_form)


def test_a_pledge_in_a_closed_period_is_a_fault_of_its_row(
    session: Session, account: Account, tmp_path: Path
) -> None:
    del account
    with transaction(session):
        close_months(session, Month(2022, 12), "closer@example.org", approver="second@example.org")
    row = {"reference": "CP-1", "donor": "ITA", "earmarking": "1", "amount": "5", "correction": "",
           "pledged_on": "2023-02-01"}  # fmt: skip
    rows = [row, {**row, "reference": "CP-2", "pledged_on": "2022-11-01"}]
    report = take_in(session, "contributions", write_csv(tmp_path / "c.csv", rows), **OPTIONS)
    assert [(number, column) for number, column, _ in messages(report)] == [(3, "pledged_on")]
    rows[1]["correction"] = "the letter was found late"
    report = take_in(session, "contributions", write_csv(tmp_path / "c.csv", rows), **OPTIONS)
    assert (messages(report), report["also_added"]["requests"]) == ([], 1)
    names = set(session.exec(select(Contribution.reference)))
    assert {"CP-1", "CP-2"} <= names
    posted = set(session.exec(select(LedgerEntry.reference)))
    assert "CP-1/pledge" in posted
    assert "CP-2/pledge" not in posted


def test_a_source_without_a_rate_is_kept(
    session: Session, account: Account, tmp_path: Path
) -> None:
    del account
    row = {"reference": "S-1", "contribution": "C-EUR", "received_on": "2022-10-05",
           "amount": "100.00", "usd_amount": "101.37", "rate_source": "advice 77"}  # fmt: skip
    assert take_in(session, "receipts", write_csv(tmp_path / "r.csv", [row]))["added"] == 1
    entry = session.exec(select(LedgerEntry).where(LedgerEntry.reference == "S-1")).one()
    assert (entry.rate_source, entry.rate_implied) == ("advice 77", True)


def test_a_receipt_of_the_sheet_counts_for_the_pool(
    session: Session, account: Account, tmp_path: Path
) -> None:
    del account
    receipt = {"reference": "Q-1", "kind": "receipt", "contribution": "C-ITA", "activity": "",
               "amount": "5000", "on": "2022-10-05"}  # fmt: skip
    allocation = {**receipt, "reference": "Q-2", "kind": "allocation", "contribution": "",
                  "activity": "A2", "amount": "4000"}  # fmt: skip
    path = write_csv(tmp_path / "q.csv", [receipt, allocation])
    report = take_in(session, "entries", path)
    assert (messages(report), report["added"]) == ([], 2)
    lines = session.exec(
        select(LedgerLine.minor)
        .join(LedgerAccount)
        .join(LedgerEntry, LedgerEntry.id == LedgerLine.entry_id)  # type: ignore[arg-type]
        .where(LedgerEntry.reference == "Q-2", LedgerAccount.kind == "allocated")
    ).all()
    assert sum(lines) == 400_000


def test_published_files_of_two_sources_share_one_pool(
    sqlite_session: Session, acceptance_data: Path, tmp_path: Path
) -> None:
    """A pooled fund's project takes its fund's money and un-earmarked money, nothing else."""
    session = sqlite_session
    ceb = acceptance_data / "ceb" / "unodc_revenue_by_donor_2013_2024.csv"
    cbpf = acceptance_data / "cbpf"
    assert take_in(session, "contributions", ceb, profile="ceb")["faults"] == []
    paid = cbpf / "cbpf_contributions_pledged_paid.csv"
    assert take_in(session, "contributions", paid, profile="cbpf")["faults"] == []
    projects = take_in(session, "activities", cbpf / "ProjectSummaryV2_2015.csv", profile="cbpf")
    assert projects["faults"] == []
    session.rollback()
    activity, programme = session.exec(
        select(Activity.code, Programme.code)
        .join(Programme, Programme.id == Activity.programme_id)  # type: ignore[arg-type]
        .order_by(Activity.code)
    ).first() or ("", "")
    session.rollback()
    day = date(2021, 6, 1)
    draft = EntryDraft(EntryKind.ALLOCATION, "P-9", day, 12_345_67, activity=activity)
    desk = open_trial_desk(session)
    prepared = prepare(desk, draft)
    assert prepared.order is not None
    assert prepared.entry is not None
    by_draft = {
        desk.book.contribution(part.contribution_id).reference: part.minor
        for part in with_parts(prepared.order, prepared.entry).parts
    }
    kinds = {name.partition("-")[0] for name in by_draft}
    assert kinds == {"CEB", "CBPF"}
    for name in by_draft:
        terms = desk.book.contribution(desk.records.contribution(name).id)  # type: ignore[union-attr]
        assert terms.earmarking in (Earmarking.UNEARMARKED, Earmarking.SOFTLY_EARMARKED)
        assert terms.only_programme in ("", programme)
    session.rollback()
    row: dict[str, Cell] = {
        "reference": "P-8", "activity": activity, "amount": "12345.67", "on": day,
    }  # fmt: skip
    report = take_in(session, "allocations", write_csv(tmp_path / "a.csv", [row]), **OPTIONS)
    assert messages(report) == []
    names = dict(session.exec(select(Contribution.id, Contribution.reference)).all())
    number = session.exec(select(ApprovalRequest.id)).one() or 0
    assert {names[owner]: minor for owner, minor in split_of(session, number)} == by_draft
