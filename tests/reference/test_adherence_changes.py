"""Parties on two days, new parties, late deposits, and how far the record reaches."""

from datetime import date

import pytest

from tracker.reference.adherence import COMPLETE_UNTIL, FIRST_KNOWN, parties, steps
from tracker.reference.adherence_changes import (
    counts_as_known,
    counts_over_time,
    late_deposits,
    parties_in_period,
)
from tracker.reference.adherence_reach import STATUS_DAYS, reach_of
from tracker.reference.adherence_rows import rows_by_state
from tracker.reference.instruments import Instrument

RESOLUTION = date(2013, 3, 28)
LATER = date(2026, 11, 29)
FACTS = steps()


@pytest.mark.parametrize(
    ("asked", "known", "as_at", "known_at", "beyond", "before"),
    [
        (RESOLUTION, FIRST_KNOWN, RESOLUTION, FIRST_KNOWN, False, False),
        (LATER, LATER, COMPLETE_UNTIL, LATER, True, False),
        (COMPLETE_UNTIL, COMPLETE_UNTIL, COMPLETE_UNTIL, COMPLETE_UNTIL, False, False),
        (date(2014, 1, 1), date(2014, 1, 2), FIRST_KNOWN, date(2014, 1, 2), True, False),
        (RESOLUTION, date(2010, 1, 1), RESOLUTION, FIRST_KNOWN, False, True),
        (LATER, date(2010, 1, 1), FIRST_KNOWN, FIRST_KNOWN, True, True),
    ],
)
def test_figures_are_never_of_a_day_that_the_record_does_not_reach(
    asked: date, known: date, as_at: date, known_at: date, *, beyond: bool, before: bool
) -> None:
    reach = reach_of(asked, known)
    assert (reach.as_at, reach.known_at) == (as_at, known_at)
    assert (reach.is_beyond, reach.is_before) == (beyond, before)


def test_a_period_beyond_the_record_is_not_one_without_new_parties() -> None:
    reach = reach_of(LATER, LATER)
    assert reach.covers(None)
    assert reach.covers(COMPLETE_UNTIL)
    assert not reach.covers(date(2014, 7, 11))


@pytest.mark.parametrize("first", [date(2000, 1, 1), date(2004, 2, 29), RESOLUTION])
@pytest.mark.parametrize("last", [RESOLUTION, FIRST_KNOWN, COMPLETE_UNTIL])
@pytest.mark.parametrize("known_at", STATUS_DAYS)
def test_those_before_a_period_and_those_who_joined_in_it_are_those_at_its_end(
    first: date, last: date, known_at: date
) -> None:
    at_the_end = parties(FACTS, last, known_at)
    for found in parties_in_period(FACTS, first, last, known_at):
        assert found.before + len(found.joined) == found.after == len(at_the_end[found.instrument])
        assert {one.party for one in found.joined} <= at_the_end[found.instrument]
        assert all(first <= one.dated_on <= last for one in found.joined)


def test_the_parties_over_time_are_those_of_each_day() -> None:
    days = [date(year, 12, 31) for year in range(2000, 2014)]
    found = counts_over_time(FACTS, days, COMPLETE_UNTIL)
    for place, day in enumerate(days):
        counted = {code: len(who) for code, who in parties(FACTS, day, COMPLETE_UNTIL).items()}
        assert {code: own[place] for code, own in found.items()} == counted


def test_97_became_98_by_a_deposit_that_reached_the_list_late() -> None:
    known = counts_as_known(FACTS, RESOLUTION, LATER)
    assert [one.known_at for one in known] == list(STATUS_DAYS)
    assert [one.counts[Instrument.FIREARMS] for one in known] == [97, 98]
    assert [one.counts[Instrument.SOM] for one in known] == [135, 135]
    late = {(one.instrument, one.party): one for one in late_deposits(FACTS, RESOLUTION, LATER)}
    assert set(late) == {(Instrument.FIREARMS, "CIV"), (Instrument.SOM, "MDA")}
    ivorian = late[Instrument.FIREARMS, "CIV"]
    assert (ivorian.dated_on, ivorian.missing_from) == (date(2012, 10, 25), FIRST_KNOWN)
    assert (ivorian.known_on, ivorian.before) == (COMPLETE_UNTIL, None)
    assert late[Instrument.SOM, "MDA"].before == date(2006, 2, 28)
    assert late_deposits(FACTS, RESOLUTION, FIRST_KNOWN) == ()


def test_a_state_is_bound_by_what_it_consented_to() -> None:
    rows = {row.party: row for row in rows_by_state(FACTS, RESOLUTION, FIRST_KNOWN)}
    assert rows["EU"].bound_by == (Instrument.UNTOC, Instrument.TIP, Instrument.SOM)
    assert rows["JPN"].bound_by == ()
    assert all(Instrument.UNTOC in row.bound_by for row in rows.values() if row.bound_by), (
        "no party to a Protocol without the Convention"
    )
