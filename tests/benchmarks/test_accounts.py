"""The large account: what its columns hold is what the ledger's verbs would have posted."""

import pytest
from sqlalchemy import text
from sqlmodel import Session, func, select

from benchmarks.accounts.catalogue import make_catalogue
from benchmarks.accounts.loading import load_large_account
from benchmarks.accounts.plan import all_moves, book_of, make_plan
from tracker.assistance.tables.activities import Activity
from tracker.errors import Conflict
from tracker.fund.ledger import rows
from tracker.fund.ledger.accounts import AccountKey, AccountKind
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.measures import CODES
from tracker.fund.ledger.tables import LedgerEntry, LedgerLine
from tracker.fund.ledger.verification import verify
from tracker.fund.rates.rate_history import RateHistory
from tracker.fund.rates.rate_rules import inverse_questions
from tracker.fund.tables.contributions import Contribution
from tracker.people.audit import is_illustrative
from tracker.sample.moves import Numbers

SEED = 5


def test_twenty_thousand_entries_verify_clean(session: Session) -> None:
    loaded = load_large_account(session, 20_000, SEED)
    assert loaded.entries == 20_000
    assert loaded.contributions == 100
    assert loaded.activities == 400
    found = verify(session)
    assert found.clean, found.faults
    assert found.entries == 20_000
    assert is_illustrative(session)
    with pytest.raises(Conflict):
        load_large_account(session, 2_000, SEED)


def test_balances_and_lines_equal_what_the_posting_rules_make_of_the_same_moves(
    session: Session,
) -> None:
    load_large_account(session, 2_000, SEED)
    catalogue = make_catalogue(2_000, SEED)
    numbers = Numbers(
        {row.reference: row.id or 0 for row in session.exec(select(Contribution))},
        {row.code: row.id or 0 for row in session.exec(select(Activity))},
    )
    poster = book_of(catalogue, numbers)
    for move in all_moves(make_plan(catalogue, 2_000, SEED)):
        poster.post(move)
    stored = rows.read_accounts(session.connection())
    balances = {
        AccountKey(AccountKind(kind), owner, place): (account.minor, account.original)
        for account in stored.values()
        for _, kind, owner, place in (account.face,)
        if (account.minor, account.original) != (0, 0)
    }
    assert balances == {
        key: (account.minor, account.original)
        for key, account in poster.book.accounts.items()
        if (account.minor, account.original) != (0, 0)
    }
    lines = rows.read_lines(session.connection(), 1, 2_000)
    for number, pending in enumerate(poster.book.pending, start=1):
        posted = [
            (*line.account, line.minor, line.measure and CODES[line.measure], line.attributed)
            for line in pending.entry.lines
        ]
        assert posted == [
            (*stored[account].face[1:], minor, measure, attributed)
            for _, _, account, minor, measure, attributed, _ in lines[number]
        ]


@pytest.mark.parametrize("seed", [7, 32])
def test_a_seed_whose_rates_are_asked_about_is_loaded_too(
    sqlite_session: Session, seed: int
) -> None:
    rates = make_catalogue(2_000, seed).rates.drafts()
    history = RateHistory([])
    asked = 0
    for draft in sorted(rates, key=lambda one: one.effective_on):
        asked += len(list(inverse_questions(draft, history.before(draft))))
        history.add(draft)
    assert asked
    assert load_large_account(sqlite_session, 2_000, seed).entries == 2_000


def test_named_and_attributed_entries_of_four_kinds_occur(sqlite_session: Session) -> None:
    load_large_account(sqlite_session, 10_000, SEED)
    kinds = set(sqlite_session.exec(select(LedgerEntry.kind).distinct()))
    assert kinds == {
        EntryKind.PLEDGE,
        EntryKind.RECEIPT,
        EntryKind.ALLOCATION,
        EntryKind.COMMITMENT,
        EntryKind.EXPENDITURE,
    }
    attributed = sqlite_session.exec(
        select(LedgerLine.attributed, func.count()).group_by(LedgerLine.attributed)  # type: ignore[arg-type]
    ).all()
    assert len(attributed) == 2
    assert len(set(sqlite_session.exec(select(Contribution.earmarking)))) == 4


def test_guards_and_indexes_stand_again_after_a_large_load(sqlite_session: Session) -> None:
    asked = text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    before = sqlite_session.execute(asked).all()
    load_large_account(sqlite_session, 2_000, SEED)
    assert sqlite_session.execute(asked).all() == before
