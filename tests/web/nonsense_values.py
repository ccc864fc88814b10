"""Nonsense for one field of a form, by the kind of the field."""

import re
from typing import Any

from tests.support.pages import Element

LATER_ROW = re.compile(r"-[1-9][0-9]*-")
"""What the names of fields have in the second row of a part and those below it."""
MISSING: list[str] = []
LONG = "x" * 100_000
TWENTY = "9" * 20
CONTROLS = "a\0b\x1b\x7f"
BIDI = "\N{RIGHT-TO-LEFT OVERRIDE}cba\N{ZERO WIDTH SPACE}"
OTHER_DIGITS = (
    "\u0661\u0662\u0663", "\u0967\u0968", "\uff11\uff12", "\u00b2\u00bd",
    "\u0662\u0660\u0662\u0662-\u0661\u0660-\u0660\u0662",
)  # fmt: skip
NUMBERS = (
    TWENTY, "NaN", "2147483648", "-1", "9" * 400, "1e400", "9223372036854775808", "0", "Infinity",
    "1.000,5.0", "0.000000000001", *OTHER_DIGITS, CONTROLS, LONG, "2569-10-02",
)  # fmt: skip
DAYS = (
    "2569-10-02", "0000-01-01", "1925-10-02", "02/10/2022", "9999-12-31", "0001-01-01",
    "2022-02-30", "2022-10-02T10:00", "12022-10-02", *OTHER_DIGITS, CONTROLS, LONG, TWENTY,
)  # fmt: skip
TEXTS = (
    CONTROLS, LONG, BIDI, "../../a/b", "<b>'\";--", "=1+1", "\N{VARIATION SELECTOR-16}",
    "\N{GRINNING FACE}", "%s %(x)s {0}", *OTHER_DIGITS, "9" * 400, "2569-10-02", "NaN", "refund",
)  # fmt: skip
CHOICES = ("refund", TWENTY, CONTROLS, "GLO1", "KEN", "cash", "R03E", "2021-06", BIDI, "y", LONG)
HIDDEN = {"select", "radio", "checkbox", "hidden"}
TAKEN, TAKEN_THIN = 1, 1


def nonsense_of(field: Element, place: int, *, thin: bool) -> list[str]:
    """Return some nonsense for a field; the fields of a form take turns, so that all is tried."""
    values = kind_of(field)
    count = TAKEN_THIN if thin else TAKEN
    first = place * count
    return [values[number % len(values)] for number in range(first, first + count)]


def kind_of(field: Any) -> tuple[str, ...]:  # noqa: ANN401 - lxml has no types
    """Return the nonsense for the kind of a field."""
    kind = field.get("type", "text")
    if field.tag == "select" or kind in HIDDEN:
        return CHOICES
    if kind == "date":
        return DAYS
    return NUMBERS if field.get("inputmode") else TEXTS
