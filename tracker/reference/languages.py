"""The languages of tools and of their readers (ISO 639-1)."""

import re
from enum import StrEnum
from functools import cache

from babel import Locale

LENGTH = 2
SIGNS = re.compile("[;,/\\s\u060c\u3001\uff0c\uff1b]+")
"""What parts languages in a list, in any script."""


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


def parted(text: str) -> tuple[str, ...]:
    """Return the items of a list of codes, each once, in small letters."""
    return tuple(dict.fromkeys(item.lower() for item in SIGNS.split(text) if item))


def no_languages(codes: str) -> tuple[str, ...]:
    """Return the items of a list that are no codes of languages."""
    return tuple(item for item in codes.split() if item not in languages())
