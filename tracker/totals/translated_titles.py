"""The titles of all codes in each language in which some are kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.assistance.title_book import KeptTitle
from tracker.totals.dimensions import Dimension


class TranslatedTitles:
    """The titles of all codes in each language, made when it is first asked for.

    A LocalText is marked where it is not in that language.
    """

    def __init__(
        self, titles: Mapping[Dimension, Mapping[str, str]], texts: Sequence[Any] = ()
    ) -> None:
        self._titles = titles
        self._kept: dict[Dimension, dict[str, KeptTitle]] = {}
        for dimension, code, title, written_in, kept in texts:
            others = {one["language"]: one["title"] for one in kept or () if one["title"]}
            own = self._kept.setdefault(dimension, {})
            own[code] = KeptTitle(title, written_in or "", others)
        self._made: dict[str, Mapping[Dimension, Mapping[str, str]]] = {}

    def of(self, language: str) -> Mapping[Dimension, Mapping[str, str]]:
        """Return all titles in a language, else the originals."""
        if not self._kept:
            return self._titles
        if language not in self._made:
            self._made[language] = {
                name: {**own, **{
                    code: one.shown(language) for code, one in self._kept.get(name, {}).items()
                }}
                for name, own in self._titles.items()
            }  # fmt: skip
        return self._made[language]
