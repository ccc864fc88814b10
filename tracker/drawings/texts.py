"""Texts in pictures: signs that can be drawn, in lines that fit."""

import textwrap
import unicodedata

ELLIPSIS = "…"


def clean(text: str) -> str:
    """Return a text without signs that no font draws and no file takes."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join(
        "".join(
            " " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text
        ).split()
    )


def wrapped(text: str, letters: int) -> list[str]:
    """Return a text in lines of so many letters; a Chinese sign is as wide as two."""
    text = clean(text)
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    if text and wide * 2 > len(text):
        letters //= 2
    return textwrap.wrap(text, letters)


def shortened_inside(text: str, letters: int) -> str:
    """Cut a long text in its middle, where others begin alike."""
    text = clean(text)
    if len(text) <= letters:
        return text
    first = letters // 3
    return text[:first].rstrip() + ELLIPSIS + text[first + 1 - letters :].lstrip()


def shortened(text: str, letters: int) -> str:
    """Cut a long text; the table has it whole."""
    text = clean(text)
    return text if len(text) <= letters else text[: letters - 1].rstrip() + ELLIPSIS
