"""Splits many amounts at once by whole weights, losing no cent (largest remainder)."""

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
LIMB_BITS = 22
LIMBS = 3  # 22 bits each hold any amount below 2^63 together
WEIGHT_LIMIT = 1 << 40
PRODUCT_LIMIT = 1 << 62


def split(cents: Whole, weights: Whole) -> Whole:
    """Split each amount over its row of weights; each row of parts adds up to its amount.

    `cents` has one amount a row, `weights` one row of whole numbers each, at least one of
    them above zero, each row's sum below 2^40. A part is its exact share rounded down, and
    the cents left go to the largest remainders, ties to the earlier column. A negative amount
    is split as its positive mirror image.
    """
    whole = weights.sum(axis=1)
    if len(whole) and (whole.min() <= 0 or whole.max() >= WEIGHT_LIMIT):
        raise ValueError("weights must add up to something between 1 and 2^40")
    parts, remainders = _divide(np.abs(cents), weights, whole)
    left = np.abs(cents) - parts.sum(axis=1)
    short = np.flatnonzero(left)
    if len(short):
        order = np.argsort(-remainders[short], axis=1, kind="stable")
        extra = np.arange(weights.shape[1]) < left[short, None]
        rows = np.broadcast_to(short[:, None], order.shape)
        parts[rows[extra], order[extra]] += 1
    result: Whole = parts * np.sign(cents)[:, None]
    return result


def _divide(amounts: Whole, weights: Whole, whole: Whole) -> tuple[Whole, Whole]:
    """Return amount x weight // whole and its remainder, exact beyond 64 bits."""
    below = whole[:, None]
    top = int(amounts.max(initial=0)) * int(weights.max(initial=0))
    if top < PRODUCT_LIMIT:
        parts, remainders = np.divmod(amounts[:, None] * weights, below)
        return parts, remainders
    parts = np.zeros_like(weights)
    remainders = np.zeros_like(weights)
    for limb in reversed(range(LIMBS)):
        digits = amounts >> (LIMB_BITS * limb) & ((1 << LIMB_BITS) - 1)
        step, remainders = np.divmod((remainders << LIMB_BITS) + digits[:, None] * weights, below)
        parts = (parts << LIMB_BITS) + step
    return parts, remainders
