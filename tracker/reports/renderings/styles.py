"""The styles of a document: their names in Word, on pages and in print."""

from enum import StrEnum


class Style(StrEnum):
    """A style of paragraphs; the value is its name in Word."""

    MASTHEAD = "Masthead"
    TITLE = "Report Title"
    SUMMARY = "Summary"
    PARAGRAPH = "Numbered Paragraph"
    POINT = "Sub-paragraph"
    SMALL_POINT = "Sub-sub-paragraph"
    TABLE_NOTE = "Table Note"

    @property
    def css(self) -> str:
        """The class on pages."""
        return self.value.lower().replace(" ", "-")

    def inset(self, *, from_right: bool) -> str:
        """Return the indent in print, at the start of the line."""
        side = "right" if from_right else "left"
        return f"({side}: {INDENTS.get(self, 0)}pt)"


INDENTS = {Style.POINT: 24, Style.SMALL_POINT: 48}
"""The indents of styles in points."""
