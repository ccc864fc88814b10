"""Cells of a CSV file that no spreadsheet takes for a formula."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """Mark with an apostrophe what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
