"""Who was assisted and is no party, who is a party and was never assisted."""

from datetime import date

from tracker.assistance.adherence_assistance import (
    assisted_before_joining,
    assisted_not_party,
    party_never_assisted,
)
from tracker.assistance.assisted_states import BegunActivity, assisted_states
from tracker.assistance.cost_shares import CostShares
from tracker.reference.adherence import parties, steps
from tracker.reference.adherence_changes import NewParty
from tracker.reference.adherence_codes import Action
from tracker.reference.instruments import Instrument
from tracker.reference.states import states

TIP, SOM = (("TIP", 10_000),), (("SOM", 10_000),)
DAY = date(2013, 7, 6)
ACTIVITIES = [
    BegunActivity(1, "A1", "Kenya and Japan", date(2010, 1, 1)),
    BegunActivity(2, "A2", "Africa", date(2011, 1, 1)),
    BegunActivity(3, "A3", "Kenya again", date(2012, 1, 1)),
    BegunActivity(4, "A4", "Without a day", None),
    BegunActivity(5, "A5", "Without shares", date(2012, 1, 1)),
]
SHARES = {
    1: CostShares(TIP, (("JPN", 5_000), ("KEN", 5_000))),
    2: CostShares(TIP, (("002", 10_000),)),
    3: CostShares((*TIP, *SOM), (("KEN", 10_000),)),
    4: CostShares(TIP, (("PER", 10_000),)),
}
PARTIES = parties(steps(), DAY, DAY)


def test_a_state_is_assisted_where_it_is_named_and_not_where_its_region_is() -> None:
    found = assisted_states(ACTIVITIES, SHARES)
    assert {(code.value, state) for code, state in found} == {
        ("TIP", "JPN"), ("TIP", "KEN"), ("SOM", "KEN"), ("TIP", "PER"),
    }  # fmt: skip
    kenya = found[Instrument.TIP, "KEN"]
    assert (kenya.first, kenya.activities) == (date(2010, 1, 1), ("A1", "A3"))
    assert found[Instrument.TIP, "PER"].first is None


def test_a_period_has_the_activities_that_began_in_it() -> None:
    early = assisted_states(ACTIVITIES, SHARES, last=date(2010, 12, 31))
    assert (Instrument.SOM, "KEN") not in early
    assert (Instrument.TIP, "PER") in early, "it may have begun by then"
    late = assisted_states(ACTIVITIES, SHARES, first=date(2012, 1, 1))
    assert {state for _code, state in late} == {"KEN"}


def test_assisted_and_no_party_names_the_instruments_of_the_assistance_alone() -> None:
    assisted = assisted_states(ACTIVITIES, SHARES)
    found = {one.state: one for one in assisted_not_party(assisted, PARTIES)}
    assert set(found) == {"JPN"}, "Kenya and Peru are parties to both"
    assert list(found["JPN"].by_instrument) == [Instrument.TIP]
    assert assisted_not_party(assisted, PARTIES, [Instrument.SOM]) == []


def test_a_party_never_assisted_is_eligible_and_named_by_no_activity() -> None:
    found = {
        one.state: one for one in party_never_assisted(assisted_states(ACTIVITIES, SHARES), PARTIES)
    }
    assert not {"KEN", "PER", "JPN", "ITA", "EU"} & found.keys()
    assert all(states()[code].eligible for code in found)
    assert all(set(one.party_to) <= set(Instrument) and one.party_to for one in found.values())
    on_som = party_never_assisted(assisted_states(ACTIVITIES, SHARES), PARTIES, [Instrument.SOM])
    assert {"PER"} <= {one.state for one in on_som}
    assert {one.party_to for one in on_som} == {(Instrument.SOM,)}


def test_a_new_party_was_assisted_before_if_an_activity_had_begun() -> None:
    joined = NewParty(Instrument.TIP, "KEN", date(2011, 6, 1), Action.ACCESSION, DAY)
    starts = {one.code: one.start for one in ACTIVITIES}
    (found,) = assisted_before_joining([joined], assisted_states(ACTIVITIES, SHARES), starts)
    assert found.activities == ("A1",)
