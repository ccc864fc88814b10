"""Texts as search and sorting compare them: without case, accents and variants of a letter."""

import unicodedata
from functools import lru_cache

VARIANTS = str.maketrans(
    # ruff: noqa: RUF001 - letters that look like others are what this table is about
    {
        **dict.fromkeys("\u2018\u2019\u201b\u02bb\u02bc\u02b9\u02c8\u2032\u00b4\u0060\uff07", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d", "-"),
        "ı": "i",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ħ": "h",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ς": "σ",
        "ѝ": "и",
        "ґ": "г",
        "\u0621": None,  # hamza by itself
        "\u0640": None,  # tatweel, which only draws a word out
        "\u0671": "\u0627",  # alef wasla
        "\u0649": "\u064a",  # alef maksura: yeh
        "\u0629": "\u0647",  # teh marbuta: heh
        **dict.fromkeys("\u06cc\u06d2", "\u064a"),  # yeh of Persian and Urdu
        "\u06a9": "\u0643",  # kaf of Persian
    }
)
"""Letters that no decomposition brings to those that they are typed as, and signs of writing."""
SHORT_I = "\u0438\u0306"
"""The Cyrillic short i in parts: a letter of its own, not an accented one."""
KEPT = "\ue000"
"""A sign of private use, in the place of the short i while marks are taken off."""


def fold(text: str) -> str:
    """Return a text as search and sorting compare it.

    A text of ASCII is the same in small letters, as every database makes them. Two foldings are
    one: `fold(fold(text)) == fold(text)`.
    """
    return text.lower() if text.isascii() else _fold(text)


def contains_folded(words: str, text: str) -> bool:
    """Tell whether each of some words occurs in a text."""
    folded = fold(text)
    return all(fold(word) in folded for word in words.split())


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    """Fold a text with letters beyond ASCII."""
    small = unicodedata.normalize("NFKD", text.replace("İ", "i")).casefold()
    apart = unicodedata.normalize("NFKD", small).replace(KEPT, "").replace(SHORT_I, KEPT)
    plain = "".join(sign for sign in apart if not _is_mark(sign)).translate(VARIANTS)
    return unicodedata.normalize("NFC", plain.replace(KEPT, SHORT_I))


def _is_mark(sign: str) -> bool:
    """Tell whether a sign is a mark over or under a letter, or steers how a text is laid out."""
    return bool(unicodedata.combining(sign)) or unicodedata.category(sign) == "Cf"
