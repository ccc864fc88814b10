"""The period that is reported on, and the one before it."""

from dataclasses import replace
from datetime import date

from tracker.reference.sessions import BodySession, SessionBody
from tracker.resolution.reported_periods import reported_before, session_since, usual_query
from tracker.totals.query import Query

SESSIONS = (
    BodySession(SessionBody.COMMISSION, 22, date(2013, 4, 22), date(2013, 4, 26)),
    BodySession(SessionBody.COMMISSION, 23, date(2014, 5, 12), date(2014, 5, 16)),
    BodySession(SessionBody.CONFERENCE, 9, date(2018, 10, 15), date(2018, 10, 19)),
)
ASKED = Query(date(2020, 6, 1))


def span(query: Query | None) -> tuple[date | None, date | None] | None:
    """Return the days of a query."""
    return None if query is None else (query.first, query.last)


def test_without_a_choice_it_is_the_time_since_the_last_session_of_the_commission() -> None:
    usual = usual_query(ASKED, SESSIONS)
    assert span(usual) == (date(2014, 5, 17), None)
    since = session_since(usual, SESSIONS)
    assert since is not None
    assert since.code == "CCPCJ-23"
    assert span(reported_before(usual, SESSIONS)) == (date(2013, 4, 27), date(2014, 5, 16))


def test_before_the_first_session_on_record_comes_all_that_was() -> None:
    usual = usual_query(ASKED, SESSIONS[:1])
    assert span(reported_before(usual, SESSIONS[:1])) == (None, date(2013, 4, 26))


def test_without_a_session_of_the_commission_it_is_the_last_two_years() -> None:
    usual = usual_query(ASKED, SESSIONS[2:])
    assert span(usual) == (date(2018, 1, 1), date(2019, 12, 31))
    assert session_since(usual, SESSIONS[2:]) is None
    assert span(reported_before(usual, SESSIONS)) == (date(2016, 1, 1), date(2017, 12, 31))


def test_what_was_chosen_stays() -> None:
    chosen = Query(date(2020, 6, 1), date(2015, 3, 1), date(2015, 3, 10))
    assert usual_query(chosen, SESSIONS) is chosen
    assert span(reported_before(chosen, SESSIONS)) == (date(2015, 2, 19), date(2015, 2, 28))
    open_ended = Query(date(2020, 6, 1), last=date(2015, 3, 10))
    assert usual_query(open_ended, SESSIONS) is open_ended
    assert reported_before(open_ended, SESSIONS) is None


def test_the_days_of_a_session_have_the_same_period_before_without_its_name() -> None:
    days = Query(date(2020, 6, 1), date(2013, 4, 27), date(2014, 5, 16))
    for asked in (days, replace(days, session="CCPCJ-23")):
        assert span(reported_before(asked, SESSIONS)) == (None, date(2013, 4, 26))
    first = Query(date(2020, 6, 1), None, date(2013, 4, 26))
    for asked in (first, replace(first, session="CCPCJ-22")):
        assert reported_before(asked, SESSIONS) is None


def test_an_earlier_day_has_the_session_that_was_over_then() -> None:
    then = Query(date(2020, 6, 1), as_at=date(2014, 1, 1))
    assert span(usual_query(then, SESSIONS)) == (date(2013, 4, 27), None)
