"""The statement of a donor: it adds up, is the totals', and holds nothing of another donor."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session

from tests.api.accounts import Account, fill
from tests.fund.every_kind import post_every_kind
from tests.support.approvals import approve_all
from tests.support.small_account import ACTOR, add_catalogue
from tests.support.statements import amounts, drawn, expect_adds_up, table_of, terms_of
from tracker.db import transaction
from tracker.errors import NotFound
from tracker.fund.balances.waterfall_steps import StepName
from tracker.fund.contributions.part_drafts import ReportDraft
from tracker.fund.contributions.terms import ContributionDraft, add_contributions
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading, RateUsed
from tracker.fund.ledger.entry_drafts import Allocation, ContributionMovement, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.measures import Measure
from tracker.fund.ledger.pledge_entries import pledge
from tracker.fund.ledger.use_entries import allocate, spend
from tracker.fund.states import ContributionReportKind, ScopeKind
from tracker.periods import KnownAt, utc_now
from tracker.reference.codes import ContributorType, Earmarking, FinancingInstrument
from tracker.reports.content.canonical import canonical_json
from tracker.reports.content.texts import Count, PerCent
from tracker.totals.chart_data.donor_activities import activity_shares
from tracker.totals.chart_data.waterfall import waterfall_data
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of

FIRST, LAST = date(2021, 1, 1), date(2022, 12, 31)
PERIODS = (
    (None, LAST),
    (FIRST, LAST),
    (date(2022, 2, 1), date(2022, 10, 1)),
    (date(2022, 6, 2), date(2022, 6, 2)),
    (date(2001, 1, 1), date(2001, 12, 31)),
)
CHANGES = {
    StepName.PLEDGED: (Measure.PLEDGED, 1),
    StepName.EXCHANGE_DIFFERENCE: (Measure.EXCHANGE_DIFFERENCE, 1),
    StepName.PLEDGE_WRITTEN_OFF: (Measure.PLEDGE_WRITTEN_OFF, -1),
    StepName.RECEIVED: (Measure.RECEIVED, 1),
    StepName.INTEREST: (Measure.INTEREST, 1),
    StepName.BANK_CHARGES: (Measure.BANK_CHARGES, -1),
    StepName.WRITTEN_OFF: (Measure.WRITTEN_OFF, -1),
    StepName.SUPPORT_COST: (Measure.SUPPORT_COST, -1),
    StepName.ALLOCATED: (Measure.ALLOCATED, -1),
    StepName.SPENT: (Measure.SPENT, -1),
    StepName.REFUNDED: (Measure.REFUNDED, -1),
    StepName.REFUND_DIFFERENCE: (Measure.REFUND_DIFFERENCE, 1),
}


@pytest.fixture
def account(session: Session) -> Account:
    """Write entries of every kind, some in euros, into a database of either kind."""
    account = fill(session)
    post_every_kind(session, account)
    approve_all(session)
    session.rollback()
    return account


def source_of(session: Session, snapshot: Snapshot, query: Query) -> PageSource:
    """Return the source of a page with the same figures."""
    return PageSource(TotalsReader(scope_of(snapshot, query, "en")), session, query)


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("donor", ["ITA", "JPN"])
def test_every_figure_adds_up_and_is_that_of_the_totals(session: Session, donor: str) -> None:
    for first, last in PERIODS:
        terms = terms_of(donor, first, last)
        report = drawn(session, terms)
        expect_adds_up(report)
        snapshot = Snapshot()
        with snapshot.reading(session.connection()):
            query = Query(last, first, last, as_at=last, known_at=KnownAt.at(terms.known_at))
            source = source_of(session, snapshot, query.having(Dimension.DONOR, donor))
            lines = amounts(report, "account")
            for name, (measure, sign) in CHANGES.items():
                found = lines.get(name, {}).get("in_period", 0)
                assert found == sign * source.reader.total(measure), (name, first)
            activities = amounts(report, "activities")
            for share in activity_shares(source.reader):
                row = activities[share.code or "-none"]
                assert (row["allocated"], row["spent"]) == (share.allocated, share.spent)
                assert row["whole_spent"] == share.whole_spent
            if first is not None:
                bars = {bar.code: bar.minor for bar in waterfall_data(source).bars}
                balance = amounts(report, "balance")
                assert {code: row["amount"] for code, row in balance.items()} == bars


@pytest.mark.usefixtures("account")
def test_periods_follow_each_other_to_the_cent(session: Session) -> None:
    known, closing = utc_now(), 0
    for year in range(2019, 2024):
        terms = terms_of("ITA", date(year, 1, 1), date(year, 12, 31), known)
        balance = amounts(drawn(session, terms), "balance")
        assert balance["opening"]["amount"] == closing
        closing = balance["closing"]["amount"]
    whole = amounts(drawn(session, terms_of("ITA", None, date(2023, 12, 31), known)), "balance")
    assert whole["closing"]["amount"] == closing > 0


@pytest.mark.usefixtures("account")
def test_some_contributions_alone_are_their_own_rows(session: Session) -> None:
    known = utc_now()
    whole = drawn(session, terms_of("ITA", FIRST, LAST, known))
    for reference in ("C-ITA", "C-EUR"):
        one = drawn(session, terms_of("ITA", FIRST, LAST, known, (reference,)))
        expect_adds_up(one)
        row = amounts(whole, "contributions")[reference]
        assert amounts(one, "contributions")["total"] == row
        assert amounts(one, "account") == amounts(whole, f"account-{reference}")
    both = drawn(session, terms_of("ITA", FIRST, LAST, known, ("C-EUR", "C-ITA")))
    assert both.tables == whole.tables


@pytest.mark.usefixtures("account")
def test_nothing_of_another_donor_is_in_it(session: Session) -> None:
    others = {"JPN": ("C-ITA", "C-EUR", "Italy", "AGR-99"), "ITA": ("C-JPN", "Japan", "X-refund")}
    for donor, texts in others.items():
        written = canonical_json(drawn(session, terms_of(donor, None, LAST))).decode()
        assert not [text for text in texts if text in written]
        assert "ask the mission" not in written  # a note of staff
    with pytest.raises(NotFound):
        drawn(session, terms_of("JPN", None, LAST, contributions=("C-ITA",)))
    with pytest.raises(NotFound):
        drawn(session, terms_of("NOBODY", None, LAST))


def test_what_waits_is_not_in_it_and_later_entries_change_nothing(session: Session) -> None:
    account = fill(session)
    post_every_kind(session, account)
    session.rollback()
    terms = terms_of("JPN", FIRST, LAST)
    waiting = drawn(session, terms)
    assert table_of(waiting, "refunds") is None
    session.rollback()
    approve_all(session)
    session.rollback()
    assert canonical_json(drawn(session, terms)) == canonical_json(waiting)
    approved = drawn(session, terms_of("JPN", FIRST, LAST))
    assert amounts(approved, "refunds")["total"] == {"usd": 400}


@pytest.mark.usefixtures("account")
def test_a_contribution_of_later_is_not_in_a_summary_as_known_before(session: Session) -> None:
    terms = terms_of("ITA", None, LAST)
    before = drawn(session, terms)
    with transaction(session):
        draft = ContributionDraft(
            "C-NEW", "ITA", FinancingInstrument.UNTIED, Earmarking.UNEARMARKED, "USD", 70_000
        )
        number = add_contributions(session, [draft], ACTOR)["C-NEW"]
    with transaction(session), open_book(session, ACTOR, "second") as book:
        pledge(book, ContributionMovement(number, 70_000, Heading(date(2022, 1, 1), "NEW")))
    assert canonical_json(drawn(session, terms)) == canonical_json(before)
    later = amounts(drawn(session, terms_of("ITA", None, LAST)), "contributions")
    assert later["C-NEW"]["closing"] == 0


@pytest.mark.usefixtures("account")
def test_an_empty_period_and_a_donor_without_contributions(session: Session) -> None:
    with transaction(session):
        add_donors(session, [DonorDraft("NOR", "Norway", ContributorType.GOVERNMENT, "NOR")], ACTOR)
    for donor, first, last in (
        ("ITA", date(2001, 1, 1), date(2001, 12, 31)),
        ("NOR", FIRST, LAST),
        ("NOR", None, LAST),
    ):
        report = drawn(session, terms_of(donor, first, last))
        expect_adds_up(report)
        assert table_of(report, "contributions") is None
        assert amounts(report, "balance") == {"opening": {"amount": 0}, "closing": {"amount": 0}}


def three_currencies(session: Session) -> None:
    """Write pooled money in US dollars and euros, and yen for one activity, of one donor."""
    with transaction(session):
        small = add_catalogue(session)
        report = ReportDraft(ContributionReportKind.FINANCIAL, "2021", date(2022, 3, 31))
        common = FinancingInstrument.UNTIED, Earmarking.UNEARMARKED
        drafts = [
            ContributionDraft("C-EUR", "ITA", *common, "EUR", 80_000),
            ContributionDraft(
                "C-YEN", "ITA", FinancingInstrument.PROJECT, Earmarking.TIGHTLY_EARMARKED, "JPY",
                100_000, scope=((ScopeKind.ACTIVITY, "A1"),),
                reports=(report,),
            ),
        ]  # fmt: skip
        numbers = small.contributions | add_contributions(session, drafts, ACTOR)
    italy, euros, yen = (numbers[name] for name in ("C-ITA", "C-EUR", "C-YEN"))
    a1, a2 = small.activities["A1"], small.activities["A2"]

    def paid(day: date, name: str, currency: str, original: int, rate: str) -> Heading:
        used = RateUsed(Decimal(rate), "UN operational rate", day.replace(day=1))
        return Heading(day, name, "", currency, original, used)

    with transaction(session), open_book(session, ACTOR, "second") as book:
        pledge(book, ContributionMovement(italy, 100_000, Heading(date(2020, 1, 1), "P1")))
        receive(book, ContributionMovement(italy, 100_000, Heading(date(2020, 2, 1), "R1")))
        promised = paid(date(2021, 1, 10), "P2", "EUR", 80_000, "0.800")
        pledge(book, ContributionMovement(euros, 100_000, promised))
        came = paid(date(2021, 2, 10), "R2", "EUR", 80_000, "0.7921")
        receive(book, ContributionMovement(euros, 101_000, came))
        promised = paid(date(2021, 1, 10), "P3", "JPY", 100_000, "111.11")
        pledge(book, ContributionMovement(yen, 90_000, promised))
        came = paid(date(2021, 3, 5), "R3", "JPY", 60_000, "110")
        receive(book, ContributionMovement(yen, 54_545, came))
        pool = Heading(date(2021, 4, 1), "L1")
        allocate(book, Allocation(a2, 30_000, pool, pool=(italy, euros)))
        allocate(book, Allocation(a1, 20_000, Heading(date(2021, 5, 1), "L2"), yen))
        spend(book, UseOfFunds(a1, 10_000, Heading(date(2021, 6, 1), "E1"), yen))
        spend(book, UseOfFunds(a2, 10_000, Heading(date(2021, 7, 1), "E2")))


def test_three_currencies_pooled_and_earmarked_by_hand(session: Session) -> None:
    three_currencies(session)
    report = drawn(session, terms_of("ITA", date(2021, 1, 1), date(2021, 12, 31)))
    expect_adds_up(report)
    assert {code: row["amount"] for code, row in amounts(report, "balance").items()} == {
        "opening": 100_000,  # the dollars of 2020
        "received": 155_545,  # 1,010.00 for 800 euros, 545.45 for 60,000 yen
        "spent": -20_000,
        "support_cost": -2_600,  # 13 per cent
        "closing": 232_945,
    }
    lines = amounts(report, "account")
    assert lines["pledged"] == {"before": 100_000, "in_period": 190_000, "at_end": 290_000}
    # 10.00 on the euros; the yen were 540.00 at the rate of their pledge
    assert lines["exchange_difference"]["in_period"] == 1_000 + 545
    assert lines["outstanding"]["at_end"] == -36_000  # 40,000 yen at the rate of the pledge
    names = ("pledged", "received", "refunded", "outstanding")
    assert amounts(report, "currencies") == {
        "EUR": dict(zip(names, (80_000, 80_000, 0, 0), strict=True)),
        "JPY": dict(zip(names, (100_000, 60_000, 0, 40_000), strict=True)),
        "USD": dict(zip(names, (0, 0, 0, 0), strict=True)),
    }
    assert amounts(report, "attribution") == {
        "named": {"allocated": 20_000, "committed": 0, "spent": 10_000, "support_cost": 1_300},
        "attributed": {"allocated": 30_000, "committed": 0, "spent": 10_000, "support_cost": 1_300},
        "total": {"allocated": 50_000, "committed": 0, "spent": 20_000, "support_cost": 2_600},
    }
    closing = {code: row["closing"] for code, row in amounts(report, "contributions").items()}
    # the pool gave 149.25 and 150.75, of which 49.75 and 50.25 were spent, with 6.47 and 6.53
    assert closing == {
        "C-EUR": 101_000 - 5_025 - 653,
        "C-ITA": 100_000 - 4_975 - 647,
        "C-YEN": 54_545 - 10_000 - 1_300,
        "total": 232_945,
    }
    receipts = table_of(report, "receipts")
    assert receipts is not None
    texts = [[getattr(cell, "text", None) for cell in row.cells] for row in receipts.rows]
    assert [(row[0], row[3], row[5], row[7]) for row in texts] == [
        ("C-EUR", "EUR", "0.7921", "UN operational rate"),
        ("C-YEN", "JPY", "110", "UN operational rate"),
    ]
    due = table_of(report, "reports")
    assert due is not None
    assert [row.code for row in due.rows] == ["C-YEN:1"]


def test_people_are_counted_whole_beside_the_share(session: Session) -> None:
    three_currencies(session)
    report = drawn(session, terms_of("ITA", date(2021, 1, 1), date(2021, 12, 31)))
    activities = table_of(report, "activities")
    assert activities is not None
    rows = {row.code: row.cells for row in activities.rows}
    shares = {
        code: [cell for cell in own if isinstance(cell, PerCent)] for code, own in rows.items()
    }
    assert shares == {"A1": [PerCent(10_000)], "A2": [PerCent(10_000)]}
    assert [cell for cell in rows["A1"] if isinstance(cell, Count)][1:2] == [Count(2)]
    assert activities.sums is not None
    assert not [cell for cell in activities.sums.cells if isinstance(cell, Count)]
    tools = amounts(report, "tools")
    assert tools["GUIDE"] == {"allocated": 4_000, "spent": 2_000, "whole_spent": 2_000}
