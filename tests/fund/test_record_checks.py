"""Verification finds changes of the tables beside the ledger."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from tests.fund.small_fund import Fund, heading
from tests.fund.test_verification import tamper
from tests.support.approvals import approve
from tests.support.closing import close_months, close_year
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.errors import NotAllowed
from tracker.fund.approvals.decisions import send_back
from tracker.fund.approvals.request_list import preparers, waiting_of
from tracker.fund.approvals.submission import submit
from tracker.fund.closing.months import Month
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.verification.record_checks import rows_to_verify, verify_record
from tracker.people.tables import ActorName

LATER = date(2025, 2, 1)


def order(kind: EntryKind, usd: int, contribution: int, head: Heading) -> PostingInstruction:
    return PostingInstruction(kind, replace(head, basis="as agreed"), usd, contribution)


@pytest.fixture
def decided(session: Session, posted: Fund) -> Fund:
    """Give a record with requests of every state, a closed year and a correction in it.

    Entries 1 to 6 were posted; 7 and 8 were approved as request 1; request 2 was returned;
    the year 2024 was closed after entry 8; entry 9 corrects it, as request 3; request 4 waits.
    """
    italy, japan = posted.contributions["ITA"], posted.contributions["JPN"]
    with transaction(session):
        refunds = [
            order(EntryKind.REFUND, 1_00, italy, heading("F1")),
            order(EntryKind.BANK_CHARGE, 2_00, italy, heading("F2")),
        ]
        submit(session, refunds, "first")
        approve(session, 1, "second")
        submit(session, [order(EntryKind.WRITE_OFF, 1_00, italy, heading("F3"))], "first")
        send_back(session, 2, "second", "no reason is given")
        close_months(session, Month(2024, 12), "second")
        close_year(session, 2024, "second")
        late = heading("F4", correction="the bank told late")
        submit(session, [order(EntryKind.BANK_CHARGE, 3_00, japan, late)], "first")
        approve(session, 3, "second")
        waits = [
            order(EntryKind.REFUND, 5_00, japan, Heading(LATER, "F5")),
            order(EntryKind.RECEIPT, 1_00, japan, Heading(LATER, "F6")),
        ]
        submit(session, waits, "first")
    return posted


TAMPERED: dict[str, tuple[str, Sequence[str]]] = {
    "money reserved by what was returned": (
        "request 2: it does not wait, and money",
        [
            (
                "INSERT INTO ledger_hold (id, request_id, kind, contribution_id, minor,"
                " effective_on) VALUES (900, 2, 'unallocated', 1, 5, '2024-01-01')"
            )
        ],
    ),
    "references reserved by what was returned": (
        "request 2: it does not wait, and references",
        ["INSERT INTO reserved_reference (reference, request_id) VALUES ('F3', 2)"],
    ),
    "a reference that is no longer reserved": (
        "request 4: its orders have other references",
        ["DELETE FROM reserved_reference WHERE reference = 'F5'"],
    ),
    "a reserved reference that is in the ledger": (
        "request 4: it waits for R1, which is in the ledger",
        ["UPDATE reserved_reference SET reference = 'R1' WHERE reference = 'F5'"],
    ),
    "more reserved than is there": (
        "account",
        ["UPDATE ledger_hold SET minor = minor + 100000000"],
    ),
    "money reserved of an account that is not there": (
        "account None (spent): 5 is reserved",
        [
            (
                "INSERT INTO ledger_hold (id, request_id, kind, contribution_id, activity_id,"
                " minor, effective_on) VALUES (900, 4, 'spent', 5, 2, 5, '2024-01-01')"
            )
        ],
    ),
    "a refund without a second person": (
        "entry 7: it takes two persons (refund)",
        ["UPDATE ledger_entry SET approved_by = '' WHERE id = 7"],
    ),
    "a correction without a second person": (
        "entry 9: it takes two persons (bank_charge)",
        ["UPDATE ledger_entry SET approved_by = '' WHERE id = 9"],
    ),
    "an approved request without entries": (
        "request 1: it was approved and names no entries",
        ["UPDATE approval_request SET first_entry_id = NULL WHERE id = 1"],
    ),
    "an approved request with an entry less": (
        "request 1: its entries are not those that were approved",
        ["UPDATE approval_request SET last_entry_id = 7 WHERE id = 1"],
    ),
    "an approved request of somebody else": (
        "request 1: entry 7 names other persons",
        ["UPDATE approval_request SET prepared_by = 'third' WHERE id = 1"],
    ),
    "entries of what was not approved": (
        "request 2: it names entries and was not approved",
        ["UPDATE approval_request SET first_entry_id = 7 WHERE id = 2"],
    ),
    "a month that is missing": (
        "period 2024-04-01 to 2024-04-30: it does not follow the month",
        ["DELETE FROM closed_period WHERE first_on = '2024-03-01'"],
    ),
    "a month cut short": (
        "period 2024-03-01 to 2024-03-30: it is no whole month",
        ["UPDATE closed_period SET last_on = '2024-03-30' WHERE first_on = '2024-03-01'"],
    ),
    "a month closed out of turn": (
        "period 2024-04-01 to 2024-04-30: it was closed before the period before it",
        ["UPDATE closed_period SET last_entry_id = 7 WHERE first_on = '2024-04-01'"],
    ),
    "a year whose last month is open": (
        "period 2024-01-01 to 2024-12-31: its last month is not closed",
        ["DELETE FROM closed_period WHERE first_on = '2024-12-01'"],
    ),
    "a year closed too early": (
        "period 2024-01-01 to 2024-12-31: it was closed before its last month",
        ["UPDATE closed_period SET last_entry_id = 7 WHERE kind = 'year'"],
    ),
    "a period that names an entry to come": (
        "period 2024-01-01 to 2024-12-31: it names an entry that is not there",
        ["UPDATE closed_period SET last_entry_id = 10 WHERE kind = 'year'"],
    ),
    "an entry in a closed month that is no correction": (
        "entry 9: its day was closed",
        ["UPDATE ledger_entry SET correction = '' WHERE id = 9"],
    ),
    "an entry called a correction while the day was open": (
        "entry 8: it is called a correction",
        ["UPDATE ledger_entry SET correction = 'late' WHERE id = 8"],
    ),
    "an entry moved to an open day": (
        "entry 9: it is called a correction",
        ["UPDATE ledger_entry SET effective_on = '2025-01-01' WHERE id = 9"],
    ),
    "a closing balance": (
        "period 2024-01-01 to 2024-12-31: account 1 closed with",
        ["UPDATE closing_balance SET minor = minor + 1 WHERE account_id = 1"],
    ),
    "a closing balance in the original currency": (
        "period 2024-01-01 to 2024-12-31: account 1 closed with",
        ["UPDATE closing_balance SET original_minor = 7 WHERE account_id = 1"],
    ),
    "a closing balance that is missing": (
        "period 2024-01-01 to 2024-12-31: account 1 closed with nothing",
        ["DELETE FROM closing_balance WHERE account_id = 1"],
    ),
    "the closing balance of an account that was not there": (
        "period 2024-01-01 to 2024-12-31: account",
        [
            (
                "INSERT INTO closing_balance (period_id, account_id, minor, original_minor)"
                " SELECT period_id, (SELECT max(id) FROM ledger_account), 5, 0"
                " FROM closing_balance WHERE account_id = 1"
            )
        ],
    ),
}


def test_an_untouched_record_is_clean(session: Session, decided: Fund) -> None:
    del decided
    found = verify_record(session)
    assert (found.entries, found.faults) == (9, [])


def test_progress_counts_entries_records_and_sealed_rows(session: Session, decided: Fund) -> None:
    del decided
    done: list[int] = []
    found = verify_record(session, done.append)
    assert sum(done) == found.entries + found.records + found.rows == rows_to_verify(session)
    session.rollback()


@pytest.mark.parametrize("name", TAMPERED)
def test_it_is_found(engine: Engine, session: Session, decided: Fund, name: str) -> None:
    del decided
    expected, statements = TAMPERED[name]
    tamper(engine, statements)
    told = [f"{fault.where}: {fault.message}" for fault in verify_record(session).faults]
    assert any(each.startswith(expected) for each in told), told


def test_entries_older_than_approvals_need_no_second_person(
    engine: Engine, session: Session, posted: Fund
) -> None:
    del posted
    tamper(engine, ["UPDATE ledger_entry SET approved_by = ''"])
    told = [fault.message for fault in verify_record(session).faults]
    assert told
    assert not any("second" in each for each in told)


def test_orders_that_cannot_be_read_are_a_fault(
    engine: Engine, session: Session, decided: Fund
) -> None:
    del decided
    with engine.begin() as connection:
        connection.execute(text("UPDATE approval_request SET orders = '[7]' WHERE id = 4"))
    told = [f"{fault.where}: {fault.message}" for fault in verify_record(session).faults]
    assert "request 4: its orders have other references than are reserved" in told


def test_text_that_is_no_json_is_a_fault(fresh_sqlite_session: Session) -> None:
    engine = fresh_sqlite_session.get_bind()
    assert isinstance(engine, Engine)
    with transaction(fresh_sqlite_session):
        refund = order(EntryKind.REFUND, 1_00, 1, heading("F1"))
        submit(fresh_sqlite_session, [refund], "first")
    with engine.begin() as connection:
        connection.execute(text("UPDATE approval_request SET orders = '[{'"))
    found = verify_record(fresh_sqlite_session)
    assert "cannot be read" in found.faults[0].message


def test_a_request_that_its_preparer_decided_is_a_fault(fresh_sqlite_session: Session) -> None:
    engine = fresh_sqlite_session.get_bind()
    assert isinstance(engine, Engine)
    with transaction(fresh_sqlite_session):
        submit(fresh_sqlite_session, [order(EntryKind.REFUND, 1, 1, heading("F1"))], "first")
        send_back(fresh_sqlite_session, 1, "second", "why?")
    fresh_sqlite_session.rollback()
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        connection.exec_driver_sql("BEGIN")
        connection.execute(text("UPDATE approval_request SET decided_by = 'first'"))
        connection.commit()
    faults = verify_record(fresh_sqlite_session).faults
    assert [fault.message.partition(" sealed")[0] for fault in faults] == [
        "no second person decided it",
        "it is not what record 6 of the trail",
    ]


def test_one_person_under_two_texts_is_no_second_person(session: Session, decided: Fund) -> None:
    """Who prepared under an address of before handles cannot be the approver by the handle."""
    del decided
    with transaction(session):
        record_set_up(session)
        session.add(ActorName(text="first", handle="P-000001"))
        session.add(ActorName(text="second", handle="P-000001"))
    found = {fault.where for fault in verify_record(session).faults}
    assert {"request 1", "request 2", "entry 7", "entry 9"} <= found


def test_requests_of_before_handles_are_their_preparers(session: Session, decided: Fund) -> None:
    del decided
    with transaction(session):
        record_set_up(session)
        session.add(ActorName(text="first", handle="P-000001"))
    assert verify_record(session).clean
    with pytest.raises(NotAllowed), transaction(session):
        approve(session, 4, "P-000001")
    with pytest.raises(NotAllowed), transaction(session):
        send_back(session, 4, "P-000001", "no")
    assert preparers(session) == ("P-000001",)
    assert [item.number for item in waiting_of(session, "P-000001")] == [4]
    with transaction(session):
        approve(session, 4, "P-000002")
    last = select(LedgerEntry.recorded_by).order_by(col(LedgerEntry.id).desc())
    assert session.exec(last).first() == "P-000001"
    assert verify_record(session).clean
