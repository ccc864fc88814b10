"""Which contributions may pay by the rule, and how much: in a book without a database."""

from dataclasses import dataclass, replace
from datetime import date
from typing import cast

import pytest

from tests.fund.small_fund import DAY, NOW, TERMS, MemoryLoader, heading
from tracker.errors import Fault
from tracker.fund.ledger.attribution import FundingCandidate
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.book_data import Terms
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.earmarks import Earmark
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.preparation.desk import Desk
from tracker.fund.preparation.eligible import NothingEligible, eligible
from tracker.fund.states import ScopeKind
from tracker.reference.codes import Earmarking

TRAIN, LAWS = 1, 2
OF_GLO = Earmark({ScopeKind.PROGRAMME: frozenset({"GLO"})})
LAST = date(2024, 5, 31)


class GloFromLast:
    """Knows that the programme GLO is pooled from a day on."""

    def on(self, programme: str, day: date) -> bool:
        """Tell whether a programme is pooled on a day."""
        return programme == "GLO" and day >= LAST


@dataclass
class SmallDesk:
    """What the rule asks of a desk: contributions of the small fund with money."""

    book: Book
    pooled: GloFromLast
    pool_asked: object = None
    pool: tuple[FundingCandidate, ...] = ()

    def with_money(self) -> frozenset[int]:
        """Return all contributions."""
        return frozenset(one.id for one in TERMS.values())

    def of_programme(self, code: str) -> frozenset[int]:
        """Return the contributions whose whole scope is a programme."""
        assert code == "GLO"
        return frozenset({TERMS["ZERO"].id})


def desk(changed: Terms | None = None, **received: int) -> Desk:
    """Give a desk after some receipts, in US cents by reference."""
    terms = {one.id: one for one in TERMS.values()}
    if changed:
        terms[changed.id] = changed
    book = Book(MemoryLoader(terms), now=NOW, approver="second")
    for reference, minor in received.items():
        receive(book, ContributionMovement(TERMS[reference].id, minor, heading(f"R-{reference}")))
    return cast("Desk", SmallDesk(book, GloFromLast()))


def test_each_gives_what_it_has_less_support_cost_in_the_order_of_references() -> None:
    found = eligible(desk(ITA=113_00, ZERO=1, POOL=107_00, KEN=226_00), TRAIN, DAY)
    assert found == (
        FundingCandidate(1, "ITA", 100_00),
        FundingCandidate(4, "KEN", 200_00),
        FundingCandidate(6, "POOL", 100_00),
        FundingCandidate(5, "ZERO", 1),
    )


def test_a_caller_narrows_the_rule() -> None:
    some = desk(ITA=113_00, ZERO=100)
    assert eligible(some, TRAIN, DAY, "GLO") == (FundingCandidate(5, "ZERO", 100),)
    assert eligible(some, TRAIN, DAY, among={1}) == (FundingCandidate(1, "ITA", 100_00),)
    assert eligible(some, TRAIN, DAY, "GLO", {1}) == ()


@pytest.mark.parametrize(("activity", "names"), [(TRAIN, ["KEN", "ZERO"]), (LAWS, ["ZERO"])])
def test_an_earmark_admits_the_activity(activity: int, names: list[str]) -> None:
    found = eligible(desk(KEN=100_00, ZERO=100), activity, DAY)
    assert [one.reference for one in found] == names


@pytest.mark.parametrize(("on", "names"), [(LAST, ["POOL"]), (date(2024, 6, 1), [])])
def test_the_period_of_use_ends(on: date, names: list[str]) -> None:
    assert [one.reference for one in eligible(desk(POOL=100_00), TRAIN, on)] == names


@pytest.mark.parametrize("category", Earmarking)
@pytest.mark.parametrize("on", [date(2024, 5, 30), LAST])
def test_earmarked_money_is_taken_only_of_a_pooled_programme(
    category: Earmarking, on: date
) -> None:
    free = category in {Earmarking.UNEARMARKED, Earmarking.SOFTLY_EARMARKED}
    one = replace(TERMS["ZERO"], earmarking=category, earmark=OF_GLO)
    book = desk(one, ZERO=100)
    scope = book.book.activity(TRAIN)
    book.book.scopes[TRAIN] = replace(
        scope, codes={**scope.codes, ScopeKind.PROGRAMME: frozenset({"GLO"})}
    )
    assert bool(eligible(book, TRAIN, on)) == (free or on >= LAST)
    nowhere = desk(replace(one, earmark=TERMS["ZERO"].earmark), ZERO=100)
    assert bool(eligible(nowhere, TRAIN, LAST)) == free


def test_what_is_closed_gives_nothing() -> None:
    one = desk(ZERO=100)
    one.book.terms[5] = replace(TERMS["ZERO"], closed=True)
    assert eligible(one, TRAIN, DAY) == ()


def test_the_fault_names_the_activity() -> None:
    message = "no contribution may pay for A-1 by the rule on this day; name one"
    assert NothingEligible("A-1").faults == (Fault("amount", message),)
