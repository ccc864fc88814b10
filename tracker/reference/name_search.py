"""States, organisations and places found by their names in the six languages."""

from collections.abc import Mapping
from functools import lru_cache

from tracker.folding import fold
from tracker.reference.names import Names, choose
from tracker.reference.organisations import organisations
from tracker.reference.regions import places
from tracker.reference.states import states
from tracker.words import reader_language

SHORTEST = 3
"""The least number of letters by which a word begins a name in another language."""


def givers_named_like(word: str) -> frozenset[str]:
    """Return the codes of States and organisations whose names hold a folded word.

    A name that the reader does not see, one in another language, has to have a word that begins
    so.
    """
    return _givers_like(word, reader_language())


def places_named_like(word: str) -> frozenset[str]:
    """Return the codes of States, areas and regions whose names hold a folded word."""
    return _places_like(word, reader_language())


def shown_givers() -> dict[str, str]:
    """Return the folded names of States and organisations in the reader's language, by code."""
    return _shown_givers(reader_language())


@lru_cache(maxsize=12)
def _shown_givers(language: str) -> dict[str, str]:
    return {code: fold(choose(names, language)) for code, names in _givers().items()}


@lru_cache(maxsize=1024)
def _givers_like(word: str, language: str) -> frozenset[str]:
    return _named_like(_givers(), word, language)


@lru_cache(maxsize=1024)
def _places_like(word: str, language: str) -> frozenset[str]:
    return _named_like(places(), word, language)


def _named_like(named: Mapping[str, Names], word: str, language: str) -> frozenset[str]:
    """Return the codes of what has a name that holds a word."""
    return frozenset(
        code
        for code, names in named.items()
        if word in fold(choose(names, language)) or any(_begins(word, name) for name in names)
    )


def _begins(word: str, name: str) -> bool:
    """Tell whether a word of a name begins so; one of another script than ours may be short."""
    long_enough = len(word) >= SHORTEST or not word.isascii()
    return long_enough and f" {word}" in f" {fold(name)}"


@lru_cache(maxsize=1)
def _givers() -> dict[str, Names]:
    givers = {code: organisation.names for code, organisation in organisations().items()}
    return givers | {code: state.names for code, state in states().items()}
