"""Places as people write them, by code or by name, and the refusal of what is none."""

from functools import partial

from tracker.reference.name_book import is_total, no_total, place_book, proposal
from tracker.reference.organisations import EUROPEAN_UNION
from tracker.reference.regions import m49_code, place_name, places
from tracker.words import reader_language, say


def place_code(text: str) -> str:
    """Return the code of a place that is named by code or name; what names none, in capitals."""
    code = m49_code(text.strip().upper())
    if code in places() or code in ("", EUROPEAN_UNION):
        return code
    return place_book().find(text).code or code


def no_place(text: str) -> str:
    """Return the refusal of a text that is no State or region, with what may be meant."""
    return _with_proposal(say("'%(code)s' is no State or region", code=text), text)


def no_state(text: str) -> str:
    """Return the refusal of a text that is no State, with what may be meant."""
    return _with_proposal(say("'%(code)s' is no State", code=text), text)


def _with_proposal(why: str, text: str) -> str:
    """Add the nearest names to a refusal, or that it is a row of totals."""
    if is_total(text):
        return f"{why}. {no_total()}"
    answer = place_book().find(text)
    named = partial(place_name, locale=reader_language())
    asked = proposal(answer.candidates or answer.nearest, named)
    return f"{why}. {asked}" if asked else why
