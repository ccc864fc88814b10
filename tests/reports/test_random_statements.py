"""Statements add up to the cent after random moves, in several currencies, on either database."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from tests.fund.small_fund import Fund, add_catalogue
from tests.fund.test_random_currencies import FIRST, Rates, drawn, post, rates
from tests.support.made_up_ledger import (
    FIRST_DAY,
    LAST_DAY,
    Line,
    ledger,
    line_lists,
    member_rows,
    rollups,
)
from tests.support.statements import amounts, expect_adds_up, terms_of
from tests.support.statements import drawn as statement
from tracker.db import transaction
from tracker.errors import TrackerError
from tracker.fund.balances.waterfall_steps import StepSort
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import Allocation, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.use_entries import allocate, spend
from tracker.periods import utc_now
from tracker.reports.content.canonical import canonical_json
from tracker.reports.content.report import ReportTree
from tracker.reports.statement.accounts import account_of_choice, period_account
from tracker.totals.member_rows import MemberRows
from tracker.totals.members import build_members
from tracker.totals.query import Choice, Days
from tracker.totals.totals import Scope

__all__ = ["rates"]  # the fixture
CENTS = st.integers(-(10**9), 10**9)


@pytest.fixture
def fund(session: Session) -> Fund:
    """Give a database of either kind with the catalogue and no money."""
    return add_catalogue(session)


def use_some(session: Session, fund: Fund, random: Random, batch: int) -> None:
    """Allocate by name and by the rule, and spend of it, where the money is there."""
    on = FIRST + timedelta(145)
    pool = tuple(fund.contributions[code] for code in ("ITA", "JPN", "FRA"))
    train, laws = fund.activities["TRAIN"], fund.activities["LAWS"]
    give = [random.randint(1, 90_00) for _ in range(2)]
    use = [random.randint(1, 40_00) for _ in range(2)]
    moves = [
        Allocation(train, give[0], Heading(on, f"L{batch}"), pool[0]),
        Allocation(laws, give[1], Heading(on, f"M{batch}"), pool=pool),
        UseOfFunds(train, use[0], Heading(on, f"E{batch}")),
        UseOfFunds(laws, use[1], Heading(on, f"F{batch}")),
    ]
    for move in moves:
        try:
            with transaction(session), open_book(session, "ana", "ben") as book:
                (allocate if isinstance(move, Allocation) else spend)(book, move)  # type: ignore[arg-type]
        except TrackerError:
            session.rollback()


@pytest.mark.parametrize("seed", range(2))
def test_statements_add_up_and_stay_as_they_were_known(
    session: Session, fund: Fund, rates: Rates, seed: int
) -> None:
    del rates
    random, receipts = Random(seed), defaultdict[str, list[str]](list)
    cuts = sorted(random.sample(range(140), 3))
    days = [FIRST, *(FIRST + timedelta(cut) for cut in cuts), date(2025, 1, 1)]
    kept: list[tuple[bytes, ReportTree]] = []
    for batch in range(3):
        post(session, [drawn(random, batch * 40 + one, receipts) for one in range(40)])
        use_some(session, fund, random, batch)
        known, closing = utc_now(), 0
        for first, after in pairwise(days):
            terms = terms_of("ITA", first, after - timedelta(1), known)
            report = statement(session, terms)
            expect_adds_up(report)
            balance = amounts(report, "balance")
            assert balance["opening"]["amount"] == closing
            closing = balance["closing"]["amount"]
            kept.append((canonical_json(report), report))
    assert closing
    for written, report in kept:
        facts = report.facts
        again = terms_of("ITA", facts.first, facts.last, facts.known_at)
        assert canonical_json(statement(session, again)) == written


@given(line_lists(CENTS), member_rows(), st.integers(FIRST_DAY, LAST_DAY), st.integers(0, 900))
def test_accounts_of_any_lines_add_up(
    lines: list[Line], rows: MemberRows, first: int, length: int
) -> None:
    members = build_members(rows)
    scope = Scope(
        rollups(ledger(lines), members, Days(first, first + length, None)), Choice(), "en"
    )
    whole = account_of_choice(scope)
    assert whole.flows.opening_minor + whole.flows.came_minor + whole.flows.went_minor == (
        whole.flows.closing_minor
    )
    masks = np.eye(members.contributions, dtype=np.bool_)
    parts = [period_account(scope, masks[number]) for number in range(1, members.contributions)]
    for line in whole.lines:
        changes = [one.change for part in parts for one in part.lines if one.name == line.name]
        if line.sort is not StepSort.RESULT:  # a part leaves out a result that repeats another
            assert sum(changes) == line.change
        assert line.opening + line.change == line.closing
