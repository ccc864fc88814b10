"""A year's balances as a file that spreadsheets open."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

from tracker.fund.closing.year_balances import MOVED, YearBalance, YearBalances

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
HEADS = (
    "contribution", "donor", "donor_name", "opening_usd", "corrections_of_earlier_years_usd",
    "received_usd", "interest_usd", "transferred_usd", "bank_charges_usd", "written_off_usd",
    "refunded_usd", "spent_usd", "support_cost_usd", "closing_usd", "corrected_since_usd",
    "closing_as_known_today_usd",
)  # fmt: skip


def year_as_csv(found: YearBalances) -> str:
    """Write a year's balances as CSV (RFC 4180) with plain numbers in US dollars.

    What came is above zero and what went below, so that a row adds up. The mark at the beginning
    tells spreadsheets that it is UTF-8.
    """
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(HEADS)
    writer.writerows(_cells(row) for row in found.rows)
    return out.getvalue()


def _cells(row: YearBalance) -> Iterator[str]:
    """Write one contribution as text cells."""
    for text in (row.contribution, row.donor, row.donor_name):
        yield f"'{text}" if text.startswith(FORMULA) else text
    amounts = [
        row.opening_minor, row.earlier_minor, *(row.moved[kind] for kind in MOVED),
        row.closing_minor, row.since_minor, row.now_minor,
    ]  # fmt: skip
    for minor in amounts:
        yield f"{Decimal(minor).scaleb(-2):.2f}"
