"""The steps after the moves: closed periods, corrections, requests, donors, tie-out."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session, func, select

from tests.support.approvals import approve_all
from tracker.db import make_engine, make_session
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.donors.donor_duplicates import likely_duplicates
from tracker.fund.donors.names import donor_name_on
from tracker.fund.ledger.closed_periods import closed_until
from tracker.fund.ledger.support_cost import reserve_rate
from tracker.fund.ledger.tables import LedgerEntry, LedgerHold
from tracker.fund.ledger.verification import verify
from tracker.fund.reconciliation.statement_comparison import reconcile
from tracker.fund.states import ApprovalRequestState, ContributionState, DonorStatus, PeriodKind
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor, DonorContact
from tracker.fund.tables.periods import ClosedPeriod, ClosingBalance
from tracker.sample.approval_requests import CLOSED_UNTIL
from tracker.sample.journal import APPROVER, PREPARER


@pytest.fixture
def told(illustrative_copy: str) -> Iterator[Session]:
    engine = make_engine(illustrative_copy)
    with make_session(engine) as session:
        yield session
    engine.dispose()


def test_months_and_years_are_closed_with_their_balances(told: Session) -> None:
    assert closed_until(told) == CLOSED_UNTIL
    kinds = Counter(told.exec(select(ClosedPeriod.kind)))
    assert kinds == {PeriodKind.MONTH: 13 * 12, PeriodKind.YEAR: 13}
    years = set(told.exec(select(ClosingBalance.period_id).distinct()))
    assert len(years) == 13


def test_two_corrections_in_closed_months_give_their_reasons(told: Session) -> None:
    found = told.exec(select(LedgerEntry).where(LedgerEntry.correction != "")).all()
    assert len(found) == 2
    assert all(entry.effective_on <= CLOSED_UNTIL for entry in found)
    assert {entry.approved_by for entry in found} == {APPROVER}
    assert {entry.recorded_by for entry in found} == {PREPARER}


def test_requests_wait_and_some_came_back_with_reasons(told: Session) -> None:
    requests = told.exec(select(ApprovalRequest)).all()
    states = Counter(request.state for request in requests)
    assert 4 <= states[ApprovalRequestState.WAITING] <= 6
    assert states[ApprovalRequestState.RETURNED] == 2
    assert states[ApprovalRequestState.WITHDRAWN] == 1
    back = [each for each in requests if each.state is ApprovalRequestState.RETURNED]
    assert all(each.reason and each.decided_by == APPROVER for each in back)
    assert told.exec(select(func.count()).select_from(LedgerHold)).one() > 0


def test_what_waits_can_be_approved_and_the_ledger_is_whole(told: Session) -> None:
    waiting = told.exec(
        select(func.count())
        .select_from(ApprovalRequest)
        .where(ApprovalRequest.state == ApprovalRequestState.WAITING)
    ).one()
    assert approve_all(told) == waiting
    assert told.exec(select(func.count()).select_from(LedgerHold)).one() == 0
    assert verify(told).clean


def test_one_statement_is_tied_out_and_one_has_open_differences(told: Session) -> None:
    first, second = reconcile(told, "CS-2024"), reconcile(told, "CS-2025")
    assert first.tied_out
    assert sum(line.comparison.difference_minor != 0 for line in first.lines) == 3
    assert not second.tied_out
    assert second.open_lines == 3
    assert not first.mismatches + second.mismatches + first.missing_figures + second.missing_figures


def test_donors_have_names_over_time_contacts_and_doubles(told: Session) -> None:
    assert donor_name_on(told, "BANK-1", date(2017, 1, 1)) == "Example Reconstruction Bank"
    assert donor_name_on(told, "BANK-1", date(2026, 1, 1)) == "Example Development Bank"
    merged = told.exec(select(Donor.code).where(Donor.status == DonorStatus.MERGED)).all()
    assert merged == ["FOUND-1B"]
    assert [(pair.merged.code, pair.kept.code) for pair in likely_duplicates(told)] == [
        ("UNIV-1B", "UNIV-1")
    ]
    mails = told.exec(select(DonorContact.email)).all()
    assert mails
    assert all(mail.endswith("@example.org") for mail in mails)


BY_HAND = {
    "NOR-2021-235": {
        "pledged": 1_334_816_46 + 200_222_47,
        "exchange_difference": -41_922_39,
        "received": 1_493_116_54,
        "interest": 52_267_69,
        "bank_charges": 43_50,
        "transferred": -26_349_52,
        "support_cost": 179_510_11,
        "allocated": 1_382_929_04 - 2_082_02,
        "spent": 1_380_847_02,
        "balance": 11_333_12,
    },
    "JPN-2017-103": {
        "pledged": 1_319_463_21,
        "exchange_difference": -422_11,
        "received": 1_319_041_10,
        "interest": 17_658_64,
        "transferred": -6_767_88,
        "written_off": 177_42,
        "support_cost": 154_537_81,
        "allocated": 1_263_646_46 - 74_894_07,
        "spent": 1_188_752_39,
        "balance": 0,
    },
    "EU-2019-182": {
        "pledged": 3_020_134_23 - 453_020_13,
        "exchange_difference": 47_284_83,
        "received": 2_614_398_93,
        "interest": 39_455_89,
        "bank_charges": 56_72,
        "support_cost": 173_077_13,
        "spent": 2_599_937_40 - 127_406_99,
        "refunded": 8_190_56,
        "balance": 0,
    },
}
"""Three waterfalls of docs/sample.md, in US cents."""


@pytest.mark.parametrize("reference", BY_HAND)
def test_three_waterfalls_are_as_worked_out_by_hand(told: Session, reference: str) -> None:
    row = told.exec(select(Contribution).where(Contribution.reference == reference)).one()
    rate = reserve_rate(row.support_rate_bp, row.support_basis)
    flow = waterfall_of(told, row.id or 0, rate)
    expected = BY_HAND[reference]
    assert {name: getattr(flow, f"{name}_minor") for name in expected} == expected


def test_every_waterfall_adds_up_and_what_is_closed_holds_nothing(told: Session) -> None:
    for row in told.exec(select(Contribution)):
        rate = reserve_rate(row.support_rate_bp, row.support_basis)
        flow = waterfall_of(told, row.id or 0, rate)
        assert (
            flow.pledged_minor
            + flow.exchange_difference_minor
            - flow.pledge_written_off_minor
            - flow.outstanding_minor
            == flow.received_minor
        )
        gone = flow.spent_minor + flow.support_cost_minor + flow.refunded_minor
        assert flow.resources_minor - gone == flow.balance_minor
        if row.state is ContributionState.CLOSED:
            assert flow.balance_minor == 0
