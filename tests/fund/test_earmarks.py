"""Earmarks: an activity lies within when it shares a code in every respect of the tie."""

from tracker.fund.ledger.earmarks import UNTIED, ActivityScope, Earmark
from tracker.fund.states import ScopeKind

COUNTRY, INSTRUMENT = ScopeKind.COUNTRY, ScopeKind.INSTRUMENT
KENYA_AND_PERU = ActivityScope(
    "A1", {COUNTRY: frozenset({"KEN", "PER"}), INSTRUMENT: frozenset({"TIP"})}
)


def test_untied_money_goes_anywhere() -> None:
    assert UNTIED.objections(KENYA_AND_PERU) == []


def test_codes_of_one_kind_are_alternatives() -> None:
    assert Earmark({COUNTRY: frozenset({"KEN", "UGA"})}).objections(KENYA_AND_PERU) == []


def test_every_kind_must_be_met() -> None:
    tied = Earmark({COUNTRY: frozenset({"KEN"}), INSTRUMENT: frozenset({"FIREARMS"})})
    assert tied.objections(KENYA_AND_PERU) == [INSTRUMENT]


def test_an_activity_that_says_nothing_lies_outside() -> None:
    assert Earmark({ScopeKind.TOOL: frozenset({"GUIDE"})}).objections(KENYA_AND_PERU) == [
        ScopeKind.TOOL
    ]
