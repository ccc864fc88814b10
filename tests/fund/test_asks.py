"""Asks for an allocation: what is shown is what is recorded, and nobody decides on their own."""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from tests.fund.small_fund import Fund, heading
from tests.support.approvals import approve
from tests.support.simultaneous import told_at_once
from tracker.db import transaction
from tracker.errors import (
    Conflict,
    InsufficientFunds,
    InvalidDraft,
    InvalidInput,
    NotAllowed,
    ShownChanged,
)
from tracker.fund.approvals.decisions import send_back
from tracker.fund.asks.allocation_costs import AllocationLine, costs_of_lines
from tracker.fund.asks.answering import decline, give_back, take_up
from tracker.fund.asks.ask_list import asked_of, count_asked, list_asks, read_ask
from tracker.fund.asks.asking import AskDraft, ask, ask_again, take_back
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.entry_drafts import Allocation
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerHold, LedgerLine
from tracker.fund.ledger.use_entries import allocate
from tracker.fund.ledger.verification import verify
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.states import AllocationAskState
from tracker.listing import FilterChoice, ListQuery
from tracker.periods import proposed_day

PIA, FAY, ABE = "pia@example.org", "fay@example.org", "abe@example.org"
DRAFT = AskDraft(
    "TRAIN", (AllocationLine("ITA", 100_03), AllocationLine("JPN", 50_00)), "Travel of judges"
)


def drafts_of(draft: AskDraft, name: str = "ASK") -> list[EntryDraft]:
    return [
        EntryDraft(
            EntryKind.ALLOCATION,
            f"{name}/{number}",
            proposed_day(),
            line.minor,
            contribution=line.contribution,
            activity=draft.activity,
        )
        for number, line in enumerate(draft.lines)
    ]


def asked(session: Session, draft: AskDraft = DRAFT) -> int:
    session.rollback()
    with transaction(session):
        return ask(session, draft, PIA)


def state_of(session: Session, number: int) -> AllocationAskState:
    session.rollback()
    return read_ask(session, number).item.state


def lines_recorded(session: Session, references: list[str]) -> dict[str, tuple[int, int]]:
    """Return what entries have allocated and reserved as support cost, by reference."""
    statement = (
        select(LedgerEntry.reference, LedgerAccount.kind, LedgerLine.minor)
        .join(LedgerLine, col(LedgerLine.entry_id) == col(LedgerEntry.id))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .where(col(LedgerEntry.reference).in_(references))
    )
    found: dict[str, tuple[int, int]] = {}
    for reference, kind, minor in session.exec(statement):
        given, support = found.get(reference, (0, 0))
        given += minor if kind is AccountKind.ALLOCATED else 0
        support += minor if kind is AccountKind.SUPPORT_RESERVED else 0
        found[reference] = given, support
    return found


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(1, 210_00), min_size=2, max_size=2))
def test_the_costs_shown_are_those_recorded_to_the_cent(
    session: Session, posted: Fund, amounts: list[int]
) -> None:
    del posted
    lines = [
        AllocationLine(name, minor) for name, minor in zip(("ITA", "JPN"), amounts, strict=True)
    ]
    session.rollback()
    shown = costs_of_lines(session, "TRAIN", lines, proposed_day())
    draft = AskDraft("TRAIN", tuple(lines), "x")
    if shown.faults:
        with pytest.raises(InvalidDraft), transaction(session):
            ask(session, draft, PIA)
        session.rollback()
        return
    number = ask(session, draft, PIA)
    drafts = drafts_of(draft)
    made = take_up(session, number, 1, drafts, FAY)
    approve(session, made.request, ABE)
    recorded = lines_recorded(session, [one.reference for one in drafts])
    assert [(one.minor, one.support_minor) for one in shown.lines] == [
        recorded[one.reference] for one in drafts
    ]
    assert shown.taken_minor == sum(sum(one) for one in recorded.values())
    after = [AllocationLine(line.contribution, 1) for line in lines]
    left = [one.left_minor for one in costs_of_lines(session, "TRAIN", after, proposed_day()).lines]
    expected = [one.left_minor for one in shown.lines]
    assert all(
        now is not None and then is not None and then - now in {0, 1, 2}
        for now, then in zip(left, expected, strict=True)
    )
    session.rollback()


def test_an_ask_reserves_nothing_and_its_allocations_do(session: Session, posted: Fund) -> None:
    del posted
    number = asked(session)
    assert not session.exec(select(LedgerHold)).all()
    assert asked_of(session, ["ITA", "JPN"]) == {"ITA": 100_03, "JPN": 50_00}
    assert asked_of(session, ["ITA"], besides=number) == {}
    assert (count_asked(session), count_asked(session, PIA), count_asked(session, FAY)) == (1, 1, 0)
    session.rollback()
    with transaction(session):
        made = take_up(session, number, 1, drafts_of(DRAFT), FAY)
    assert made.entries == len(DRAFT.lines)
    assert session.exec(select(LedgerHold)).all()
    item = read_ask(session, number).item
    assert (item.state, item.request, item.is_open) == (
        AllocationAskState.TAKEN_UP,
        made.request,
        False,
    )
    assert asked_of(session, ["ITA"]) == {}


def test_lines_are_handed_in_all_or_none(session: Session, posted: Fund) -> None:
    del posted
    number = asked(session)
    too_much = [*drafts_of(DRAFT)[:1], replace(drafts_of(DRAFT)[1], amount_minor=9_000_00)]
    with pytest.raises(InvalidInput), transaction(session):
        take_up(session, number, 1, too_much, FAY)
    assert state_of(session, number) is AllocationAskState.ASKED
    assert not session.exec(select(LedgerHold)).all()


def test_who_asked_does_not_approve_whatever_the_role_has_become(
    session: Session, posted: Fund
) -> None:
    del posted
    number = asked(session)
    with transaction(session):
        made = take_up(session, number, 1, drafts_of(DRAFT), FAY)
    for one in (PIA, FAY):
        with pytest.raises(NotAllowed), transaction(session):
            approve(session, made.request, one)
        session.rollback()
    with transaction(session):
        assert approve(session, made.request, ABE) == len(DRAFT.lines)
    assert verify(session).clean


def test_a_request_handed_in_again_stays_barred_to_who_asked(
    session: Session, posted: Fund
) -> None:
    del posted
    number = asked(session)
    with transaction(session):
        first = take_up(session, number, 1, drafts_of(DRAFT), FAY).request
    with transaction(session):
        send_back(session, first, ABE, "a smaller amount")
    assert read_ask(session, number).item.is_open
    session.rollback()
    with transaction(session):
        again = take_up(session, number, 2, drafts_of(DRAFT), FAY).request
    assert read_ask(session, number).item.request == again != first
    session.rollback()
    with pytest.raises(NotAllowed), transaction(session):
        approve(session, again, PIA)


def test_returned_it_is_asked_again_and_declined_it_is_over(session: Session, posted: Fund) -> None:
    del posted
    number = asked(session)
    with pytest.raises(InvalidInput), transaction(session):
        give_back(session, number, 1, FAY, " ")
    with transaction(session):
        give_back(session, number, 1, FAY, "ask for less")
    with pytest.raises(NotAllowed), transaction(session):
        ask_again(session, number, 2, DRAFT, ABE)
    less = replace(DRAFT, lines=(AllocationLine("JPN", 10_00),))
    with transaction(session):
        ask_again(session, number, 2, less, PIA)
    facts = read_ask(session, number)
    assert facts.lines == less.lines
    assert [one.action for one in facts.trail] == ["ask", "return", "ask"]
    session.rollback()
    with transaction(session):
        decline(session, number, 3, FAY, "no money this year")
    for do in (
        partial(take_back, actor=PIA),
        partial(give_back, actor=FAY, reason="x"),
        partial(ask_again, draft=DRAFT, actor=PIA),
        partial(take_up, drafts=drafts_of(DRAFT), actor=FAY),
    ):
        with pytest.raises(Conflict), transaction(session):
            do(session, number, 4)
    assert state_of(session, number) is AllocationAskState.DECLINED


def test_a_decision_holds_for_what_was_shown_alone(session: Session, posted: Fund) -> None:
    del posted
    number = asked(session)
    with transaction(session):
        take_back(session, number, 1, PIA)
    with pytest.raises(ShownChanged), transaction(session):
        take_up(session, number, 1, drafts_of(DRAFT), FAY)


def test_what_the_ledger_would_refuse_is_not_asked_for(session: Session, posted: Fund) -> None:
    del posted
    wrong = AskDraft(
        "TRAIN",
        (AllocationLine("ITA", 10_00), AllocationLine("JPN", 99_999_00), AllocationLine("ITA", 1)),
        " ",
    )
    with pytest.raises(InvalidDraft) as told, transaction(session):
        ask(session, wrong, PIA)
    assert {fault.field for fault in told.value.faults} == {"purpose", "lines-2-contribution"}
    session.rollback()
    with pytest.raises(InvalidDraft) as told, transaction(session):
        ask(session, replace(wrong, lines=wrong.lines[:2], purpose="x"), PIA)
    assert {fault.field for fault in told.value.faults} == {"lines-1-amount"}


def test_of_two_asks_for_the_same_last_money_one_is_handed_in(
    engine: Engine, session: Session, posted: Fund
) -> None:
    del posted
    left = costs_of_lines(session, "TRAIN", [AllocationLine("JPN", 1)], proposed_day()).lines[0]
    all_of_it = replace(DRAFT, lines=(AllocationLine("JPN", (left.left_minor or 0) + 1),))
    one, other = asked(session, all_of_it), asked(session, all_of_it)
    told = told_at_once(
        engine,
        lambda own: take_up(own, one, 1, drafts_of(all_of_it, "ONE"), FAY),
        lambda own: take_up(own, other, 1, drafts_of(all_of_it, "OTHER"), FAY),
    )
    assert isinstance(told, InvalidInput)
    states = {state_of(session, number) for number in (one, other)}
    assert states == {AllocationAskState.TAKEN_UP, AllocationAskState.ASKED}
    assert verify(session).clean


def test_one_ask_is_taken_up_once(engine: Engine, session: Session, posted: Fund) -> None:
    del posted
    number = asked(session)
    told = told_at_once(engine, lambda own: take_up(own, number, 1, drafts_of(DRAFT), FAY))
    assert isinstance(told, ShownChanged)


def test_a_shortage_says_what_of_it_is_support_cost(session: Session, posted: Fund) -> None:
    train, japan = posted.activities["TRAIN"], posted.contributions["JPN"]
    with (
        pytest.raises(InsufficientFunds) as told,
        transaction(session),
        open_book(session, "test", "second") as book,
    ):
        allocate(book, Allocation(train, 1_000_00, heading("A9"), contribution_id=japan))
    assert "1,070.00 USD needed, of which 70.00 USD support cost" in str(told.value)
    most = int(str(told.value).rpartition("so ")[2].partition(" USD")[0].replace(".", ""))
    session.rollback()
    with transaction(session), open_book(session, "test", "second") as book:
        allocate(book, Allocation(train, most, heading("A9"), contribution_id=japan))
    with (
        pytest.raises(InsufficientFunds),
        transaction(session),
        open_book(session, "test", "second") as book,
    ):
        allocate(book, Allocation(train, 1, heading("A10"), contribution_id=japan))


def test_the_list_is_narrowed_by_state_contribution_and_person(
    session: Session, posted: Fund
) -> None:
    del posted
    number = asked(session)
    other = asked(session, replace(DRAFT, lines=DRAFT.lines[1:]))
    for chosen, found in (
        (FilterChoice("contribution", "ITA"), [number]),
        (FilterChoice("contribution", "JPN"), [number, other]),
        (FilterChoice("state", "declined"), []),
        (FilterChoice("asked_by", PIA), [number, other]),
        (FilterChoice("activity", "LAWS"), []),
    ):
        rows = list_asks(session, ListQuery(chosen=(chosen,), order="number")).rows
        assert [row.number for row in rows] == found
