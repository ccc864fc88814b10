"""The titles of charts: a finding from its threshold on, and nothing where there is nothing."""

import pytest

from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.by_year import DividedByYear, MeasuresByYear
from tracker.totals.chart_data.grouping import BARS
from tracker.totals.chart_data.ranked import RankedTotals, ranked_shape
from tracker.totals.chart_data.shapes import BarShape
from tracker.totals.chart_data.titles import divided_finding, measures_finding, ranked_finding
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.reader import Cross

FORMATTER = Formatter(str, str, str, lambda share: f"{share / 100:g} %", str)


def ranked(*amounts: int, unspecified: int = 0) -> RankedTotals:
    """Return receipts by donor, A the first."""
    rows = [(chr(65 + place), f"Donor {chr(65 + place)}") for place in range(len(amounts))]
    minor = [(amount,) for amount in amounts]
    if unspecified:
        rows, minor = [*rows, ("", "not specified")], [*minor, (unspecified,)]
    cross = Cross(tuple(rows), (("received", "Received"),), tuple(minor))
    return RankedTotals(Measure.RECEIVED, Dimension.DONOR, None, cross)


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        (ranked(50, 30, 20), "50 % of what was received came from one donor: Donor A"),
        (ranked(36, 34, 30), ""),  # about the same
        (ranked(100), ""),  # of one donor there is nothing to find
        (ranked(90, 10), ""),
        (ranked(10, 9, 8, 2, 2, 2, 2, 2), "Received: the three largest of 8 have 73 %"),
        (ranked(3, 3, 3, 3, 3, 3, 3, 3), ""),
        (ranked(50, 30, 20, unspecified=900), ""),  # most is not specified
        (ranked(50, 30, -20), ""),
        (ranked(), ""),
    ],
)
def test_the_title_of_ranked_bars_is_what_is_found(data: RankedTotals, finding: str) -> None:
    assert ranked_finding(data, FORMATTER) == finding


@pytest.mark.parametrize(
    ("amounts", "unfinished", "finding"),
    [
        ((100, 150, 10), "2026", "Received: 50 % more in 2025 than in 2024"),
        ((100, 80), "", "Received: 20 % less in 2025 than in 2024"),
        ((100, 105, 900), "2026", ""),
        ((0, 100), "", ""),
        ((-5, 100), "", ""),
        ((100, 3), "2025", ""),
        ((), "", ""),
    ],
)
def test_the_title_over_years_compares_whole_years(
    amounts: tuple[int, ...], unfinished: str, finding: str
) -> None:
    years = tuple(str(2024 + place) for place in range(len(amounts)))
    divided = DividedByYear(
        Measure.RECEIVED, Dimension.DONOR, years, (("A", "A"),), (amounts,), unfinished
    )
    assert divided_finding(divided, FORMATTER) == finding
    pair = (Measure.PLEDGED, Measure.RECEIVED)
    compared = MeasuresByYear(pair, years, (tuple(0 for _ in amounts), amounts), unfinished)
    assert measures_finding(compared, FORMATTER) == finding


def test_no_bar_is_dropped_while_there_is_room() -> None:
    for count in (1, 5, BARS.most):
        shape = ranked_shape(ranked(*range(count, 0, -1), unspecified=3))
        assert shape is not None
        assert (len(shape.categories), shape.apart) == (count + 1, 1)
    shape = ranked_shape(ranked(*range(BARS.most + 1, 0, -1), unspecified=3))
    assert isinstance(shape, BarShape)
    assert [member.label for member in shape.categories[-2:]] == ["3 others", "not specified"]
    assert sum(shape.wholes) == sum(range(BARS.most + 2)) + 3
    assert ranked_shape(ranked(unspecified=3)) is None
