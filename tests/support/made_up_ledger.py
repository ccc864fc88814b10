"""Made-up ledgers: lines of any measure and day, and members with any shares, for hypothesis."""

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from tracker.assistance.states import PublicationState
from tracker.fund.ledger.measures import CODES, OF_LINES, SIGNS, Measure
from tracker.totals.days_facts import DaysFacts
from tracker.totals.dimensions import Dimension
from tracker.totals.ledger_lines import LedgerLines
from tracker.totals.load import Head
from tracker.totals.member_rows import MemberRows
from tracker.totals.members import Members
from tracker.totals.query import Choice, Days
from tracker.totals.rollups import Rollups
from tracker.totals.totals import Scope, totals

ALL = Choice()
FIRST_DAY, LAST_DAY = 18_000, 19_200  # April 2019 to July 2022
DAYS = Days(None, LAST_DAY, None)
PLACES = ("KEN", "PER", "FJI", "002", "015", "001")
INSTRUMENTS = ("UNTOC", "TIP", "SOM", "FIREARMS")
TOOLS = ("T1", "T2")
ACTIVITIES = 3
Amounts = dict[tuple[str, ...], int]


class Line(NamedTuple):
    """A line of a made-up ledger."""

    contribution: int
    activity: int
    measure: int
    attributed: int
    day: int
    cents: int


@st.composite
def shares(draw: st.DrawFn, codes: tuple[str, ...]) -> list[tuple[str, int]]:
    """Draw shares of some codes that add up to 100 per cent or to less."""
    chosen = draw(st.lists(st.sampled_from(codes), unique=True, max_size=len(codes)))
    cuts = sorted(draw(st.lists(st.integers(1, 9_999), unique=True, min_size=len(chosen),
                                max_size=len(chosen))))  # fmt: skip
    ends = [*cuts[:-1], draw(st.sampled_from([10_000, *cuts[-1:]]))] if cuts else []
    return list(zip(chosen, np.diff([0, *ends]).tolist(), strict=True))


@st.composite
def member_rows(draw: st.DrawFn, activities: int = ACTIVITIES) -> MemberRows:
    """Draw the rows behind the members of all dimensions."""
    tables: tuple[list[tuple[int, str, int]], ...] = ([], [], [])
    for activity in range(1, activities + 1):
        for table, codes in zip(tables, (INSTRUMENTS, PLACES, TOOLS), strict=True):
            table.extend((activity, code, share) for code, share in draw(shares(codes)))
    return MemberRows(
        [(1, "ITA", "Italy", "C01", None), (2, "JPN", "Japan", "C01", None),
         (3, "X", "A company", "C06", None)],
        [(1, 1, "1", "C-1", 1300, "expenditure", None, None, "cash", "budget", "EUR"),
         (2, 2, "3", "C-2", 700, "expenditure", 18_600, 18_000, "cash", "confiscated_proceeds",
          "JPY"),
         (3, 3, "3", "C-3", 1300, "receipt", 19_000, 18_500, "in_kind", "budget", "USD"),
         (4, 1, "4", "C-4", 0, "expenditure", 30_000, 19_100, "cash", "budget", "USD")],
        [(1, "P1", "One"), (2, "P2", "Two")],
        [(number, f"A{number}", "a", 1 + number % 2, PublicationState.PUBLISHED)
         for number in range(1, activities + 1)],
        sorted(tables[0]),
        sorted(tables[1]),
        sorted(tables[2]),
        [("T1", "Guide"), ("T2", "Law")],
        [(number, paragraph) for number in range(1, activities + 1)
         for paragraph in draw(st.sets(st.integers(4, 6)))],
    )  # fmt: skip


def line_lists(
    cents: st.SearchStrategy[int] | None = None,
    activities: int = ACTIVITIES,
    measures: tuple[Measure, ...] = OF_LINES,
) -> st.SearchStrategy[list[Line]]:
    """Draw lines on any day, of later and of earlier ones in any order."""
    return st.lists(
        st.builds(
            Line,
            contribution=st.integers(1, 4),
            activity=st.integers(0, activities),
            measure=st.sampled_from([CODES[measure] for measure in measures]),
            attributed=st.integers(0, 1),
            day=st.integers(FIRST_DAY, LAST_DAY),
            cents=st.integers(-(10**13), 10**13) if cents is None else cents,
        ),
        max_size=25,
    )


def add(lines: LedgerLines, new: list[Line]) -> None:
    """Add lines, each by an entry and to an account of its own."""
    first, account = lines.head.last_entry, lines.head.last_account
    numbers = np.arange(1, len(new) + 1)
    table = np.array(new, dtype=np.int64).reshape(-1, len(Line._fields))
    of_allocated = np.zeros_like(numbers)  # their lines name the measure
    accounts = np.stack([numbers + account, table[:, 0], table[:, 1], of_allocated], axis=1)
    entries = np.stack([numbers + first, table[:, 4], np.full(len(new), 19_300)], axis=1)
    signs = np.array([0, *SIGNS.values()])[table[:, 2]]
    rows = np.stack(
        [numbers + first, numbers + account, table[:, 5] * signs, table[:, 2], table[:, 3]], 1
    )
    last = first + len(new)
    lines.add(Head(1, 1, False, last, last, account + len(new)), accounts, entries, [rows])


def ledger(new: list[Line]) -> LedgerLines:
    """Make a ledger of some lines; they count with the sign that they have."""
    lines = LedgerLines()
    add(lines, new)
    return lines


def rollups(lines: LedgerLines, members: Members, days: Days = DAYS) -> Rollups:
    """Make the facts of some days, and their rollups."""
    return Rollups(DaysFacts.from_lines(lines, members, days))


def amounts(of: Rollups, measure: Measure, *by: Dimension, choice: Choice = ALL) -> Amounts:
    """Return the totals of a measure by codes."""
    frame = totals(Scope(of, choice, "en"), measure, by).frame
    columns = [frame[dimension.value].tolist() for dimension in by]
    keys = zip(*columns, strict=True) if by else [()]
    return {key: minor for key, minor in zip(keys, frame["minor"].tolist(), strict=True) if minor}


def added(one: Amounts, *others: Amounts) -> Amounts:
    """Add amounts up by code; what is zero is left out."""
    sums = dict(one)
    for other in others:
        for key, minor in other.items():
            sums[key] = sums.get(key, 0) + minor
    return {key: minor for key, minor in sums.items() if minor}
