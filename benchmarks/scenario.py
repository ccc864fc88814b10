"""A scenario of the benchmarks: its runs, its findings and its aims."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Disagreement(Exception):
    """Ours and the peer do not come to the same figures, so their times say nothing."""


class Unit(StrEnum):
    """The unit of a comparison; less is better in either."""

    SECONDS = "s"
    BYTES = "B"


class Sense(StrEnum):
    """How a ratio reads."""

    COST = "cost"  # what ours takes for each that the peer takes
    FASTER = "faster"  # how many times faster ours is


@dataclass(frozen=True, slots=True)
class Aim:
    """The ratio aimed at: at most so much for a cost, at least so much for faster."""

    ratio: float
    sense: Sense = Sense.COST


@dataclass(frozen=True, slots=True)
class Finding:
    """One comparison. `total` is the sum in US cents that both sides came to, where there is one.

    `ours` and `peer` are the best of several rounds that took turns. `size` is in ledger
    entries unless `of` names something else.
    """

    what: str
    size: int
    ours: float
    peer: float
    against: str
    aim: Aim | None = None
    total: int | None = None
    unit: Unit = Unit.SECONDS
    of: str = "entries"

    @property
    def ratio(self) -> float:
        """The ratio in the sense of the aim."""
        if self.aim and self.aim.sense is Sense.FASTER:
            return self.peer / self.ours
        return self.ours / self.peer

    @property
    def met(self) -> bool | None:
        """Tell whether the aim is met; None where there is none."""
        if self.aim is None:
            return None
        if self.aim.sense is Sense.FASTER:
            return self.ratio >= self.aim.ratio
        return self.ratio <= self.aim.ratio


@dataclass(frozen=True, slots=True)
class Bench:
    """The choices of a run: number of entries, repetitions, seconds, folder of files.

    `small` is the size against which a large account is compared; `burst` how many seconds
    one burst of requests lasts; `large` another size for what is worth it, 0 for none.
    """

    entries: int
    folder: Path
    small: int = 10_000
    large: int = 0
    rounds: int = 7
    burst: float = 1.5
    seed: int = 30
    note: Callable[[str], object] = lambda _: None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named question, and what answers it by one or more findings."""

    name: str
    question: str
    run: Callable[[Bench], Iterator[Finding]]


def agree(what: str, ours: object, peer: object) -> None:
    """Refuse to compare what does not come to the same; raises Disagreement."""
    if ours != peer:
        raise Disagreement(f"{what}: ours and the peer differ")
