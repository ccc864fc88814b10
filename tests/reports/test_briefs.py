"""Briefs: their figures are those of the totals, add up, and hold nothing that is not public."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from sqlmodel import Session

from tests.api.accounts import Account, fill
from tests.fund.every_kind import post_every_kind
from tests.fund.small_fund import Fund, add_catalogue
from tests.fund.test_random_currencies import FIRST, Rates, drawn, post, rates
from tests.reports.test_random_statements import use_some
from tests.support.approvals import approve_all
from tests.support.briefs import LAST, brief
from tests.support.commission_account import fill_for_commission
from tests.support.statements import amounts, table_of
from tracker.assistance.outcome_drafts import ParticipantCount
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.db import transaction
from tracker.errors import NotFound
from tracker.fund.ledger.measures import Measure
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.people.permissions import CurrentUser
from tracker.people.roles import Role
from tracker.periods import utc_now
from tracker.reference.codes import ParticipantFunction
from tracker.reports.briefs.subjects import BriefOf
from tracker.reports.content.canonical import canonical_json
from tracker.reports.content.report import ReportTree
from tracker.reports.content.texts import Count, PerCent, Sentence
from tracker.totals.dimensions import Dimension
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of

__all__ = ["rates"]  # the fixture
LAST_OF_ALL = date(2025, 12, 31)
SUBJECTS = ((BriefOf.ACTIVITY, "A1"), (BriefOf.PROGRAMME, "GLO1"), (BriefOf.TOOL, "GUIDE"))
BY = {
    BriefOf.ACTIVITY: Dimension.ACTIVITY,
    BriefOf.PROGRAMME: Dimension.PROGRAMME,
    BriefOf.TOOL: Dimension.TOOL,
}
TOOK_PART = "%(count)s people took part."
COUNTED = "%(count)s participations were counted."
STAFF = CurrentUser(email="ana@example.org", role=Role.SECRETARIAT)


@pytest.fixture
def fund(session: Session) -> Fund:
    """Give a database of either kind with the catalogue and no money."""
    return add_catalogue(session)


@pytest.fixture
def account(session: Session) -> Account:
    """Write entries of every kind into a database of either kind."""
    account = fill(session)
    post_every_kind(session, account)
    approve_all(session)
    session.rollback()
    return account


def cells_of(report: ReportTree, table: str, column: str) -> dict[str, object]:
    """Return the cells of a table's column by row."""
    found = table_of(report, table)
    assert found is not None, table
    place = [one.code for one in found.columns].index(column)
    rows = (*found.rows, *((found.sums,) if found.sums else ()))
    return {row.code: row.cells[place] for row in rows}


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(("of", "code"), SUBJECTS)
@pytest.mark.parametrize("first", [None, date(2022, 1, 1)])
def test_the_money_is_that_of_the_totals_and_adds_up(
    session: Session, of: BriefOf, code: str, first: date | None
) -> None:
    report = brief(session, of, code, (first, LAST))
    with Snapshot().reading(session.connection()) as snapshot:
        reader = TotalsReader(scope_of(snapshot, Query(LAST, first, LAST, as_at=LAST), "en"))
        for measure in (Measure.ALLOCATED, Measure.SPENT):
            whole = reader.amounts(measure, BY[of]).get(code, 0)
            cross = reader.cross(measure, BY[of], Dimension.DONOR)
            at = [own for own, _label in cross.rows].index(code) if whole else None
            by_donor = {
                donor: minor
                for (donor, _label), minor in zip(
                    cross.columns, () if at is None else cross.minor[at], strict=at is not None
                )
                if minor
            }
            payers = amounts(report, "payers")
            total = payers.pop("total")
            own = {donor: row[measure.value] for donor, row in payers.items()}
            assert {donor: minor for donor, minor in own.items() if minor} == by_donor
            assert sum(own.values()) == total[measure.value] == whole
            assert amounts(report, "cost")["all"][measure.value] == whole


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(("of", "code"), SUBJECTS)
def test_shares_add_up_to_the_whole(session: Session, of: BriefOf, code: str) -> None:
    shares = cells_of(brief(session, of, code), "payers", "share")
    found = [cell.basis_points for cell in shares.values() if isinstance(cell, PerCent)]
    assert sum(found) == 10_000


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(("of", "code"), SUBJECTS)
def test_the_shares_of_all_donors_add_up_to_the_money(
    session: Session, of: BriefOf, code: str
) -> None:
    whole = amounts(brief(session, of, code), "cost")["all"]
    own = [
        amounts(brief(session, of, code, donor=donor), "donor-share") for donor in ("ITA", "JPN")
    ]
    for column in ("allocated", "spent"):
        assert sum(one["total"][column] for one in own if one) == whole[column]
    assert table_of(brief(session, of, code), "donor-share") is None


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(("of", "code"), SUBJECTS)
def test_a_brief_drawn_again_is_the_same(session: Session, of: BriefOf, code: str) -> None:
    known = utc_now()
    first, second = (canonical_json(brief(session, of, code, known_at=known)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("seed", range(3))
def test_money_adds_up_after_random_moves(
    session: Session, fund: Fund, rates: Rates, seed: int
) -> None:
    del rates
    random, receipts = Random(seed), defaultdict[str, list[str]](list)
    for batch in range(3):
        post(session, [drawn(random, batch * 40 + one, receipts) for one in range(40)])
        use_some(session, fund, random, batch)
    middle = FIRST + timedelta(145)  # the day on which money is used
    for days in ((None, LAST_OF_ALL), (middle, LAST_OF_ALL), (middle + timedelta(1), LAST_OF_ALL)):
        for code in fund.activities:
            expect_adds_up(session, code, days)


def expect_adds_up(session: Session, code: str, days: tuple[date | None, date]) -> None:
    """Expect donors, their shares and one donor's part to add up to an activity's money."""
    report = brief(session, BriefOf.ACTIVITY, code, days)
    payers = amounts(report, "payers")
    if not payers:
        return
    total, cost = payers.pop("total"), amounts(report, "cost")["all"]
    for column in ("allocated", "spent"):
        assert sum(row[column] for row in payers.values()) == total[column] == cost[column]
        own = [
            amounts(brief(session, BriefOf.ACTIVITY, code, days, donor=donor), "donor-share")
            for donor in payers
        ]
        assert sum(one["total"][column] for one in own if one) == total[column]
    shares = cells_of(report, "payers", "share").values()
    found = [cell.basis_points for cell in shares if isinstance(cell, PerCent)]
    assert sum(found) in {0, 10_000}


def test_an_activity_that_is_not_published_has_a_brief_for_staff_alone(session: Session) -> None:
    fill_for_commission(session)
    with pytest.raises(NotFound):
        brief(session, BriefOf.ACTIVITY, "A2")
    report = brief(session, BriefOf.ACTIVITY, "A2", user=STAFF)
    assert amounts(report, "cost")["all"]["allocated"]
    assert b"not for the public" in canonical_json(report)
    for of, code in (SUBJECTS[1], SUBJECTS[2]):
        for user in (CurrentUser(), STAFF):
            assert b"secret" not in canonical_json(brief(session, of, code, user=user))
    programme = amounts(brief(session, BriefOf.PROGRAMME, "GLO1"), "activities")
    assert programme["-unpublished"]["allocated"]
    assert "A2" not in programme


@pytest.mark.parametrize("user", [CurrentUser(), STAFF])
def test_small_numbers_of_people_are_in_no_brief_whoever_draws_it(
    session: Session, user: CurrentUser
) -> None:
    fill_for_commission(session)
    for of, code in SUBJECTS[:2]:
        report = brief(session, of, code, user=user)
        for column in ("women", "all"):
            assert Count(3) not in cells_of(report, "people", column).values()
        assert cells_of(report, "people", "women")["judge"] is None


def test_who_came_twice_took_part_once(session: Session) -> None:
    """Where it cannot be said who came before, a brief tells participations, not people."""
    fill_for_commission(session)
    first = ParticipantCount(
        ParticipantFunction.POLICE, "KEN", women=20, men=40, counted_on=date(2022, 5, 1)
    )
    again = first._replace(counted_on=date(2022, 6, 1), women_before=10, men_before=15)
    for before, said in (("A1", {TOOK_PART: 95}), ("A3", {COUNTED: 120})):
        session.rollback()
        draft = read_draft(session, find_activity(session, "A1"))
        counts = (first, again._replace(before_activity=before))
        with transaction(session):
            change_funded_activity(
                session, "A1", replace(draft, participants=counts), "ana", "counted again"
            )
        (summary,) = brief(session, BriefOf.ACTIVITY, "A1").summary
        told = {one.several: one.number for one in summary.words if isinstance(one, Sentence)}
        assert said.items() <= told.items()
        assert len(told.keys() & {TOOK_PART, COUNTED}) == 1


def test_a_brief_is_the_same_whoever_draws_it(session: Session) -> None:
    fill_for_commission(session)
    known = utc_now()
    for of, code in SUBJECTS:
        own = {
            canonical_json(brief(session, of, code, known_at=known, user=user))
            for user in (CurrentUser(), STAFF)
        }
        assert len(own) == 1, code


def test_days_leave_other_days_out(session: Session) -> None:
    fill_for_commission(session)
    report = brief(session, BriefOf.ACTIVITY, "A1", (date(2022, 1, 1), LAST))
    assert Count(60) in cells_of(report, "people", "all").values()
    before = brief(session, BriefOf.ACTIVITY, "A1", (None, date(2015, 1, 1)))
    assert table_of(before, "payers") is None
    assert table_of(before, "people") is None


@pytest.mark.parametrize("of", list(BriefOf))
def test_what_is_not_on_record_has_no_brief(session: Session, of: BriefOf) -> None:
    fill(session)
    with pytest.raises(NotFound):
        brief(session, of, "NOWHERE")
