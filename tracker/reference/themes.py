"""The themes of operative paragraph 3, with the articles that they are about."""

from collections.abc import Iterable
from functools import cache

from tracker.reference.articles import Article, articles
from tracker.reference.codes import Theme
from tracker.reference.instruments import Instrument


@cache
def articles_by_theme() -> dict[Theme, tuple[Article, ...]]:
    """Return the articles of each theme in their order; none for links to terrorist activities.

    Which article is about which theme is said in data/articles.csv, after the titles of the
    Convention's and the Protocols' articles.
    """
    return {
        theme: tuple(one for one in articles().values() if one.theme is theme) for theme in Theme
    }


def proposed_themes(named: Iterable[tuple[Instrument, str]]) -> tuple[Theme, ...]:
    """Return the themes that articles are about, as a proposal, in the order of the paragraph."""
    found = {articles()[key].theme for key in named if key in articles()}
    return tuple(theme for theme in Theme if theme in found)
