"""A letter before it is sent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: its subject, its paragraphs, and the path of the page that it leads to.

    `lines` are things that it lists, each with the path of its own page.
    """

    subject: str
    paragraphs: tuple[str, ...]
    path: str = ""
    lines: tuple[tuple[str, str], ...] = ()
