"""Facts kept up by what is new equal facts made anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.made_up_ledger import (
    ALL,
    LAST_DAY,
    Line,
    add,
    amounts,
    ledger,
    line_lists,
    member_rows,
    rollups,
)
from tracker.fund.ledger.measures import Measure
from tracker.totals.dimensions import BREAKDOWNS, Dimension
from tracker.totals.member_rows import MemberRows
from tracker.totals.members import build_members
from tracker.totals.query import Choice, Days
from tracker.totals.rollups import Rollups

MEASURES = (Measure.SPENT, Measure.RECEIVED)
QUESTIONS = st.lists(
    st.tuples(
        st.sampled_from([*combinations(BREAKDOWNS, 2), *((one,) for one in BREAKDOWNS), ()]),
        st.sampled_from(
            [
                ALL,
                Choice(((Dimension.DONOR, frozenset({"ITA"})),)),
                Choice(((Dimension.REGION, frozenset({"002"})),), (2020, 2021)),
            ]
        ),
    ),
    min_size=1,
    max_size=5,
)
SOME_DAYS = st.sampled_from(
    [
        Days(None, LAST_DAY, None),
        Days(None, LAST_DAY - 500, None),
        Days(LAST_DAY - 900, LAST_DAY - 100, None),
    ]
)
Questions = list[tuple[tuple[Dimension, ...], Choice]]


def ask(of: Rollups, questions: Questions) -> list[object]:
    return [
        amounts(of, measure, *by, choice=choice) for measure in MEASURES for by, choice in questions
    ]


@contextmanager
def limits(rows: int) -> Iterator[None]:
    """Let rows join large frames, and rollups be too large to keep, from so many rows on."""
    with (
        patch("tracker.totals.flows.RECENT_LIMIT", rows),
        patch("tracker.totals.frames.FEW_ROWS", rows),
        patch("tracker.totals.rollups.FEW_ROWS", rows),
    ):
        yield


@pytest.mark.parametrize("few", [0, 10, 10_000])
@settings(max_examples=40, deadline=None)
@given(
    member_rows(),
    st.lists(line_lists(measures=MEASURES), min_size=2, max_size=4),
    QUESTIONS,
    SOME_DAYS,
)
def test_after_later_and_backdated_lines(
    few: int, rows: MemberRows, batches: list[list[Line]], asked: Questions, days: Days
) -> None:
    with limits(few):
        _take_in(rows, batches, asked, days)


def _take_in(rows: MemberRows, batches: list[list[Line]], asked: Questions, days: Days) -> None:
    members, lines = build_members(rows), ledger(batches[0])
    kept = rollups(lines, members, days)
    for batch in batches[1:]:
        ask(kept, asked)
        add(lines, batch)
        kept.facts.refresh()
        assert ask(kept, asked) == ask(rollups(lines, members, days), asked)


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(member_rows(), member_rows(4)),
    st.tuples(line_lists(measures=MEASURES), line_lists(measures=MEASURES, activities=4)),
    QUESTIONS,
    SOME_DAYS,
)
def test_after_other_shares_and_a_new_activity(
    rows: tuple[MemberRows, MemberRows],
    batches: tuple[list[Line], list[Line]],
    asked: Questions,
    days: Days,
) -> None:
    before, lines = build_members(rows[0]), ledger(batches[0])
    kept = rollups(lines, before, days)
    ask(kept, asked)
    add(lines, batches[1])
    after = build_members(rows[1], before)
    kept.change_members(after)
    kept.facts.refresh()
    assert ask(kept, asked) == ask(rollups(lines, build_members(rows[1]), days), asked)


@settings(max_examples=20, deadline=None)
@given(member_rows(), line_lists(measures=MEASURES), QUESTIONS)
def test_after_a_contribution_went_to_another_donor(
    rows: MemberRows, lines: list[Line], asked: Questions
) -> None:
    before = build_members(rows)
    kept = rollups(ledger(lines), before)
    ask(kept, asked)
    first, *others = rows.contributions
    moved = rows._replace(contributions=[(first[0], 2, "2", *first[3:]), *others])
    kept.change_members(build_members(moved, before))
    assert ask(kept, asked) == ask(rollups(ledger(lines), build_members(moved)), asked)


@settings(max_examples=30, deadline=None)
@given(member_rows(), line_lists(measures=MEASURES), QUESTIONS, st.integers(0, 1_200))
def test_after_a_night(rows: MemberRows, lines: list[Line], asked: Questions, later: int) -> None:
    members, whole = build_members(rows), ledger(lines)
    kept = rollups(whole, members, Days(None, LAST_DAY - later, None))
    ask(kept, asked)
    kept.facts.extend(LAST_DAY)
    assert ask(kept, asked) == ask(rollups(whole, members), asked)
