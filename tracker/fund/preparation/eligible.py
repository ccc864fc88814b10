"""Which contributions may pay for an activity without being named: the one rule of the pool.

It takes what has come by the day, within its period of use, of a contribution that is not closed
and whose earmark admits the activity: un-earmarked and softly earmarked money; other earmarked
money only where its whole scope is one programme that finance officers have marked as pooled.
What waiting requests have reserved is taken off. A caller may only narrow it.
"""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from datetime import date
from typing import NamedTuple

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
    without support cost, as the book of the desk has them. What was asked last is kept until the
    next entry is posted: who allocates what there is asks for it twice.
    """
    asked = activity_id, on, only_from, None if among is None else frozenset(among)
    if asked != desk.pool_asked:
        numbers = desk.of_programme(only_from) if only_from else desk.with_money()
        if among is not None:
            numbers = numbers.intersection(among)
        desk.pool_asked, desk.pool = (
            asked,
            tuple(
                FundingCandidate(one.contribution_id, one.reference, one.minor)
                for one in admitting(desk, activity_id, on, numbers, by_rule_alone=True)
            ),
        )
    return desk.pool


class AdmittingContribution(NamedTuple):
    """A contribution that may pay for an activity, with what it can give, in US cents.

    Money that is taken `by_rule` need not be named; other money is allocated by its reference.
    """

    contribution_id: int
    reference: str
    minor: int
    earmarking: Earmarking
    by_rule: bool
    use_until: date | None


def admitting(
    desk: Desk,
    activity_id: int,
    on: date,
    numbers: AbstractSet[int],
    *,
    by_rule_alone: bool = False,
) -> tuple[AdmittingContribution, ...]:
    """Return those of some contributions that may pay for an activity on a day, by reference.

    They are not closed, in their period of use, admit the activity by their earmark, and have
    money left without support cost; with `by_rule_alone` their money need not be named.
    """
    book = desk.book
    book.activity(activity_id)
    book.prepare(numbers)
    found = []
    for number in numbers:
        terms = book.contribution(number)
        if terms.closed or not terms.may_be_used(on) or book.objections(number, activity_id):
            continue
        by_rule = _is_pooled(terms, desk.pooled, on)
        if by_rule_alone and not by_rule:
            continue
        left = programmable_minor(book, number, on)
        if left > 0:
            found.append(
                AdmittingContribution(
                    number,
                    terms.reference,
                    left,
                    terms.earmarking,
                    by_rule,
                    terms.use_until,
                )
            )
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
