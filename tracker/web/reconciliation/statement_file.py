"""The rows of a reconciliation as a file."""

from collections.abc import Iterator, Sequence

from tracker.csv_text import Cell, dollars
from tracker.fund.reconciliation.statement_comparison import FigureLine, Reconciliation

HEADINGS = (
    "statement", "year", "donor", "donor_name", "item", "statement_usd", "system_usd",
    "difference_usd", "explained_usd", "open_usd", "explanations",
)  # fmt: skip


def statement_rows(
    found: Reconciliation, lines: Sequence[FigureLine]
) -> Iterator[tuple[Cell, ...]]:
    """Return a row for each line of a reconciliation, amounts in US dollars."""
    return (_cells(found, line) for line in lines)


def _cells(found: Reconciliation, line: FigureLine) -> tuple[Cell, ...]:
    """Return one line as cells."""
    comparison = line.comparison
    explanations = "; ".join(
        f"{dollars(one.minor)}: {one.text}" for one in line.explanations if one.withdrawn_at is None
    )
    amounts = (
        comparison.statement_minor, comparison.system_minor, comparison.difference_minor,
        comparison.explained_minor, comparison.open_minor,
    )  # fmt: skip
    return (
        found.statement.reference,
        found.statement.year,
        line.donor,
        line.donor_name,
        line.item.value,
        *map(dollars, amounts),
        explanations,
    )
