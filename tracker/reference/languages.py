"""The languages of tools and of their readers (ISO 639-1)."""

from functools import cache

from babel import Locale

LENGTH = 2


@cache
def languages() -> frozenset[str]:
    """Return the codes of all languages with two letters."""
    codes = map(str, Locale("en").languages)
    return frozenset(code for code in codes if len(code) == LENGTH)
