"""The sessions of the bodies: their periods follow each other, and none is invented."""

import itertools
from datetime import date, timedelta

import pytest

from tracker.errors import NotFound
from tracker.reference.sessions import (
    SessionBody,
    find_session,
    last_session,
    reported_span,
    sessions_on_file,
    span_since,
)


def test_the_periods_of_a_body_follow_each_other_without_a_gap() -> None:
    sessions = sessions_on_file()
    for body in SessionBody:
        spans = [reported_span(sessions, one) for one in sessions if one.body == body]
        assert spans[0].first is None
        for before, after in itertools.pairwise(spans):
            assert before.last
            assert after.first == before.last + timedelta(days=1)


def test_a_session_is_over_on_the_day_after_its_last_one() -> None:
    sessions = sessions_on_file()
    found = find_session(sessions, "CCPCJ-22")
    assert (found.first, found.last, found.place) == (
        date(2013, 4, 22),
        date(2013, 4, 26),
        "Vienna",
    )
    assert last_session(sessions, SessionBody.COMMISSION, date(2013, 4, 26)) is None
    assert last_session(sessions, SessionBody.COMMISSION, date(2013, 4, 27)) == found
    assert span_since(found).first == date(2013, 4, 27)
    with pytest.raises(NotFound):
        find_session(sessions, "CCPCJ-99")
