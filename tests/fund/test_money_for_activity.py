"""The money that an activity can have is what allocations to it take, to the cent."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from tests.api.accounts import fill
from tracker.assistance.recorded_activities import find_activity
from tracker.db import transaction
from tracker.fund.contributions.terms import change_contribution, find_contribution, read_draft
from tracker.fund.preparation.desk import open_trial_desk
from tracker.fund.preparation.eligible import eligible
from tracker.fund.preparation.money_for_activity import money_for_activity

DAY = date(2022, 9, 1)


def test_what_is_taken_by_the_rule_is_the_pool_of_an_allocation(session: Session) -> None:
    fill(session)
    for code in ("A1", "A2"):
        number = find_activity(session, code).id or 0
        found = money_for_activity(session, number, DAY)
        pool = eligible(open_trial_desk(session), number, DAY)
        by_rule = {one.terms.reference: one.terms.minor for one in found if one.terms.by_rule}
        assert by_rule == {one.reference: one.left_minor for one in pool}
        assert all(one.terms.minor > 0 for one in found)


def test_what_is_tied_to_another_place_is_left_out(session: Session) -> None:
    fill(session)
    named = {
        code: {
            one.terms.reference
            for one in money_for_activity(session, find_activity(session, code).id or 0, DAY)
        }
        for code in ("A1", "A2")
    }
    assert "C-ITA" in named["A1"] & named["A2"]
    assert "C-EUR" in named["A1"]
    assert "C-EUR" not in named["A2"]


def test_what_is_to_be_used_first_stands_first_and_what_is_over_is_left_out(
    session: Session,
) -> None:
    fill(session)
    with transaction(session):
        terms = read_draft(session, find_contribution(session, "C-ITA"))
        after = replace(terms, use_from=date(2019, 1, 1), use_until=date(2022, 12, 31))
        change_contribution(session, "C-ITA", after, "ana", "as agreed")
    number = find_activity(session, "A1").id or 0
    found = [one.terms.reference for one in money_for_activity(session, number, DAY)]
    assert found[0] == "C-ITA"
    later = money_for_activity(session, number, date(2023, 1, 1))
    assert "C-ITA" not in {one.terms.reference for one in later}
