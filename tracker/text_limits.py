"""The longest texts that the record takes, by form, sheet and program alike."""

LONGEST_TEXT = 10_000
"""The most letters of a text of several lines: some three pages."""
LONGEST_TITLE = 1_000
"""The most letters of a title in another language, and of what names a record."""
