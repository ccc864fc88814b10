"""Codes and names as people type them, and lists of them."""

import re
from collections.abc import Mapping

from tracker.folding import fold
from tracker.reference.record_codes import code_key

CODE_AND_NAME = " \N{EN DASH} "
"""The text between code and name in suggestions."""


def find_code(text: str, names: Mapping[str, str]) -> str | None:
    """Return the code that a text names: a code, one with its name, or the name of one alone.

    Case and accents do not count.
    """
    wanted = text.strip()
    folded = fold(wanted)
    by_code = {code_key(code): code for code in names}
    if code_key(wanted) in by_code:
        return by_code[code_key(wanted)]
    parts = wanted.split(CODE_AND_NAME)
    for size in range(len(parts) - 1, 0, -1):  # a code may hold what stands before the name
        head = CODE_AND_NAME.join(parts[:size]).strip()
        if code_key(head) in by_code:
            return by_code[code_key(head)]
    named = [code for code, name in names.items() if fold(name) == folded] if folded else []
    return named[0] if len(named) == 1 else None


def split_list(text: str) -> list[str]:
    """Return the items of a list, separated by semicolons or lines."""
    return [item.strip() for item in re.split(r"[;\n]", text) if item.strip()]
