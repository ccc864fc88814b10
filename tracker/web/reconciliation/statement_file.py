"""The table of a tie-out as a file that spreadsheets open."""

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import StringIO

from tracker.fund.reconciliation.statement_comparison import FigureLine, Reconciliation

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
HEADS = (
    "statement", "year", "donor", "donor_name", "item", "statement_usd", "system_usd",
    "difference_usd", "explained_usd", "open_usd", "explanations",
)  # fmt: skip


def as_csv(found: Reconciliation, lines: Sequence[FigureLine]) -> str:
    """Write lines of a tie-out as CSV (RFC 4180) with plain numbers in US dollars.

    The mark at its beginning tells spreadsheets that it is UTF-8. Text that a spreadsheet
    would take for a formula begins with an apostrophe.
    """
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(HEADS)
    for line in lines:
        writer.writerow(_row(found, line))
    return out.getvalue()


def _row(found: Reconciliation, line: FigureLine) -> Iterator[str]:
    """Write one line as text cells."""
    comparison = line.comparison
    yield _safe(found.statement.reference)
    yield str(found.statement.year)
    yield _safe(line.donor)
    yield _safe(line.donor_name)
    yield line.item.value
    for minor in (
        comparison.statement_minor, comparison.system_minor, comparison.difference_minor,
        comparison.explained_minor, comparison.open_minor,
    ):  # fmt: skip
        yield _dollars(minor)
    yield _safe(
        "; ".join(
            f"{_dollars(one.minor)}: {one.text}"
            for one in line.explanations
            if one.withdrawn_at is None
        )
    )


def _dollars(minor: int) -> str:
    """Write US cents as dollars."""
    return f"{Decimal(minor).scaleb(-2):.2f}"


def _safe(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
