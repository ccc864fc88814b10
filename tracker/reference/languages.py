"""The languages of tools and of their readers (ISO 639-1)."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from babel import Locale

from tracker.folding import fold

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


def language_named(text: str) -> str:
    """Return the code of a language named by its code or its name; what names none, as it is.

    Names are those of the six languages, without regard to case and accents.
    """
    code = text.strip().lower()
    return code if code in languages() else _names().get(fold(text.strip()), code)


@cache
def _names() -> Mapping[str, str]:
    """Return the codes of all languages by their names, folded; of two, the first one's name."""
    found: dict[str, str] = {}
    for locale in TextLanguage:
        for code, name in Locale(locale.value).languages.items():
            if code in languages():
                found.setdefault(fold(name), code)
    return found


def parted(text: str) -> tuple[str, ...]:
    """Return the items of a list of codes, each once, in small letters."""
    return tuple(dict.fromkeys(item.lower() for item in SIGNS.split(text) if item))


def no_languages(codes: str) -> tuple[str, ...]:
    """Return the items of a list that are no codes of languages."""
    return tuple(item for item in codes.split() if item not in languages())
