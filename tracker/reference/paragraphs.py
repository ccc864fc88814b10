"""The operative paragraphs of the resolution, and which of them an activity answers."""

from dataclasses import dataclass
from functools import cache

from tracker.reference.codes import ActivityType
from tracker.reference.data_files import read_table


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One operative paragraph: whom it addresses, what it asks in short, and its text."""

    number: int
    who: str
    action: str
    text: str
    source: str


@cache
def paragraphs() -> dict[int, Paragraph]:
    """Return operative paragraphs 1 to 11 by number."""
    return {
        int(row["number"]): Paragraph(
            int(row["number"]), row["who"], row["action"], row["text"], row["source"]
        )
        for row in read_table("paragraphs")
    }


@cache
def paragraphs_answered(activity_type: ActivityType) -> tuple[int, ...]:
    """Return the paragraphs that an activity of a type answers; none for `other`."""
    rows = {row["code"]: row["paragraphs"] for row in read_table("activity_types")}
    return tuple(int(number) for number in rows[activity_type].split())
