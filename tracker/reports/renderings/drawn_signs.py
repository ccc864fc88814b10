"""Signs that the fonts of print have: an accessible document may hold no other."""

import unicodedata
from functools import cache

from fontTools.ttLib import TTFont

from tracker.drawings.fonts import FOLDER

MISSING = "\N{WHITE SQUARE}"
"""Stands for a sign that no font of ours has, such as an emoji."""


@cache
def _drawn() -> frozenset[int]:
    """Return the code points for which a font has a sign."""
    points: set[int] = set()
    for file in sorted(FOLDER.glob("*Regular.ttf")):
        with TTFont(file, lazy=True) as font:
            points |= set(font.getBestCmap())
    return frozenset(points)


def with_drawn_signs(text: str) -> str:
    """Return a text with a square for every sign that no font has."""
    drawn = _drawn()
    return "".join(
        sign if ord(sign) in drawn or sign.isspace() or _joins(sign) else MISSING for sign in text
    )


def _joins(sign: str) -> bool:
    """Tell whether a sign only says how its neighbours are written."""
    return unicodedata.category(sign) == "Cf"
