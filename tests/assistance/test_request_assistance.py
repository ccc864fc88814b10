"""Requests of States beside the activities that answer them."""

from datetime import date

import pytest

from tracker.assistance.needs import Need
from tracker.assistance.request_assistance import (
    AnsweringActivity,
    RequestOutcome,
    assisted_needs,
)
from tracker.assistance.states import Priority, RequestSource, RequestStatus
from tracker.periods import Span
from tracker.reference.instruments import Instrument

TIP = Instrument.TIP
RECEIVED = date(2023, 5, 1)
NEED = Need(
    "REQ-1", "KEN", RequestSource.OFFICIAL, RequestStatus.PLANNED, Priority.HIGH, RECEIVED, TIP,
    ((TIP, "6"), (TIP, "9")), (), None, None, is_public=True,
)  # fmt: skip
LIKE = AnsweringActivity(
    "A1", Span(date(2023, 1, 1)), frozenset({"KEN"}), frozenset({(TIP, "9")}), frozenset()
)
FOUND = (RequestOutcome.ASSISTED, ("A1",))


@pytest.mark.parametrize(
    ("activity", "outcome", "like"),
    [
        (LIKE, *FOUND),
        (LIKE._replace(span=Span(date(2022, 1, 1), RECEIVED)), *FOUND),
        (LIKE._replace(span=Span(date(2022, 1, 1), date(2023, 4, 30))), RequestOutcome.WITHOUT, ()),
        (LIKE._replace(places=frozenset({"002"})), RequestOutcome.WITHOUT, ()),
        (LIKE._replace(articles=frozenset({(TIP, "5")})), RequestOutcome.WITHOUT, ()),
        (LIKE._replace(articles=frozenset({(Instrument.SOM, "9")})), RequestOutcome.WITHOUT, ()),
        (LIKE._replace(places=frozenset(), requests=frozenset({"REQ-1"})),
         RequestOutcome.ASSISTED, ()),
    ],
)  # fmt: skip
def test_an_activity_answers_by_a_link_or_by_state_article_and_day(
    activity: AnsweringActivity, outcome: RequestOutcome, like: tuple[str, ...]
) -> None:
    (one,) = assisted_needs([NEED], [activity])
    assert (one.outcome, one.like) == (outcome, like)


def test_a_declined_request_that_was_assisted_after_all_is_assisted() -> None:
    declined = NEED._replace(status=RequestStatus.DECLINED)
    assert assisted_needs([declined], [])[0].outcome is RequestOutcome.DECLINED
    assert assisted_needs([declined], [LIKE])[0].outcome is RequestOutcome.ASSISTED


def test_each_request_has_its_own_activities() -> None:
    other = NEED._replace(code="REQ-2", state="PER")
    linked = LIKE._replace(code="A2", requests=frozenset({"REQ-2"}))
    first, second = assisted_needs([NEED, other], [LIKE, linked])
    assert (first.linked, first.like) == ((), ("A1", "A2"))
    assert (second.linked, second.like) == (("A2",), ())
