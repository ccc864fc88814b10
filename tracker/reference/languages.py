"""The languages of tools and of their readers (ISO 639-1)."""

from enum import StrEnum
from functools import cache

from babel import Locale

LENGTH = 2


class TextLanguage(StrEnum):
    """The official languages of the United Nations, in which texts of the record are kept."""

    ARABIC = "ar"  # written from right to left
    CHINESE = "zh"
    ENGLISH = "en"
    FRENCH = "fr"
    RUSSIAN = "ru"
    SPANISH = "es"


@cache
def languages() -> frozenset[str]:
    """Return the codes of all languages with two letters."""
    codes = map(str, Locale("en").languages)
    return frozenset(code for code in codes if len(code) == LENGTH)
