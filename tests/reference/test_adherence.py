"""Adherence at two dates, as pure rules over data/adherence.csv."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.reference.adherence import (
    COMPLETE_UNTIL,
    FIRST_KNOWN,
    Breach,
    breaches,
    holds,
    parties,
    steps,
)
from tracker.reference.adherence_codes import Action, FactKind
from tracker.reference.instruments import Instrument
from tracker.reference.organisations import giver_name

RESOLUTION = date(2013, 3, 28)
FIRST = date(2013, 7, 6)
SECOND = date(2014, 7, 10)


def counts(as_at: date, known_at: date) -> list[int]:
    return [len(codes) for codes in parties(steps(), as_at, known_at).values()]


@pytest.mark.parametrize(
    ("as_at", "known_at", "expected"),
    [
        (RESOLUTION, FIRST, [174, 154, 135, 97]),
        (RESOLUTION, SECOND, [174, 154, 135, 98]),
        (FIRST, FIRST, [176, 156, 137, 101]),
        (SECOND, SECOND, [179, 159, 138, 109]),
        (date(2099, 1, 1), date(2099, 1, 1), [179, 159, 138, 109]),
        (RESOLUTION, date(2013, 7, 5), [0, 0, 0, 0]),
        (date(2000, 12, 11), SECOND, [0, 0, 0, 0]),
    ],
)
def test_the_parties_at_one_date_as_known_at_another(
    as_at: date, known_at: date, expected: list[int]
) -> None:
    assert counts(as_at, known_at) == expected


def test_the_late_deposit_is_that_of_cote_d_ivoire() -> None:
    early = parties(steps(), RESOLUTION, FIRST)[Instrument.FIREARMS]
    late = parties(steps(), RESOLUTION, SECOND)[Instrument.FIREARMS]
    assert late - early == {"CIV"}
    assert early <= late


def test_the_european_union_counts_among_the_parties() -> None:
    at_first = parties(steps(), FIRST, FIRST)
    assert [name for name, codes in at_first.items() if "EU" in codes] == ["UNTOC", "TIP", "SOM"]
    assert "EU" in parties(steps(), date(2014, 3, 21), SECOND)[Instrument.FIREARMS]
    assert "EU" not in parties(steps(), date(2014, 3, 20), SECOND)[Instrument.FIREARMS]


def test_a_superseded_fact_holds_until_the_day_it_is_known_to_be_wrong() -> None:
    accession = next(step for step in steps() if step.superseded_on)
    assert (accession.instrument, accession.party) == (Instrument.SOM, "MDA")
    assert holds(accession, RESOLUTION, date(2014, 7, 9))
    assert not holds(accession, RESOLUTION, SECOND)
    between = date(2005, 12, 31)
    assert "MDA" not in parties(steps(), between, FIRST)[Instrument.SOM]
    assert "MDA" in parties(steps(), between, SECOND)[Instrument.SOM]


def test_the_record_says_from_when_and_until_when() -> None:
    assert (FIRST_KNOWN, COMPLETE_UNTIL) == (FIRST, SECOND)


@pytest.mark.parametrize("known_at", [FIRST, date(2014, 1, 1), SECOND])
def test_no_party_to_a_protocol_is_without_or_before_the_convention(known_at: date) -> None:
    assert breaches(steps(), known_at) == []


def test_a_party_to_a_protocol_alone_is_found() -> None:
    convention = next(
        step
        for step in steps()
        if (step.instrument, step.party, step.fact) == ("UNTOC", "ALB", FactKind.CONSENT)
    )
    protocol = next(
        step
        for step in steps()
        if (step.instrument, step.party, step.fact) == ("TIP", "ALB", FactKind.CONSENT)
    )
    breach = Breach(Instrument.TIP, "ALB", protocol.dated_on)
    late = replace(convention, dated_on=date(2010, 1, 1))
    unknown = replace(convention, known_on=date(2014, 7, 10))
    assert breaches([convention, protocol], FIRST) == []
    assert breaches([protocol], FIRST) == [breach]
    assert breaches([late, protocol], FIRST) == [breach]
    assert breaches([unknown, protocol], FIRST) == [breach]


def test_each_step_is_that_of_a_known_party_and_lawful_for_its_kind() -> None:
    for step in steps():
        assert giver_name(step.party)
        assert (step.fact == FactKind.SIGNATURE) == (step.action == Action.SIGNATURE)
        assert step.dated_on <= step.known_on


def test_no_party_holds_two_consents_at_once() -> None:
    for known_at in (FIRST, SECOND):
        holding = [
            (step.instrument, step.party, step.fact)
            for step in steps()
            if holds(step, date.max, known_at)
        ]
        assert len(holding) == len(set(holding))
