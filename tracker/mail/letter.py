"""A letter before it is sent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: its subject, its paragraphs, and the path of the page that it leads to."""

    subject: str
    paragraphs: tuple[str, ...]
    path: str = ""
