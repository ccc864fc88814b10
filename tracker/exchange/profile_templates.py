"""The templates of a profile: texts with names in braces, such as `CEB-{_year}-{donor_key}`.

A name may be any heading, points, colons and blanks included; `{{` and `}}` are braces.
"""

import re
from collections.abc import Mapping

from tracker.errors import InvalidInput
from tracker.words import say

PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
BRACES = {"{{": "{", "}}": "}"}


def names_in(template: str) -> tuple[str, ...]:
    """Return the names in braces; raises InvalidInput for a brace without its other one."""
    found = []
    for piece in PIECE.finditer(template):
        if piece.group() in ("{", "}") or piece.group(1) == "":
            raise InvalidInput(say("a name stands between braces, such as {donor_key}"))
        if piece.group(1):
            found.append(piece.group(1))
    return tuple(found)


def fill(template: str, values: Mapping[str, str]) -> str:
    """Fill the names of a template in; a name without a value is empty."""
    return PIECE.sub(
        lambda piece: BRACES.get(piece.group()) or values.get(piece.group(1), ""), template
    )
