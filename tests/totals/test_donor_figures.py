"""The figures of a donor's page add up: original amounts, and the shares of activities."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from tests.api.accounts import Account, fill
from tests.fund.every_kind import post_every_kind
from tests.support.approvals import approve_all
from tests.support.made_up_ledger import Line, ledger, line_lists, member_rows, rollups
from tracker.fund.balances.waterfall_steps import StepName
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.balances_at import balance_at
from tracker.fund.ledger.measures import CODES, Measure
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.totals.chart_data.donor_activities import activity_shares
from tracker.totals.chart_data.originals import amounts_by_currency, originals
from tracker.totals.dimensions import Dimension
from tracker.totals.member_rows import MemberRows
from tracker.totals.members import build_members
from tracker.totals.money_account import money_account
from tracker.totals.original_amounts import original_amounts
from tracker.totals.page_source import PageSource
from tracker.totals.promises import Promise, days_to_receipt, promises_by_donor, promises_by_year
from tracker.totals.query import Choice, Query, TotalPart
from tracker.totals.reader import TotalsReader
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import Scope, scope_of

TODAY = date(2026, 1, 1)
DONORS = ("ITA", "JPN", "X")
KINDS = (
    AccountKind.PLEDGED, AccountKind.DONOR, AccountKind.REFUNDED, AccountKind.PLEDGE_WRITTEN_OFF,
)  # fmt: skip


@pytest.fixture
def account(session: Session) -> Account:
    """Write entries of every kind, some in euros, into a database of either kind."""
    account = fill(session)
    post_every_kind(session, account)
    approve_all(session)
    return account


def balances(session: Session, donor: str, on: date) -> dict[str, tuple[int, int, int, int]]:
    """Add the balances of a donor's accounts up in original amounts, by currency."""
    found: Counter[tuple[str, AccountKind]] = Counter()
    owed: Counter[str] = Counter()
    rows = session.exec(
        select(Contribution)
        .join(Donor, col(Donor.id) == col(Contribution.donor_id))
        .where(Donor.code == donor)
    )
    for one in rows:
        of: Counter[AccountKind] = Counter()
        accounts = select(
            LedgerAccount.kind,
            balance_at(LedgerAccount, on, original=one.currency != "USD"),
        ).where(LedgerAccount.contribution_id == one.id, col(LedgerAccount.kind).in_(KINDS))
        for kind, minor in session.exec(accounts):
            of[AccountKind(kind)] += -minor if kind is AccountKind.DONOR else minor
        for kind in KINDS:
            found[one.currency, kind] += of[kind]
        pledged, received, _refunded, written_off = (of[kind] for kind in KINDS)
        owed[one.currency] += max(pledged - written_off - received, 0)
    return {
        currency: (*(found[currency, kind] for kind in KINDS[:3]), amount)  # type: ignore[misc] # three kinds
        for currency, amount in owed.items()
    }


def test_original_amounts_are_the_sums_of_the_contributions_own(
    session: Session, account: Account
) -> None:
    del account
    snapshot = Snapshot()
    with snapshot.reading(session.connection()):
        for on in (TODAY, date(2022, 6, 1), date(2021, 3, 15)):
            for donor in DONORS[:2]:
                query = Query(TODAY, as_at=on).having(Dimension.DONOR, donor)
                scope = scope_of(snapshot, query, "en")
                found = amounts_by_currency(original_amounts(session.connection(), scope))
                expected = balances(session, donor, on)
                assert {one: own for one, own in found.items() if any(own)} == {
                    one: own for one, own in expected.items() if any(own)
                }
                check_years(session, scope)
                check_dollars(session, scope, query)


def check_years(session: Session, scope: Scope) -> None:
    """Expect the amounts of the years to add up to those of all days."""
    whole = amounts_by_currency(original_amounts(session.connection(), scope))
    sums: Counter[tuple[str, int]] = Counter()
    for year in range(2015, 2027):
        parts = (TotalPart(Dimension.YEAR, (str(year),)),)
        of_year = scope._replace(choice=scope.choice._replace(parts=parts))
        amounts = amounts_by_currency(original_amounts(session.connection(), of_year))
        for currency, own in amounts.items():
            assert own[3] is None
            for place in range(3):
                sums[currency, place] += own[place] or 0
    assert sums == Counter({(one, at): own[at] for one, own in whole.items() for at in range(3)})


def check_dollars(session: Session, scope: Scope, query: Query) -> None:
    """Expect the amounts in US dollars to be the totals, and those owed the waterfall's."""
    reader = TotalsReader(scope)
    rows = originals(PageSource(reader, session, query)).rows
    for place, measure in enumerate((Measure.PLEDGED, Measure.RECEIVED, Measure.REFUNDED)):
        assert sum(row.usd[place] or 0 for row in rows) == reader.total(measure)
    steps = money_account(scope).closing.steps
    owed = [step.minor for step in steps if step.name is StepName.OUTSTANDING]
    assert sum(row.usd[3] or 0 for row in rows) == -sum(owed)


def test_days_to_receipt_are_those_of_the_average_dollar(
    session: Session, account: Account
) -> None:
    del account
    snapshot = Snapshot()
    with snapshot.reading(session.connection()):
        scope = scope_of(snapshot, Query(TODAY).having(Dimension.DONOR, "ITA"), "en")
        found = days_to_receipt(session.connection(), scope)
    weighed = whole = 0
    rows = session.exec(
        select(LedgerEntry, LedgerLine, Contribution)
        .join(LedgerLine, col(LedgerLine.entry_id) == col(LedgerEntry.id))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .join(Contribution, col(Contribution.id) == col(LedgerAccount.contribution_id))
        .join(Donor, col(Donor.id) == col(Contribution.donor_id))
        .where(Donor.code == "ITA", LedgerLine.measure == CODES[Measure.RECEIVED])
    )
    for entry, line, one in rows:
        if one.pledged_on is not None:
            waited = (entry.effective_on - one.pledged_on).days
            weighed, whole = weighed - line.minor * waited, whole - line.minor
    assert found == (round(weighed / whole) if whole else None)


def test_nothing_is_known_in_the_original_currency_of_a_place(
    session: Session, account: Account
) -> None:
    del account
    snapshot = Snapshot()
    with snapshot.reading(session.connection()):
        query = Query(TODAY).having(Dimension.DONOR, "ITA").having(Dimension.COUNTRY, "KEN")
        scope = scope_of(snapshot, query, "en")
        assert original_amounts(session.connection(), scope) == ()


@settings(max_examples=15, deadline=None)
@given(member_rows(), line_lists())
def test_promises_of_donors_and_of_years_are_the_same_money(
    rows: MemberRows, lines: list[Line]
) -> None:
    members = build_members(rows)
    pledges: Counter[int] = Counter()
    for line in lines:
        pledges[line.contribution] += line.cents * (line.measure == CODES[Measure.PLEDGED])
    promised = [line for line in lines if pledges[line.contribution] > 0]
    of_promised = Scope(rollups(ledger(promised), members), Choice(), "en")
    steps = {one.name: one.minor for one in money_account(of_promised).closing.steps}
    whole = (
        steps.get(StepName.PLEDGED, 0), steps[StepName.RECEIVED],
        -steps.get(StepName.OUTSTANDING, 0), -steps.get(StepName.PLEDGE_WRITTEN_OFF, 0),
    )  # fmt: skip
    scope = Scope(rollups(ledger(lines), members), Choice(), "en")
    for found in (promises_by_donor(scope), promises_by_year(scope)):
        assert tuple(map(sum, zip(Promise(), *found.values(), strict=True))) == whole


@settings(max_examples=15, deadline=None)
@given(member_rows(), line_lists())
def test_money_without_a_pledge_on_record_keeps_no_pledge(
    rows: MemberRows, lines: list[Line]
) -> None:
    unpledged = [line for line in lines if line.measure != CODES[Measure.PLEDGED]]
    scope = Scope(rollups(ledger(unpledged), build_members(rows)), Choice(), "en")
    for found in (promises_by_donor(scope), promises_by_year(scope)):
        assert {promise.kept_bp for promise in found.values()} <= {None}


def test_a_promise_is_kept_by_what_came_of_what_was_promised() -> None:
    assert Promise().kept_bp is None
    assert Promise(1_000, 1_100).kept_bp == 10_000  # a better exchange rate keeps no more
    assert Promise(1_000, 500, 400, 100).kept_bp == 5_000
    assert Promise(10_000, 9_999, 1).kept_bp == 9_990  # never rounded up to all of it


@settings(max_examples=25, deadline=None)
@given(
    member_rows(),
    line_lists(measures=(Measure.ALLOCATED, Measure.SPENT)),
    st.sampled_from(
        [(), ((Dimension.REGION, frozenset({"002"})),), ((Dimension.PROTOCOL, frozenset({"TIP"})),)]
    ),
    st.booleans(),
)
def test_shares_of_activities_add_up_over_activities_and_over_donors(
    rows: MemberRows,
    lines: list[Line],
    codes: tuple[tuple[Dimension, frozenset[str]], ...],
    sees_unpublished: bool,  # noqa: FBT001 - drawn
) -> None:
    of = rollups(ledger(lines), build_members(rows))
    sums: Counter[tuple[str, str]] = Counter()
    wholes: dict[tuple[str, str], int] = {}
    for donor in DONORS:
        choice = Choice(((Dimension.DONOR, frozenset({donor})), *codes))
        reader = TotalsReader(Scope(of, choice, "en", sees_unpublished))
        shares = activity_shares(reader)
        assert sum(one.spent for one in shares) == reader.total(Measure.SPENT)
        assert sum(one.allocated for one in shares) == reader.total(Measure.ALLOCATED)
        for one in shares:
            sums["spent", one.code] += one.spent
            sums["allocated", one.code] += one.allocated
            wholes["spent", one.code] = one.whole_spent
            wholes["allocated", one.code] = one.whole_allocated
    assert {key: minor for key, minor in sums.items() if minor} == {
        key: minor for key, minor in wholes.items() if minor
    }
