"""Columns that several sheets of entries share."""

from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn
from tracker.fund.ledger.entries import LONGEST_REASON
from tracker.words import say

YES_NO = ("yes", "no")


def sure_column() -> SheetColumn:
    """Return the column that answers the questions about a row."""
    return SheetColumn(
        "sure",
        say("yes, when what is asked about in the row is right, such as an amount of nothing"),
        example="no",
        codes=YES_NO,
    )


def another_column() -> SheetColumn:
    """Return the column that confirms a likely duplicate as another receipt."""
    return SheetColumn(
        "another",
        say(
            "yes, when a receipt of the same donor, currency and amount within three days is "
            "another one"
        ),
        example="no",
        codes=YES_NO,
    )


def correction_column() -> SheetColumn:
    """Return the column that holds the reason of an entry in a closed period."""
    return SheetColumn("correction", say("why it counts for a closed period, where it does"))


def read_correction(cells: Cells) -> str:
    """Read the reason of an entry in a closed period."""
    return cells.text("correction", LONGEST_REASON)[:LONGEST_REASON]
