"""How well a name or a code fits the words that somebody types."""

from enum import IntEnum

from tracker.folding import fold


class Closeness(IntEnum):
    """How well a name fits the words that were typed, the best first."""

    SAME = 0  # the whole name, or the code
    BEGINS = 1  # the name begins with them
    WORD = 2  # a word of it begins with them
    HOLDS = 3  # it holds each of them, or a name in another language does


def closeness_of(code: str, name: str, typed: str) -> Closeness | None:
    """Return how well a code or its name fits folded words; None where neither does."""
    folded, code = fold(name), fold(code)
    if typed in (folded, code):
        return Closeness.SAME
    if folded.startswith(typed):
        return Closeness.BEGINS
    if f" {typed}" in f" {folded}":
        return Closeness.WORD
    fits = all(word in folded or word in code for word in typed.split())
    return Closeness.HOLDS if fits else None
