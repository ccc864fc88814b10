"""Random moves and explanations: what is open stays the difference less what is explained."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from tests.fund.made_statements import DRAFT, ITEMS, state
from tests.fund.small_fund import Fund, add_catalogue, post_a_little
from tests.support.databases import PostgresServer
from tracker.db import make_engine, make_session, transaction
from tracker.errors import InvalidInput
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.cash_entries import (
    charge_bank,
    give_interest,
    receive,
    refund,
    transfer,
    write_off,
)
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import (
    Allocation,
    ContributionMovement,
    InterestCredit,
    Transfer,
    UseOfFunds,
)
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.ledger.use_entries import allocate, spend
from tracker.fund.reconciliation.statement_comparison import (
    Reconciliation,
    line_of,
    reconcile,
)
from tracker.fund.reconciliation.statement_writes import (
    add_statement,
    change_figure,
    explain,
    withdraw,
)
from tracker.fund.states import StatementItem

ACCOUNTS = {
    AccountKind.DONOR: StatementItem.RECEIVED,
    AccountKind.SPENT: StatementItem.SPENT,
    AccountKind.SUPPORT_CHARGED: StatementItem.SUPPORT_COST,
    AccountKind.REFUNDED: StatementItem.REFUNDED,
    AccountKind.INTEREST: StatementItem.INTEREST,
    AccountKind.BANK_CHARGED: StatementItem.BANK_CHARGES,
    AccountKind.WRITTEN_OFF: StatementItem.WRITTEN_OFF,
}
INCOMING = {AccountKind.DONOR, AccountKind.INTEREST}
BALANCES = (
    (StatementItem.OPENING_BALANCE, date(2023, 12, 31)),
    (StatementItem.CLOSING_BALANCE, date(2024, 12, 31)),
)
"""Money held is what came in less what went out: all that is not on an account outside."""
KINDS = (
    "receive", "refund", "charge", "lose", "interest", "transfer", "allocate", "spend",
    "explain", "withdraw", "state",
)  # fmt: skip
MOVES = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.integers(1, 400_00),
        st.sampled_from([2022, 2023, 2024, 2025]),
    ),
    max_size=14,
)


def _counted(session: Session) -> Counter[StatementItem]:
    """Count the figures of 2024 by hand, from the accounts and not from the measures."""
    rows = session.execute(
        select(col(LedgerEntry.effective_on), col(LedgerAccount.kind), col(LedgerLine.minor))
        .select_from(LedgerEntry)
        .join(LedgerLine, col(LedgerLine.entry_id) == LedgerEntry.id)
        .join(LedgerAccount, col(LedgerAccount.id) == LedgerLine.account_id)
    )
    counted: Counter[StatementItem] = Counter()
    for on, kind, minor in rows:
        item = ACCOUNTS.get(kind)
        if item is None:
            continue
        if on.year == 2024:
            counted[item] += -minor if kind in INCOMING else minor
        for balance, last in BALANCES:
            counted[balance] -= minor if on <= last else 0
    return counted


def _open_is_what_it_is(session: Session, found: Reconciliation) -> None:
    """Compare each line with what is counted by hand."""
    ours = _counted(session)
    for line in found.lines:
        counted = sum(e.minor for e in line.explanations if e.withdrawn_at is None)
        assert line.comparison.system_minor == ours[line.item]
        assert line.comparison.open_minor == (
            line.comparison.statement_minor - ours[line.item] - counted
        )
    assert found.tied_out == all(line.comparison.open_minor == 0 for line in found.lines)


def _run(url: str, moves: list[tuple[str, int, int]]) -> None:
    """Post, state, explain and withdraw in any order, looking at every line after each."""
    engine = make_engine(url)
    with make_session(engine) as session:
        fund = add_catalogue(session)
        post_a_little(session, fund)
        with transaction(session):
            add_statement(session, DRAFT, "ana")
        numbers = [state(session, item, 10_000) for item in ITEMS]
        for place, (kind, minor, year) in enumerate(moves):
            _move(session, fund, numbers, (kind, minor, year), place)
            _open_is_what_it_is(session, reconcile(session, "CS-2024"))
    engine.dispose()


def _post(book: Book, fund: Fund, move: tuple[str, int, int], place: int) -> None:
    """Post what a move of money says."""
    kind, minor, year = move
    consent: Any = {"letter": "Note 7", "consent_on": date(year, 5, 1)}
    heading = Heading(date(year, 6, 1), f"T{place}", basis="bank failed", **consent)
    italy, train = fund.contributions["ITA"], fund.activities["TRAIN"]
    payments = {
        "receive": receive, "refund": refund, "charge": charge_bank, "lose": write_off,
    }  # fmt: skip
    if kind in payments:
        payments[kind](book, ContributionMovement(italy, minor, heading))
    elif kind == "interest":
        give_interest(book, InterestCredit(minor, heading, italy))
    elif kind == "transfer":
        transfer(book, Transfer(italy, fund.contributions["JPN"], minor, heading))
    elif kind == "allocate":
        allocate(book, Allocation(train, minor, heading, italy))
    else:
        spend(book, UseOfFunds(train, minor, heading, italy))


def _move(
    session: Session, fund: Fund, numbers: list[int], move: tuple[str, int, int], place: int
) -> None:
    """Try one move; what is refused leaves everything as it was."""
    kind, minor, _year = move
    number = numbers[place % len(numbers)]
    line = line_of(session, "CS-2024", number)
    try:
        with transaction(session):
            if kind == "state":
                change_figure(session, "CS-2024", number, minor=minor, actor="ana", why="x")
            elif kind == "explain":
                sign = -1 if line.comparison.difference_minor < 0 else 1
                explain(session, "CS-2024", number, minor=sign * minor, text="why", actor="ana")
            elif kind == "withdraw":
                standing = [one.id for one in line.explanations if one.withdrawn_at is None]
                for one in standing[:1]:
                    withdraw(session, "CS-2024", one, actor="ana", why="no")
            else:
                with open_book(session, "test", "second") as book:
                    _post(book, fund, move, place)
    except InvalidInput:
        session.rollback()


def test_open_stays_the_difference_less_what_is_explained_on_sqlite(
    fresh_sqlite: Callable[[], str],
) -> None:
    @settings(max_examples=20, deadline=None, database=None)
    @given(MOVES)
    def holds(moves: list[tuple[str, int, int]]) -> None:
        _run(fresh_sqlite(), moves)

    holds()


def test_open_stays_the_difference_less_what_is_explained_on_postgresql(
    postgres: PostgresServer,
) -> None:
    @settings(max_examples=5, deadline=None, database=None)
    @given(MOVES)
    def holds(moves: list[tuple[str, int, int]]) -> None:
        url = postgres.lend_migrated()
        _run(url, moves)
        postgres.take_back(url)

    holds()
