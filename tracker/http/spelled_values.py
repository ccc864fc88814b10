"""Days, codes and amounts inside sentences, as the reader's language writes them.

English sentences, which programs and commands have too, keep days in ISO form and codes as sheets
and programs write them.
"""

from datetime import date, datetime
from enum import StrEnum

from flask import Flask

from tracker.assistance.texts import LocalText
from tracker.http.formats import day, money
from tracker.http.labels import has_label, label
from tracker.http.language import locale_code
from tracker.money import Money
from tracker.words import SPELLER

ENGLISH = "en"
ISOLATE, END_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
"""What keeps a text of another direction from mixing with the sentence around it."""


def set_up_spelling(app: Flask) -> None:
    """Let sentences of all rooms write their values in the reader's language."""
    app.extensions[SPELLER] = spelled


def spelled(value: object) -> object:
    """Return a day, a code or an amount as text of the reader's language; others as they are.

    A title in another language stands isolated in the sentence.
    """
    if isinstance(value, LocalText) and value.lang:
        return f"{ISOLATE}{value}{END_ISOLATE}"
    if locale_code() == ENGLISH:
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return day(value, "medium")
    if isinstance(value, StrEnum) and has_label(type(value)):
        return _inside(label(value))
    if isinstance(value, Money):
        return money(value.minor, value.currency)
    return value


def _inside(name: str) -> str:
    """Write a label as inside a sentence: a small letter first, unless it is an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
