"""Times two sides in turns, so that whatever else the machine does meets both alike."""

import gc
from collections.abc import Callable
from time import perf_counter
from typing import Generic, NamedTuple, TypeVar

Ours = TypeVar("Ours")
Peer = TypeVar("Peer")
Result = TypeVar("Result")


class Race(NamedTuple, Generic[Ours, Peer]):
    """The best times in seconds, and what either side came to at last."""

    ours: float
    peer: float
    our_result: Ours
    peer_result: Peer


def race(ours: Callable[[], Ours], peer: Callable[[], Peer], rounds: int) -> Race[Ours, Peer]:
    """Run both sides in turns; the best of the rounds counts."""
    own, our_result = timed(ours)
    other, peer_result = timed(peer)
    for _ in range(rounds - 1):
        seconds, our_result = timed(ours)
        own = min(own, seconds)
        seconds, peer_result = timed(peer)
        other = min(other, seconds)
    return Race(own, other, our_result, peer_result)


def timed(work: Callable[..., Result], *arguments: object) -> tuple[float, Result]:
    """Return how many seconds some work takes, and what it returns."""
    gc.collect()
    start = perf_counter()
    result = work(*arguments)
    return perf_counter() - start, result
