"""What is wrong with a value that a program sent, in the reader's language.

Errors of pydantic are told by their types; its own sentences are English. The libraries that
translate them know neither Arabic nor Chinese, nor say what would be right.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import ErrorDetails

from tracker.words import say

TO_COME = "day_to_come"
"""The type of the error of a day that has not come."""
A_LIST = "List"
"""How an error that something is too long names a list; a text of a narrower type is a value."""
Context = Mapping[str, Any]


def message_of(details: ErrorDetails) -> str:
    """Return what is wrong with a value, and what would be right."""
    kind = details["type"]
    message = _MESSAGES.get(kind) or (_day if kind.startswith("date") else None)
    return message(details.get("ctx", {})) if message else say("this value cannot be read")


def _day(_context: Context) -> str:
    return say("a day is written as 2013-03-28")


def _whole(_context: Context) -> str:
    return say("a whole number is expected")


def _number(_context: Context) -> str:
    return say("a number is expected, such as 0.9345")


def _truth(_context: Context) -> str:
    return say("true or false is expected")


def _object(_context: Context) -> str:
    return say("a JSON object with the fields of this address is expected")


def _characters(bounds: Context) -> str:
    return say("at most %(most)s characters", most=bounds["max_length"])


def _items(bounds: Context) -> str:
    return say("at most %(most)s items", most=bounds["max_length"])


_MESSAGES: Mapping[str, Callable[[Context], str]] = {
    "missing": lambda _: say("this cannot be empty"),
    "extra_forbidden": lambda _: say("there is no such field"),
    "greater_than": lambda bounds: say("it must be above %(least)s", least=bounds["gt"]),
    "greater_than_equal": lambda bounds: say("the least is %(least)s", least=bounds["ge"]),
    "less_than_equal": lambda bounds: say("the most is %(most)s", most=bounds["le"]),
    "int_parsing": _whole,
    "int_parsing_size": _whole,
    "int_type": _whole,
    "int_from_float": _whole,
    "decimal_type": _number,
    "decimal_parsing": _number,
    "finite_number": _number,
    "decimal_max_digits": lambda bounds: say("at most %(most)s digits", most=bounds["max_digits"]),
    "decimal_max_places": lambda bounds: say(
        "at most %(most)s digits after the point", most=bounds["decimal_places"]
    ),
    "decimal_whole_digits": lambda bounds: say(
        "at most %(most)s digits before the point", most=bounds["whole_digits"]
    ),
    "bool_type": _truth,
    "bool_parsing": _truth,
    "enum": lambda bounds: say(
        "this is not one of the codes: %(codes)s", codes=_codes(bounds["expected"])
    ),
    "literal_error": lambda bounds: say(
        "one of these: %(codes)s", codes=_codes(bounds["expected"])
    ),
    "value_error": lambda bounds: str(bounds["error"]),
    TO_COME: lambda _: say("this day has not come; give today or a day before"),
    "string_type": lambda _: say("a text is expected, in quotation marks"),
    "string_unicode": lambda _: say("this holds a character that cannot be read"),
    "string_too_long": _characters,
    "string_too_short": lambda _: say("a value is missing"),
    "string_pattern_mismatch": lambda _: say("this holds a character that cannot be read"),
    "list_type": lambda _: say("a list is expected, in square brackets"),
    "too_long": lambda bounds: (
        _items(bounds) if bounds["field_type"] == A_LIST else _characters(bounds)
    ),
    "model_type": _object,
    "model_attributes_type": _object,
    "json_invalid": lambda _: say("this is no JSON; send one object, in UTF-8"),
}


def _codes(expected: str) -> str:
    """Return a list of codes as pydantic gives it, without its English 'or'."""
    return expected.replace(" or ", ", ")
