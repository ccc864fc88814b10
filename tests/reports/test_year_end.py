"""Year-end tables: they add up, are the totals of the API, and are known as they were."""

import json
from collections import defaultdict
from datetime import date, datetime, timedelta
from random import Random

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import fill
from tests.fund.every_kind import post_every_kind
from tests.fund.small_fund import Fund, add_catalogue
from tests.fund.test_random_currencies import FIRST, Rates, drawn, post, rates
from tests.reports.test_random_statements import use_some
from tests.support.approvals import approve_all
from tests.support.pages import PageClient
from tests.support.statements import amounts
from tracker.periods import utc_now
from tracker.reference.codes import ContributorType, Earmarking, FinancingInstrument
from tracker.reports.content.canonical import canonical_json
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.content.texts import Name
from tracker.reports.terms import ReportTerms
from tracker.reports.year_end.report import draw_year_end, whole_year
from tracker.totals.snapshot import Snapshot

__all__ = ["rates"]  # the fixture
TABLES = ("earmarking", "financing", "contributor-type", "contributors")
MEASURES = ("pledged", "received", "spent")
LISTS = {
    "earmarking": Earmarking,
    "financing": FinancingInstrument,
    "contributor-type": ContributorType,
}


def tables(
    session: Session, first: date | None, last: date, known_at: datetime | None = None
) -> ReportTree:
    """Draw the tables of some days, as known now unless told otherwise."""
    terms = ReportTerms(ReportKind.BRIEF, first, last, last, known_at or utc_now())
    with Snapshot().reading(session.connection()) as snapshot:
        return draw_year_end(session, snapshot, terms)


def of_year(session: Session, year: int, known_at: datetime | None = None) -> ReportTree:
    """Draw the tables of a calendar year."""
    return tables(session, date(year, 1, 1), date(year, 12, 31), known_at)


def expect_adds_up(report: ReportTree) -> dict[str, int]:
    """Expect all tables to add up to the same totals, and return those."""
    totals: dict[str, int] = {}
    for identity in TABLES:
        rows = amounts(report, identity)
        if not rows:
            continue
        total = rows.pop("total")
        for column, minor in total.items():
            assert sum(row[column] for row in rows.values()) == minor, (identity, column)
            assert totals.setdefault(column, minor) == minor, (identity, column)
    return totals


@pytest.fixture
def fund(session: Session) -> Fund:
    """Give a database of either kind with the catalogue and no money."""
    return add_catalogue(session)


@pytest.mark.parametrize("seed", range(3))
def test_breakdowns_add_up_after_random_moves_and_years_follow_each_other(
    session: Session, fund: Fund, rates: Rates, seed: int
) -> None:
    del rates
    random, receipts = Random(seed), defaultdict[str, list[str]](list)
    for batch in range(3):
        post(session, [drawn(random, batch * 40 + one, receipts) for one in range(40)])
        use_some(session, fund, random, batch)
    before: dict[str, int] = {}
    sums = dict.fromkeys(MEASURES, 0)
    for step in range(-1, 4):
        first = FIRST + timedelta(50 * step)
        totals = expect_adds_up(tables(session, first, first + timedelta(49)))
        for measure in MEASURES:
            assert totals.get(f"{measure}_before", 0) == before.get(measure, 0)
            sums[measure] += totals.get(measure, 0)
        before = totals
    whole = expect_adds_up(tables(session, None, date(2030, 12, 31)))
    assert {measure: whole[measure] for measure in MEASURES} == sums
    assert sums["received"]


def test_each_figure_is_that_of_the_api(
    app: Flask, client: PageClient, sqlite_session: Session
) -> None:
    del app
    account = fill(sqlite_session)
    post_every_kind(sqlite_session, account)
    approve_all(sqlite_session)
    sqlite_session.rollback()
    for year in (2021, 2022):
        report = of_year(sqlite_session, year)
        totals = expect_adds_up(report)
        for measure in MEASURES:
            for table, by in (("earmarking", "earmarking"), ("contributor-type", "donor_type")):
                address = (
                    f"/api/v1/totals?measure={measure}&by={by}&from={year}-01-01&to={year}-12-31"
                )
                answer = json.loads(client.http.get(address).data)
                found = {row[by]: row["minor"] for row in answer["rows"]}
                own = {
                    "" if code == "-none" else code: row[measure]
                    for code, row in amounts(report, table).items()
                    if code != "total"
                }
                assert {code: minor for code, minor in own.items() if minor} == found
                assert answer["total_minor"] == totals[measure]


def test_codes_are_those_of_the_standards(session: Session) -> None:
    fill(session)
    report = of_year(session, 2021)
    for identity, codes in LISTS.items():
        table = next(one for one in report.tables if one.id == identity)
        for row in table.rows:
            code, name = row.cells[0], row.cells[1]
            assert isinstance(name, Name)
            assert code is not None
            assert row.code == name.code == getattr(code, "text", "")
            assert name.code in set(codes)


def test_tables_drawn_again_as_known_then_are_the_same(session: Session) -> None:
    account = fill(session)
    known = utc_now()
    first = canonical_json(of_year(session, 2021, known))
    post_every_kind(session, account)
    approve_all(session)
    session.rollback()
    assert canonical_json(of_year(session, 2021, known)) == first
    assert canonical_json(of_year(session, 2021)) != first


def test_days_without_money_say_so(session: Session) -> None:
    fill(session)
    report = of_year(session, 1999)
    assert report.tables == ()
    assert b"There was no money in these days." in canonical_json(report)


def test_a_whole_year_is_told_from_other_days() -> None:
    assert whole_year(date(2013, 1, 1), date(2013, 12, 31)) == 2013
    assert whole_year(date(2012, 1, 1), date(2013, 12, 31)) is None
    assert whole_year(None, date(2013, 12, 31)) is None
