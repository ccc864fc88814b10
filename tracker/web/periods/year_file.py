"""The rows of a year's balances as a file."""

from collections.abc import Iterator

from tracker.csv_text import Cell, dollars
from tracker.fund.closing.year_balances import MOVED, YearBalance, YearBalances

HEADINGS = (
    "contribution", "donor", "donor_name", "opening_usd", "corrections_of_earlier_years_usd",
    "received_usd", "interest_usd", "transferred_usd", "bank_charges_usd", "written_off_usd",
    "refunded_usd", "spent_usd", "support_cost_usd", "closing_usd", "corrected_since_usd",
    "closing_as_known_today_usd",
)  # fmt: skip


def year_rows(found: YearBalances) -> Iterator[tuple[Cell, ...]]:
    """Return a row for each contribution, amounts in US dollars.

    Income is above zero and outgoings below, so that a row adds up.
    """
    return (_cells(row) for row in found.rows)


def _cells(row: YearBalance) -> tuple[Cell, ...]:
    """Return one contribution as cells."""
    amounts = (
        row.opening_minor, row.earlier_minor, *(row.moved[kind] for kind in MOVED),
        row.closing_minor, row.since_minor, row.now_minor,
    )  # fmt: skip
    return (row.contribution, row.donor, row.donor_name, *map(dollars, amounts))
