"""What opening a file finds, as one word between the process that opens and the one that asks."""

from enum import StrEnum
from typing import NamedTuple

ZIP = "zip"
"""The kind of a package before it is opened, and of one that is no document."""
MOST_PAGES = 10_000
"""The most pages of a PDF."""
MOST_MEGAPIXELS = 100
"""The most millions of pixels of a picture."""
MOST_SECONDS = 30
"""How long a file may take to be opened."""
MOST_MEMORY = 1536 * 1024 * 1024
"""How many bytes of memory opening a file may take."""


class Finding(StrEnum):
    """What was found when a file was opened."""

    WHOLE = "whole"  # it opens, and holds nothing that is refused
    BROKEN = "broken"  # it does not open, or not wholly
    LOCKED = "locked"  # it asks for a password
    PROGRAM = "program"  # it holds something that runs
    FOREIGN = "foreign"  # it is something else at the same time, or has something else behind it
    LINKED = "linked"  # it fetches its template or an object from another place when it is opened
    UNPACKED = "unpacked"  # it becomes too large when it is unpacked
    PAGES = "pages"  # it has too many pages
    PIXELS = "pixels"  # it has too many pixels
    HEAVY = "heavy"  # opening it takes too long, or too much memory


class OpenedFile(NamedTuple):
    """A file that was opened: what was found, and the ending of the kind that it is."""

    finding: Finding
    kind: str
