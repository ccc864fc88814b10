"""The titles of all codes in each language in which some are kept."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tracker.assistance.texts import kept_text
from tracker.assistance.title_book import KeptTitle
from tracker.totals.dimensions import Dimension

IN_ALL = ""
"""Stands for no language, where titles are kept in all of theirs."""


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

    @property
    def kept(self) -> Mapping[Dimension, Mapping[str, KeptTitle]]:
        """The titles of records that say something of languages."""
        return self._kept

    def in_all(self) -> Mapping[Dimension, Mapping[str, str]]:
        """Return all titles, each in all its languages; a report is written in any of them."""
        if IN_ALL not in self._made:
            self._made[IN_ALL] = self._with(
                lambda one: kept_text(one.title, one.written_in, one.others)
            )
        return self._made[IN_ALL]

    def of(self, language: str) -> Mapping[Dimension, Mapping[str, str]]:
        """Return all titles in a language, else the originals."""
        if language not in self._made:
            self._made[language] = self._with(lambda one: one.shown(language))
        return self._made[language]

    def _with(self, shown: Callable[[KeptTitle], str]) -> Mapping[Dimension, Mapping[str, str]]:
        """Return all titles, those with languages as they are shown."""
        if not self._kept:
            return self._titles
        return {
            name: {**own, **{code: shown(one) for code, one in self._kept.get(name, {}).items()}}
            for name, own in self._titles.items()
        }
