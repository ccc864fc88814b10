# ruff: noqa: D102 - the name of a rule is its sentence
"""Random moves, lawful and not, on either database, against a model in plain Python.

After each move the books must balance and agree with the model; a refused one must leave
nothing behind.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func
from sqlmodel import Session, col, select

from tests.fund.model import Model, Move
from tests.fund.small_fund import PLACES, TERMS, add_catalogue, contents, heading
from tests.support.databases import PostgresServer
from tracker.db import make_engine, make_session, transaction
from tracker.errors import TrackerError
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.drafts import Allocation, Payment, Use
from tracker.fund.ledger.models import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.ledger.posting_cash import correct_receipt, receive, refund
from tracker.fund.ledger.posting_pledges import adjust_pledge, pledge
from tracker.fund.ledger.posting_reversals import reverse
from tracker.fund.ledger.posting_uses import allocate, commit, spend
from tracker.fund.ledger.reversing import read_entry
from tracker.fund.ledger.verification import verify
from tracker.fund.ledger.writing import open_book

WHO = st.sampled_from(sorted(TERMS))
WHAT = st.sampled_from(sorted(PLACES))
CENTS = st.one_of(st.integers(1, 100), st.integers(1, 400_00), st.integers(1, 3_000_00))
NAMED = st.one_of(st.none(), WHO)
USES = (
    ("allocated", "committed"),
    ("allocated", "spent"),
    ("allocated", "spent"),
    ("committed", "spent"),
)
CREDIT = {"donor": "received", "unallocated": "unallocated"}
APART = {"pledge_control", "exchange_difference"}


def draw_amount(data: st.DataObject, left: int) -> int:
    """Draw some of what is left, all of it, or a cent more."""
    some = st.integers(1, max(left, 1))
    return data.draw(
        st.one_of(some, some, st.integers(1, 9), st.just(left or 1), st.just(left + 1))
    )


class LedgerMachine(RuleBasedStateMachine):
    """Posts on a database and on the model."""

    def __init__(self, url: str, close: Callable[[], object]) -> None:
        super().__init__()
        self.engine = make_engine(url)
        self.session = make_session(self.engine)
        self.close = close
        self.fund = add_catalogue(self.session)
        self.model = Model()
        self.entries: list[tuple[str, Move]] = []
        self.undone: set[int] = set()

    def teardown(self) -> None:
        """Leave no database behind."""
        self.session.close()
        self.engine.dispose()
        self.close()

    def post(self, kind: str, move: Move | None, verb: Callable[[Book], None]) -> None:
        """Post; expect it to be kept where the model allows the move, else refused whole."""
        if move is None:
            before = contents(self.session)
            with pytest.raises(TrackerError):
                self.write(verb)
            assert contents(self.session) == before
            return
        self.write(verb)
        self.model.apply(move)
        self.entries.append((kind, move))

    def write(self, verb: Callable[[Book], None]) -> None:
        """Post in a transaction of its own."""
        with transaction(self.session), open_book(self.session, "test", "second") as book:
            verb(book)

    def payment(self, who: str, usd: int, original: int) -> Payment:
        """Draft a payment in the contribution's currency."""
        euros = TERMS[who].currency == "EUR"
        more = {"currency": "EUR", "original_minor": original} if euros else {}
        number = self.fund.contributions[who]
        return Payment(number, usd, heading(f"M{len(self.entries)}", **more))

    @initialize()
    def begin_with_some_money(self) -> None:
        for who in TERMS:
            self.receiving(who, 1_000_00, 900_00)
        for what in PLACES:
            self.giving(None, what, 500_01)
            self.using(None, what, 200_01, "allocated", "committed", commit)

    @rule(who=WHO, usd=CENTS, original=CENTS)
    def pledging(self, who: str, usd: int, original: int) -> None:
        original = original if who == "FRA" else usd
        draft = self.payment(who, usd, original)
        self.post("pledge", self.model.pledge(who, usd, original), lambda b: pledge(b, draft))

    @rule(who=WHO, usd=CENTS, original=CENTS)
    def lowering_a_pledge(self, who: str, usd: int, original: int) -> None:
        original = original if who == "FRA" else usd
        draft = self.payment(who, -usd, -original)
        move = self.model.pledge(who, -usd, -original)
        self.post("pledge", move, lambda b: adjust_pledge(b, draft))

    @rule(who=WHO, usd=CENTS, original=CENTS)
    def receiving(self, who: str, usd: int, original: int) -> None:
        original = original if who == "FRA" else usd
        draft = self.payment(who, usd, original)
        self.post("receipt", self.model.receive(who, usd, original), lambda b: receive(b, draft))

    @rule(who=WHO, usd=CENTS, original=CENTS)
    def correcting_a_receipt(self, who: str, usd: int, original: int) -> None:
        original = original if who == "FRA" else usd
        draft = self.payment(who, usd, original)
        move = self.model.receive(who, -usd, -original)
        self.post("correction", move, lambda b: correct_receipt(b, draft))

    @rule(who=WHO, usd=CENTS)
    def refunding(self, who: str, usd: int) -> None:
        draft = self.payment(who, usd, usd)
        self.post("refund", self.model.refund(who, usd), lambda b: refund(b, draft))

    @rule(who=NAMED, what=WHAT, data=st.data())
    def allocating(self, who: str | None, what: str, data: st.DataObject) -> None:
        left = self.model.pool_left(what)
        self.giving(who, what, draw_amount(data, left.get(who, 1) if who else sum(left.values())))

    def giving(self, who: str | None, what: str, usd: int) -> None:
        parts = {who: usd} if who else self.model.pro_rata(usd, self.model.pool_left(what))
        draft = Allocation(
            self.fund.activities[what],
            usd,
            heading(f"M{len(self.entries)}"),
            self.fund.contributions[who] if who else None,
            pool=tuple(self.fund.contributions.values()),
        )
        move = self.model.allocate(parts, what)
        self.post("allocation", move, lambda b: allocate(b, draft))

    @rule(who=NAMED, what=WHAT, use=st.sampled_from(USES), data=st.data())
    def committing_or_spending(
        self, who: str | None, what: str, use: tuple[str, str], data: st.DataObject
    ) -> None:
        source, to = use
        left = self.model.share_left(what, source)
        usd = draw_amount(data, left[who] if who else sum(left.values()))
        self.using(who, what, usd, source, to, commit if to == "committed" else spend)

    def using(
        self,
        who: str | None,
        what: str,
        usd: int,
        source: str,
        to: str,
        verb: Callable[[Book, Use], None],
    ) -> None:
        left = self.model.share_left(what, source)
        parts = {who: usd} if who else self.model.pro_rata(usd, left)
        draft = Use(
            self.fund.activities[what],
            usd,
            heading(f"M{len(self.entries)}"),
            self.fund.contributions[who] if who else None,
            against_commitment=source == "committed",
        )
        move = self.model.use(parts, what, source, to)
        self.post(to, move, lambda b: verb(b, draft))

    @rule(data=st.data())
    def reversing(self, data: st.DataObject) -> None:
        number = len(self.entries) - data.draw(st.integers(0, min(7, len(self.entries) - 1)))
        kind, move = self.entries[number - 1]
        undo = self.model.undo_allocation if kind == "allocation" else self.model.undo
        lawful = kind != "reversal" and number not in self.undone
        undoing = undo(move) if lawful else None
        head = heading(f"M{len(self.entries)}")
        self.post("reversal", undoing, lambda b: reverse(b, read_entry(self.session, number), head))
        if undoing is not None:
            self.undone.add(number)

    @rule(who=WHO, usd=CENTS)
    def repeating_a_reference(self, who: str, usd: int) -> None:
        draft = Payment(self.fund.contributions[who], usd, heading("M0"))
        self.post("receipt", None, lambda b: receive(b, draft))

    @invariant()
    def the_books_balance(self) -> None:
        session = self.session
        unbalanced = select(LedgerLine.entry_id).group_by(col(LedgerLine.entry_id))
        assert not session.exec(unbalanced.having(func.sum(LedgerLine.minor) != 0)).all()
        assert self.balances_by_model_key(session) == {
            key: amount for key, amount in self.model.held.items() if amount
        }
        entries = len(session.exec(select(LedgerEntry.id)).all())
        found = verify(session)
        assert found.clean, found.faults
        assert found.entries == entries == len(self.entries)

    @invariant()
    def what_came_in_is_somewhere(self) -> None:
        held = self.model.held
        for who in TERMS:
            inside = sum(
                amount
                for (kind, owner, _), amount in held.items()
                if owner == who and kind not in {"pledged", "received", "pledged#", "received#"}
            )
            assert held[("received", who, "")] == inside
            for what in PLACES:
                left = held[("allocated", who, what)] + held[("committed", who, what)]
                assert left or not held[("support_reserved", who, what)]

    def balances_by_model_key(self, session: Session) -> Move:
        """Return the balances in the model's words; they must equal their lines."""
        who = {number: code for code, number in self.fund.contributions.items()}
        what = {number: code for code, number in self.fund.activities.items()}
        sums = dict(
            session.exec(
                select(LedgerLine.account_id, func.sum(LedgerLine.minor)).group_by(
                    col(LedgerLine.account_id)
                )
            ).all()
        )
        found: Move = {}
        for account in session.exec(select(LedgerAccount)):
            session.refresh(account)
            assert account.balance_minor == sums[account.id or 0]
            kind, owner = account.kind.value, who[account.contribution_id]
            place = what[account.activity_id] if account.activity_id else ""
            if kind in APART:
                continue
            sign = -1 if kind == "donor" else 1
            kind = CREDIT.get(kind, kind)
            found[(kind, owner, place)] = sign * account.balance_minor
            if kind in {"pledged", "received"}:
                found[(f"{kind}#", owner, place)] = sign * account.original_minor
        return {key: amount for key, amount in found.items() if amount}


def run(machine: Any, examples: int) -> None:  # noqa: ANN401 - hypothesis takes any maker, and types a class
    """Run the machine on so many histories of up to 25 moves."""
    thorough = settings(
        max_examples=examples,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(machine, settings=thorough)


def test_random_moves_on_sqlite(fresh_sqlite: Callable[[], str]) -> None:
    run(lambda: LedgerMachine(fresh_sqlite(), lambda: None), examples=20)


def test_random_moves_on_postgresql(postgres: PostgresServer) -> None:
    def machine() -> LedgerMachine:
        url = postgres.create_migrated()
        return LedgerMachine(url, partial(postgres.drop, url))

    run(machine, examples=8)
