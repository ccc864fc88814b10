"""Codes of records: one rule for all of them, compared without case and in normal form.

A code stands in addresses, file names and sheets for ever, so it holds letters and digits of ASCII,
`-`, `.` and `_`. What partners number themselves (agreements, symbols of documents) is no code.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from itertools import count
from typing import Any

from tracker.errors import Conflict, Fault
from tracker.words import say

LAWFUL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
IN_ADDRESSES = frozenset(
    {
        "add",
        "calendar",
        "calendar.ics",
        "change",
        "doubles",
        "due",
        "export",
        "list",
        "merges",
        "publication",
    }
)
"""Words that stand in the place of a code in addresses; no code is one of them in any case."""
RESERVED = IN_ADDRESSES | {"new"}
"""These, and one that may come to stand there; NEW in capitals is a code."""
LONGEST = 60
DASHES = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d\xad"), "-"
)
"""Hyphens, dashes and minus signs that a text program puts in the place of a hyphen."""
LOOK_ALIKE = str.maketrans(
    # ruff: noqa: RUF001 - letters that look like others are what this table is about
    "АВЕЅІЈКМНОРСТУХасеіјорѕухΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "ABESIJKMHOPCTYXaceijopsyxABEZHIKMNOPTYX",
)
"""Letters of other scripts that look like those of ASCII; proposed, and never taken silently."""
NUMBER_AT_END = re.compile(r"(.*?)(\d+)")


def normal_code(text: str) -> str:
    """Return a code in its normal form: full-width letters and dashes as those of ASCII."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text.strip().translate(DASHES)).translate(DASHES)


def code_key(code: str) -> str:
    """Return the text by which codes are compared: the normal form without case."""
    return normal_code(code).lower()


def is_lawful(code: str) -> bool:
    """Tell whether a text may be the code of a record."""
    return bool(LAWFUL.fullmatch(code)) and not is_reserved(code)


def is_reserved(code: str) -> bool:
    """Tell whether a code is a word of addresses, or would be found under one."""
    return code in RESERVED or code.lower() in IN_ADDRESSES


def code_fault(code: str) -> str:
    """Return what is wrong with a new code, and what would be right; empty for nothing."""
    if not code or is_lawful(code):
        return ""
    proposed = likely_code(code)
    if is_reserved(code):
        return say(
            "'%(code)s' stands in addresses of pages and can be no code; %(proposed)s can",
            code=code,
            proposed=proposed,
        )
    sign = next((one for one in code if not re.match(r"[A-Za-z0-9._-]", one)), code[0])
    return say(
        "'%(sign)s' (%(name)s) cannot stand there in a code: it has letters A to Z, digits, - . _ "
        "and begins with a letter or digit; %(proposed)s is one",
        sign=sign,
        name=unicodedata.name(sign, f"U+{ord(sign):04X}"),
        proposed=proposed,
    )


def code_faults(field: str, code: str) -> list[Fault]:
    """Return the fault of a new code, under the name of its field."""
    why = code_fault(code)
    return [Fault(field, why)] if why else []


def taken_codes(codes: Iterable[str]) -> set[str]:
    """Return the keys of codes on record, to which new ones are added by `expect_free`."""
    return {code_key(code) for code in codes}


def expect_free(field: str, code: str, taken: set[str], on_record: str) -> None:
    """Add the key of a new code to those taken; raises Conflict with the next free code."""
    key = code_key(code)
    if key in taken:
        proposed = next_free(code, taken)
        raise Conflict(say("%(why)s; %(code)s is free", why=on_record, code=proposed), field)
    taken.add(key)


def likely_code(text: str) -> str:
    """Return the lawful code that is nearest to a text."""
    plain = unicodedata.normalize("NFKD", normal_code(text).translate(LOOK_ALIKE))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    code = re.sub(r"-{2,}", "-", re.sub(r"[^A-Za-z0-9._-]+", "-", plain)).strip("-._")[:LONGEST]
    return f"{code or 'C'}-1" if not is_lawful(code) else code


def next_free(code: str, taken: Collection[str]) -> str:
    """Return the code after this one whose key is not among `taken`: A-09 after A-08."""
    found = NUMBER_AT_END.fullmatch(code)
    stem, digits = (found[1], found[2]) if found else (f"{code}-", "1")
    numbers = (f"{stem}{number:0{len(digits)}}" for number in count(int(digits) + 1))
    return next(one for one in numbers if code_key(one) not in taken)


class CodesOnRecord:
    """The codes on record of one kind; finds the one that a text names, without case."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = frozenset(codes)
        self._by_key = {code_key(code): code for code in sorted(self._codes)}

    def spelled(self, text: str) -> str:
        """Return the code on record that a text names; the text itself where it names none."""
        return text if text in self._codes else self._by_key.get(code_key(text), text)

    def canonical(self, text: str) -> str:
        """Return the code on record that a text names; a lawful new one in its normal form."""
        if text in self._codes:
            return text
        normal = normal_code(text)
        return self._by_key.get(code_key(text), normal if is_lawful(normal) else text)


def key_of(column: str) -> Callable[[Any], str | None]:
    """Return the default of a column that holds the key of another; none where it is unlawful."""

    def key(context: Any) -> str | None:  # noqa: ANN401 - SQLAlchemy's, which is not typed
        """Return the key of the row that is inserted."""
        code = str(context.get_current_parameters()[column])
        return code_key(code) if is_lawful(code) else None

    return key
