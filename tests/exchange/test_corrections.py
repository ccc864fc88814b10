"""On which contributions a negative row of a source falls."""

from datetime import date

from tracker.exchange.kinds.corrections import Target, in_order


def test_the_latest_by_then_comes_first_and_later_ones_last() -> None:
    years = [2013, 2019, 2022, 2021, 2024]
    targets = [Target(year, f"C-{year}", date(year, 12, 31)) for year in years]
    ordered = [target.id for target in in_order(targets, date(2021, 12, 31))]
    assert ordered == [2021, 2019, 2013, 2022, 2024]
