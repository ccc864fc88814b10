"""Adherence in the database: seeding and reading."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, func, select

from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.errors import RecordedMeanwhile
from tracker.reference.adherence import steps
from tracker.reference.adherence_codes import Action, FactKind
from tracker.reference.adherence_records import (
    adherence_rows,
    new_parties,
    parties_by_instrument,
    seed_adherence,
)
from tracker.reference.instruments import Instrument
from tracker.reference.tables import AdherenceFact

RESOLUTION = date(2013, 3, 28)
FIRST = date(2013, 7, 6)
SECOND = date(2014, 7, 10)


@pytest.fixture
def seeded(sqlite_session: Session) -> Session:
    """Give a database that holds the adherence on file."""
    with transaction(sqlite_session) as session:
        seed_adherence(session)
        record_set_up(session)
    return sqlite_session


def test_seeding_again_adds_only_what_is_missing(seeded: Session) -> None:
    with transaction(seeded):
        assert seed_adherence(seeded) == 0
    with transaction(seeded):
        record_set_up(seeded)
        seeded.delete(seeded.exec(select(AdherenceFact)).all()[0])
    with transaction(seeded):
        assert seed_adherence(seeded) == 1
        record_set_up(seeded)
    assert seeded.exec(select(func.count()).select_from(AdherenceFact)).one() == len(steps())


def test_the_figures_of_the_resolution(seeded: Session) -> None:
    assert list(parties_by_instrument(seeded, RESOLUTION, FIRST).items()) == [
        (Instrument.UNTOC, 174),
        (Instrument.TIP, 154),
        (Instrument.SOM, 135),
        (Instrument.FIREARMS, 97),
    ]
    assert parties_by_instrument(seeded, RESOLUTION, SECOND)[Instrument.FIREARMS] == 98


def test_the_rows_agree_with_the_counts(seeded: Session) -> None:
    rows = adherence_rows(seeded, RESOLUTION, FIRST)
    bound = [row for row in rows if row.party_since]
    assert len(bound) == 174 + 154 + 135 + 97
    italy = next(row for row in rows if (row.instrument, row.party) == ("UNTOC", "ITA"))
    assert italy.signed_on == date(2000, 12, 12)
    assert italy.action == Action.RATIFICATION
    japan = next(row for row in rows if (row.instrument, row.party) == ("UNTOC", "JPN"))
    assert (japan.signed_on, japan.party_since, japan.action) == (date(2000, 12, 12), None, None)


def test_the_new_parties_of_a_period_are_the_difference_of_its_ends(seeded: Session) -> None:
    new = new_parties(seeded, date(2013, 3, 29), SECOND, SECOND)
    before = parties_by_instrument(seeded, RESOLUTION, SECOND)
    after = parties_by_instrument(seeded, SECOND, SECOND)
    for instrument in Instrument:
        gained = sum(party.instrument == instrument for party in new)
        assert gained == after[instrument] - before[instrument]
    assert [party.dated_on for party in new] == sorted(party.dated_on for party in new)
    on_the_day = new_parties(seeded, date(2014, 3, 21), date(2014, 3, 21), SECOND)
    assert [(p.instrument, p.party, p.action) for p in on_the_day] == [
        (Instrument.FIREARMS, "EU", Action.APPROVAL)
    ]


def test_the_database_refuses_a_fact_twice(seeded: Session) -> None:
    fact = seeded.exec(select(AdherenceFact)).all()[0]
    twin = AdherenceFact(**fact.model_dump(exclude={"id"}))
    with pytest.raises(RecordedMeanwhile), transaction(seeded):
        seeded.add(twin)


def test_the_database_refuses_a_fact_known_before_it_happened(seeded: Session) -> None:
    fact = AdherenceFact(
        instrument=Instrument.TIP,
        party="JPN",
        fact=FactKind.CONSENT,
        action=Action.RATIFICATION,
        dated_on=date(2015, 1, 1),
        known_on=date(2014, 1, 1),
    )
    with pytest.raises(IntegrityError), transaction(seeded):
        seeded.add(fact)
