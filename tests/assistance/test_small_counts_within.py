"""A table that is a part of another shows no more of its sum than that one does."""

from random import Random

from tests.assistance.test_small_counts import NUMBERS, made_row, table
from tracker.assistance.small_counts import (
    CountRow,
    CountTable,
    DistinctStatus,
    distinct_figures,
    suppress,
    within,
)

HIDDEN = CountRow("", (None, None), None)


def test_what_the_other_table_hides_of_the_sum_no_part_shows() -> None:
    chance, hidden = Random(11), 0
    for _ in range(200):
        parts = [table([(chance.choice(NUMBERS), chance.choice(NUMBERS))] * 2) for _ in range(3)]
        rows = [made_row(str(place), part.all.numbers, 0) for place, part in enumerate(parts)]  # type: ignore[arg-type] # all are known
        of_all = suppress(CountTable(tuple(rows), table([row.numbers for row in rows]).all))  # type: ignore[misc] # all are known
        shown = {row.code: row for row in of_all.rows}
        for place, part in enumerate(parts):
            row = shown.get(str(place))
            seen = within(suppress(part), row)
            if row is None or row.total is None:
                assert (seen.rows, seen.all.total, seen.suppressed) == ((), None, True)
            elif None in row.numbers:
                numbers = [number for one in (*seen.rows, seen.all) for number in one.numbers]
                assert set(numbers) <= {None}
            else:
                assert seen == suppress(part)
            hidden += seen != suppress(part)
    assert hidden > 50


def test_distinct_figures_that_the_other_table_hides_stay_hidden() -> None:
    part = table([(20, 20), (30, 40)], (6, 9))
    row = part.all._replace(distinct=None, status=DistinctStatus.SUPPRESSED)
    seen = within(part, row)
    assert {one.distinct for one in (*seen.rows, seen.all)} == {None}
    assert [one.total for one in seen.rows] == [40, 70]
    assert within(part, part.all) == part
    assert within(part, None).all.total is None
    assert within(part, HIDDEN).rows == ()


def test_distinct_figures_of_rows_come_together_or_not_at_all() -> None:
    def figures(*rows: tuple[int, int]) -> tuple[int | None, ...]:
        made = tuple(
            CountRow(str(at), (total,), total, total - before, DistinctStatus.GIVEN)
            for at, (total, before) in enumerate(rows)
        )
        whole, before = map(sum, zip(*rows, strict=True))
        everybody = CountRow("", (whole,), whole, whole - before, DistinctStatus.GIVEN)
        return distinct_figures(CountTable(made, everybody))

    assert figures((20, 0), (30, 9)) == (20, 21)
    assert figures((3, 0), (30, 9), (40, 0)) == (None, None, None)
    assert figures((20, 3), (30, 9)) == (None, None)
