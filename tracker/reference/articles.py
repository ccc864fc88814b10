"""The articles of the Convention and of its Protocols."""

from dataclasses import dataclass
from functools import cache

from tracker.errors import NotFound
from tracker.reference.codes import Theme
from tracker.reference.data_files import read_table
from tracker.reference.instruments import Instrument
from tracker.words import say


@dataclass(frozen=True, slots=True)
class Article:
    """One article with its English title; `theme` where it is about one of paragraph 3."""

    instrument: Instrument
    article: str
    title: str
    theme: Theme | None
    source: str


@cache
def articles() -> dict[tuple[Instrument, str], Article]:
    """Return all articles, in their order, by instrument and number."""
    return {
        (Instrument(row["instrument"]), row["article"]): Article(
            instrument=Instrument(row["instrument"]),
            article=row["article"],
            title=row["title"],
            theme=Theme(row["theme"]) if row["theme"] else None,
            source=row["source"],
        )
        for row in read_table("articles")
    }


def article(instrument: Instrument, number: str) -> Article:
    """Return one article; NotFound when the instrument has no such article."""
    found = articles().get((instrument, number))
    if found is None:
        raise NotFound(say("%(instrument)s has no article %(n)s", instrument=instrument, n=number))
    return found


def articles_of(instrument: Instrument) -> tuple[Article, ...]:
    """Return the articles of one instrument, in their order."""
    return tuple(found for found in articles().values() if found.instrument == instrument)
