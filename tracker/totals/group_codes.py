"""Groups of contributions that no dimension has: those tied to a choice, by age, by end of use."""

import re
from enum import StrEnum
from typing import NamedTuple

from tracker.totals.dimensions import Dimension

YEAR_DAYS = 365


class GroupKind(StrEnum):
    """What contributions are grouped by, on the last day of a question."""

    TIED = "tied"  # tied to what was chosen, and to nothing else
    LOOSE = "loose"  # tied to no code of a dimension alone
    PLEDGED = "pledged"  # by the age of the pledge
    PROMISED = "promised"  # with a pledge on record, by its year
    ENDING = "ending"  # by the end of the period of use


class Bounds(NamedTuple):
    """Days between two bounds, `least` not among them; None is no bound."""

    least: int | None
    most: int | None


ALONE = "alone"
"""The code of contributions that are tied to what was chosen and to nothing else."""
EVER = "ever"
"""The code of pledges of all years."""
NO_DAY = "unknown"
"""The code of contributions without a day of pledge on record."""
PLEDGE_AGES = {
    "0-1": Bounds(None, YEAR_DAYS),
    "1-2": Bounds(YEAR_DAYS, 2 * YEAR_DAYS),
    "2-3": Bounds(2 * YEAR_DAYS, 3 * YEAR_DAYS),
    "3-5": Bounds(3 * YEAR_DAYS, 5 * YEAR_DAYS),
    "5-": Bounds(5 * YEAR_DAYS, None),
}
"""The days since the pledge, by codes that are years."""
ENDS_OF_USE = {
    "over": Bounds(None, -1),
    "3": Bounds(-1, 91),
    "6": Bounds(91, 183),
    "12": Bounds(183, 365),
}
"""The days to the end of the period of use, by codes of which most are months."""
GROUP_CODES: dict[GroupKind, tuple[str, ...]] = {
    GroupKind.TIED: (ALONE,),
    GroupKind.LOOSE: (Dimension.PROGRAMME.value, Dimension.PROTOCOL.value),
    GroupKind.PLEDGED: (*PLEDGE_AGES, NO_DAY),
    GroupKind.PROMISED: (EVER,),
    GroupKind.ENDING: tuple(ENDS_OF_USE),
}
"""The codes of each kind of group, in their order; a year is one of pledges besides."""


def is_lawful(kind: GroupKind, code: str) -> bool:
    """Tell whether a kind of groups has a code."""
    is_year = kind is GroupKind.PROMISED and bool(re.fullmatch(r"[12]\d{3}", code, re.ASCII))
    return is_year or code in GROUP_CODES[kind]


class ContributionGroup(NamedTuple):
    """The contributions that have one of some codes of a kind."""

    kind: GroupKind
    codes: tuple[str, ...]


TIED_ALONE = ContributionGroup(GroupKind.TIED, (ALONE,))
