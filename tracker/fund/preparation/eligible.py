"""Which contributions may pay for an activity without being named: the one rule of the pool.

It takes what has come by the day, within its period of use, of a contribution that is not closed
and whose earmark admits the activity: un-earmarked and softly earmarked money; other earmarked
money only where its whole scope is one programme that finance officers have marked as pooled.
What waiting requests have reserved is taken off. A caller may only narrow it.
"""

from collections.abc import Collection
from datetime import date

from tracker.errors import Fault, InvalidDraft
from tracker.fund.contributions.pooled_programmes import PooledProgrammes
from tracker.fund.ledger.attribution import FundingCandidate
from tracker.fund.ledger.book_data import Terms
from tracker.fund.ledger.programmable_money import programmable_minor
from tracker.fund.preparation.desk import Desk
from tracker.reference.codes import Earmarking
from tracker.words import say

FREE = frozenset({Earmarking.UNEARMARKED, Earmarking.SOFTLY_EARMARKED})
"""The categories of money that needs no mark to be taken by the rule."""


def eligible(
    desk: Desk,
    activity_id: int,
    on: date,
    only_from: str = "",
    among: Collection[int] | None = None,
) -> tuple[FundingCandidate, ...]:
    """Return the contributions that may pay for an activity on a day, with what each can give.

    `only_from` narrows them to those whose whole scope is that programme, `among` to those with
    these numbers. Amounts are in US cents,
    without support cost, as the book of the desk has them.
    """
    book, scope = desk.book, desk.book.activity(activity_id)
    numbers = desk.of_programme(only_from) if only_from else desk.with_money()
    if among is not None:
        numbers = numbers.intersection(among)
    book.prepare(numbers)
    found = []
    for number in numbers:
        terms = book.contribution(number)
        if (
            not terms.closed
            and terms.may_be_used(on)
            and not terms.earmark.objections(scope)
            and _is_pooled(terms, desk.pooled, on)
        ):
            left = programmable_minor(book, number, on)
            if left > 0:
                found.append(FundingCandidate(number, terms.reference, left))
    return tuple(sorted(found, key=lambda one: one.reference))


class NothingEligible(InvalidDraft):
    """An allocation by the rule for which no contribution has money on its day."""

    def __init__(self, activity: str) -> None:
        text = say(
            "no contribution may pay for %(activity)s by the rule on this day; name one",
            activity=activity,
        )
        super().__init__([Fault("amount", text)])


def _is_pooled(terms: Terms, pooled: PooledProgrammes, on: date) -> bool:
    """Tell whether the money of a contribution may be taken without being named."""
    if terms.earmarking in FREE:
        return True
    return bool(terms.only_programme) and pooled.on(terms.only_programme, on)
