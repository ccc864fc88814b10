"""The snapshot reads what the ledger holds, and afterwards only what is new."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.support.small_account import SmallAccount
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.shares import Share
from tracker.db import make_session, transaction
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.measures import Measure
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.reversal_entries import reverse
from tracker.fund.ledger.use_entries import spend
from tracker.periods import KnownAt, end_of_day, utc_now
from tracker.reference.codes import ActivityStatus, ActivityType
from tracker.totals.counted_records import counted_activities
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of, totals

TODAY = date(2026, 11, 23)
ALL = Query(TODAY)


def rows(
    snapshot: Snapshot, measure: Measure, *by: Dimension, chosen: Query = ALL
) -> dict[object, int]:
    frame = totals(scope_of(snapshot, chosen, "en"), measure, by).frame
    keys = frame[[dimension.value for dimension in by]].itertuples(index=False, name=None)
    minor = frame["minor"].tolist()
    return {key[0] if len(key) == 1 else key: n for key, n in zip(keys, minor, strict=True)}


def total(snapshot: Snapshot, measure: Measure, chosen: Query = ALL) -> int:
    return totals(scope_of(snapshot, chosen, "en"), measure).total_minor


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []
    engine = session.get_bind()

    def note(*arguments: object) -> None:
        if arguments[2] != "BEGIN":
            seen.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("measure", "cents"),
    [
        (Measure.PLEDGED, 150_000),
        (Measure.RECEIVED, 130_000),
        (Measure.ALLOCATED, 69_000),
        (Measure.SPENT, 10_001),
        (Measure.SUPPORT_COST, 1_300),
        (Measure.UNALLOCATED, 130_000 - 69_000 - 7_800 - 1_170),
        (Measure.REFUNDED, 0),
    ],
)
def test_each_measure_has_its_own_total(snapshot: Snapshot, measure: Measure, cents: int) -> None:
    assert total(snapshot, measure) == cents


def test_money_is_broken_down_by_what_gave_it_and_what_it_was_for(snapshot: Snapshot) -> None:
    assert rows(snapshot, Measure.RECEIVED, Dimension.DONOR, Dimension.YEAR) == {
        ("ITA", "2020"): 100_000,
        ("JPN", "2021"): 30_000,
    }
    assert rows(snapshot, Measure.SPENT, Dimension.PROTOCOL) == {"TIP": 5_000, "SOM": 5_001}
    assert rows(snapshot, Measure.SPENT, Dimension.COUNTRY) == {"PER": 7_001, "KEN": 3_000}
    assert rows(snapshot, Measure.SPENT, Dimension.TOOL) == {"GUIDE": 2_000, "": 8_001}
    assert rows(snapshot, Measure.ALLOCATED, Dimension.REGION) == {"019": 42_000, "002": 27_000}
    assert rows(snapshot, Measure.RECEIVED, Dimension.PROTOCOL) == {"": 130_000}


def test_what_the_rule_split_is_told_apart_from_what_was_named(snapshot: Snapshot) -> None:
    assert rows(snapshot, Measure.ALLOCATED, Dimension.ATTRIBUTION) == {
        "named": 60_000,
        "attributed": 9_000,
    }


def test_a_choice_equals_the_row_that_it_chooses(snapshot: Snapshot) -> None:
    trafficking = ALL.having(Dimension.PROTOCOL, "TIP")
    assert rows(snapshot, Measure.SPENT, Dimension.DONOR, chosen=trafficking) == {"ITA": 5_000}
    africa = ALL.having(Dimension.REGION, "002")
    assert total(snapshot, Measure.ALLOCATED, africa) == 27_000
    eastern = ALL.having(Dimension.REGION, "014")
    assert total(snapshot, Measure.ALLOCATED, eastern) == 18_000


def test_the_two_dates_and_the_span_leave_out_what_is_later(
    session: Session, snapshot: Snapshot
) -> None:
    assert total(snapshot, Measure.RECEIVED, Query(TODAY, as_at=date(2020, 12, 31))) == 100_000
    with snapshot.reading(session.connection()):
        assert (
            total(
                snapshot, Measure.RECEIVED, Query(TODAY, known_at=KnownAt.end_of(date(2019, 1, 1)))
            )
            == 0
        )
    year = Query(TODAY, first=date(2021, 1, 1), last=date(2021, 12, 31))
    assert total(snapshot, Measure.RECEIVED, year) == 30_000
    part = Query(TODAY, first=date(2021, 1, 2), last=date(2021, 12, 30))
    assert total(snapshot, Measure.PLEDGED, part) == 0


def test_an_entry_for_a_later_day_waits_for_its_day(
    session: Session, snapshot: Snapshot, account: SmallAccount
) -> None:
    with transaction(session), open_book(session, "test", "second") as book:
        later = ContributionMovement(
            account.contributions["C-JPN"], 700, Heading(date(2026, 11, 24), "R3")
        )
        receive(book, later)
    snapshot.refresh(session.connection())
    assert total(snapshot, Measure.RECEIVED) == 130_000
    assert total(snapshot, Measure.RECEIVED, Query(date(2026, 11, 24))) == 130_700


def test_only_what_is_new_is_read_again(
    session: Session, snapshot: Snapshot, account: SmallAccount
) -> None:
    before = rows(snapshot, Measure.SPENT, Dimension.PROTOCOL, Dimension.COUNTRY)
    assert sum(before.values()) == 10_001
    with transaction(session), open_book(session, "test", "second") as book:
        spend(book, UseOfFunds(account.activities["A1"], 5_000, Heading(date(2022, 6, 1), "E2")))
        spend(book, UseOfFunds(account.activities["A2"], 900, Heading(date(2023, 6, 1), "E3")))
    with statements(session) as seen:
        snapshot.refresh(session.connection())
    assert len(seen) == 6  # head, digest, accounts, entries, lines, last change of the catalogue
    with statements(session) as seen:
        snapshot.refresh(session.connection())
    assert len(seen) == 1
    fresh = Snapshot()
    fresh.refresh(session.connection())
    for by in ((Dimension.PROTOCOL, Dimension.COUNTRY), (Dimension.DONOR, Dimension.YEAR)):
        assert rows(snapshot, Measure.SPENT, *by) == rows(fresh, Measure.SPENT, *by)
    assert total(snapshot, Measure.SPENT) == 15_901


def test_a_reversal_takes_the_money_out_again(session: Session, snapshot: Snapshot) -> None:
    assert rows(snapshot, Measure.SPENT, Dimension.PROTOCOL)
    with transaction(session), open_book(session, "test", "second") as book:
        reverse(book, read_entry(session, 7), Heading(date(2022, 5, 2), "X1"))
    snapshot.refresh(session.connection())
    assert rows(snapshot, Measure.SPENT, Dimension.PROTOCOL) == {}


def test_new_shares_of_an_activity_move_its_money(session: Session, snapshot: Snapshot) -> None:
    assert rows(snapshot, Measure.SPENT, Dimension.PROTOCOL) == {"TIP": 5_000, "SOM": 5_001}
    draft = ActivityDraft(
        code="A1", title="Training", programme="GLO1", type=ActivityType.TRAINING,
        status=ActivityStatus.IMPLEMENTATION, instruments=(Share("UNTOC", 10_000),),
        beneficiaries=(Share("KEN", 10_000),),
    )  # fmt: skip
    with transaction(session):
        change_activity(session, "A1", draft, "test", "it was about the Convention")
    snapshot.refresh(session.connection())
    assert rows(snapshot, Measure.SPENT, Dimension.PROTOCOL) == {"UNTOC": 10_001}


def test_figures_as_known_read_former_breakdowns_and_members_only_where_they_were_changed(
    session: Session, snapshot: Snapshot
) -> None:
    known = Query(TODAY, known_at=KnownAt.end_of(utc_now().date()))
    shares = {"TIP": 5_000, "SOM": 5_001}
    with snapshot.reading(session.connection()), statements(session) as seen:
        assert rows(snapshot, Measure.SPENT, Dimension.PROTOCOL, chosen=known) == shares
    assert (
        len(seen) == 4
    )  # former breakdowns of donors, contributions, activities, and periods of use
    midnight = end_of_day(utc_now().date()) + timedelta(microseconds=1)
    with patch("tracker.people.audit.utc_now", lambda: midnight), transaction(session):
        a1 = read_draft(session, find_activity(session, "A1"))
        only = replace(a1, instruments=(Share("UNTOC", 10_000),))
        change_activity(session, "A1", only, "test", "it was about the Convention")
    with snapshot.reading(session.connection()), statements(session) as seen:
        assert rows(snapshot, Measure.SPENT, Dimension.PROTOCOL, chosen=known) == shares
    assert len(seen) == 18  # those, their shares and scopes, and the twelve of all members
    with snapshot.reading(session.connection()), statements(session) as seen:
        assert rows(snapshot, Measure.SPENT, Dimension.PROTOCOL) == {"UNTOC": 10_001}
        assert rows(snapshot, Measure.SPENT, Dimension.PROTOCOL, chosen=known) == shares
    assert seen == []


def counted_source(session: Session, snapshot: Snapshot) -> PageSource:
    return PageSource(TotalsReader(scope_of(snapshot, ALL, "en")), session, ALL)


def test_what_is_counted_is_read_once_for_a_record_and_anew_after_a_change(
    engine: Engine, session: Session, snapshot: Snapshot
) -> None:
    with make_session(engine) as earlier, make_session(engine) as later:
        with snapshot.reading(session.connection()):
            first = counted_activities(counted_source(session, snapshot))
        with snapshot.reading(earlier.connection()), statements(earlier) as seen:
            assert counted_activities(counted_source(earlier, snapshot)) is first
        assert seen == []
        earlier.info.clear()
        with transaction(session):
            a1 = read_draft(session, find_activity(session, "A1"))
            change_activity(session, "A1", replace(a1, budget_minor=700_00), "test", "asked for")
        with snapshot.reading(later.connection()):
            found = counted_activities(counted_source(later, snapshot))
        assert [one.budget_minor for one in found if one.code == "A1"] == [700_00]
        with snapshot.reading(earlier.connection()):
            found = counted_activities(counted_source(earlier, snapshot))
        sees_change = session.get_bind().dialect.name == "postgresql"  # each statement is new there
        assert (found == first) is not sees_change
        with snapshot.reading(later.connection()):
            found = counted_activities(counted_source(later, snapshot))
        assert [one.budget_minor for one in found if one.code == "A1"] == [700_00]


def test_a_ledger_that_was_cleared_and_filled_again_is_read_anew(
    session: Session, snapshot: Snapshot, account: SmallAccount
) -> None:
    snapshot.lines.cents.values[:] = 0
    snapshot.lines.head = snapshot.lines.head._replace(digest=b"of another ledger")
    with transaction(session), open_book(session, "test", "second") as book:
        spend(book, UseOfFunds(account.activities["A1"], 1, Heading(date(2022, 6, 1), "E2")))
    snapshot.refresh(session.connection())
    assert total(snapshot, Measure.SPENT) == 10_002


def test_an_empty_record_has_nothing(session: Session) -> None:
    snapshot = Snapshot()
    snapshot.refresh(session.connection())
    assert total(snapshot, Measure.RECEIVED) == 0
    assert rows(snapshot, Measure.SPENT, Dimension.PROTOCOL, Dimension.YEAR) == {}
