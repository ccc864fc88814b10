"""Divides amounts by whole weights so that no cent is lost and no part falls when the whole grows.

The rule is Sainte-Laguë's, a house-monotone method of divisors (M. L. Balinski and H. P. Young,
Fair Representation, 1982): each cent in turn goes where the quotient weight / (2 x cents so far
+ 1) is largest, ties to the earlier position. The order of the cents is the same for every
amount, so the parts of a smaller amount are never above those of a larger one. An amount that
is the sum of the weights gives each its weight, after which the order begins again.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
WEIGHT_LIMIT = 1 << 40
SHORT_LIMIT = 1 << 30
"""Below it, products of a weight and twice a weight fit 64 bits."""

LIMB_BITS = 21
LIMB = (1 << LIMB_BITS) - 1


def apportion(amounts: Whole, weights: Whole) -> Whole:
    """Divide each amount by its row of weights; each row of parts adds up to its amount.

    `amounts` has one amount a row in minor units, `weights` a row of whole numbers each, at
    least one of them above zero, their sum below 2^40, else ValueError. A weight of zero gets
    nothing. A negative amount is divided as its positive mirror image.
    """
    whole = weights.sum(axis=1)
    if len(whole) and (weights.min() < 0 or whole.min() <= 0 or whole.max() >= WEIGHT_LIMIT):
        raise ValueError("weights must add up to something between 1 and 2^40")
    if weights.shape[1] == 1:
        return amounts[:, None].copy()
    turns, rest = np.divmod(np.abs(amounts), whole)
    parts = turns[:, None] * weights
    short = whole < SHORT_LIMIT
    for rows, limbs in ((np.flatnonzero(short), False), (np.flatnonzero(~short), True)):
        if len(rows):
            parts[rows] += _first_cents(rest[rows], weights[rows], whole[rows], limbs=limbs)
    parts *= np.sign(amounts)[:, None]
    return parts


def apportion_one(minor: int, weights: Sequence[int]) -> list[int]:
    """Divide one amount of minor units; the parts add up to it."""
    parts: list[int] = apportion(np.array([minor], np.int64), np.array([weights], np.int64))[
        0
    ].tolist()
    return parts


def _first_cents(rest: Whole, weights: Whole, whole: Whole, *, limbs: bool) -> Whole:
    """Divide amounts below the sum of their weights.

    Shares rounded half up are all cents whose quotient reaches whole / (2 x rest), so they begin
    the order; the few that they are too many or too few are its next ones.
    """
    cents = _rounded(rest, weights, whole, limbs=limbs)
    missing = rest - cents.sum(axis=1)
    while len(rows := np.flatnonzero(missing > 0)):
        at = _largest(weights[rows], 2 * cents[rows] + 1, limbs=limbs)
        cents[rows, at] += 1
        missing[rows] -= 1
    while len(rows := np.flatnonzero(missing < 0)):
        own, given = weights[rows, ::-1], cents[rows, ::-1]
        # The last cent has the smallest quotient and, among equals, the latest position.
        at = _largest(np.maximum(2 * given - 1, 0), np.where(given > 0, own, 1), limbs=limbs)
        cents[rows, weights.shape[1] - 1 - at] -= 1
        missing[rows] += 1
    return cents


def _rounded(rest: Whole, weights: Whole, whole: Whole, *, limbs: bool) -> Whole:
    """Return rest x weight / whole, rounded half up."""
    below = whole[:, None]
    if not limbs:
        rounded: Whole = (2 * rest[:, None] * weights + below) // (2 * below)
        return rounded
    high, low = rest[:, None] >> LIMB_BITS, rest[:, None] & LIMB
    parts, remainders = np.divmod(high * weights, below)
    step, remainders = np.divmod((remainders << LIMB_BITS) + low * weights, below)
    return (parts << LIMB_BITS) + step + (2 * remainders >= below)


def _largest(above: Whole, below: Whole, *, limbs: bool) -> Whole:
    """Return the position of the largest quotient above / below of each row, the first of equals.

    Quotients are compared two by two, each exactly by cross multiplication.
    """
    at = np.broadcast_to(np.arange(above.shape[1]), above.shape)
    while above.shape[1] > 1:
        even = above.shape[1] // 2 * 2
        one, other = slice(0, even, 2), slice(1, even, 2)
        wins = _exceeds(
            (above[:, other], below[:, one]), (above[:, one], below[:, other]), limbs=limbs
        )
        above, below, at = (
            np.concatenate(
                [np.where(wins, values[:, other], values[:, one]), values[:, even:]], axis=1
            )
            for values in (above, below, at)
        )
    return at[:, 0]


def _exceeds(one: tuple[Whole, Whole], other: tuple[Whole, Whole], *, limbs: bool) -> Mask:
    """Tell where the product of one pair is above that of the other."""
    more: Mask
    if not limbs:
        more = one[0] * one[1] > other[0] * other[1]
        return more
    (high, low), (other_high, other_low) = _product(*one), _product(*other)
    more = (high > other_high) | ((high == other_high) & (low > other_low))
    return more


def _product(one: Whole, other: Whole) -> tuple[Whole, Whole]:
    """Return the product of numbers below 2^42 in two limbs, the lower one of 21 bits."""
    low = one * (other & LIMB)
    return one * (other >> LIMB_BITS) + (low >> LIMB_BITS), low & LIMB
