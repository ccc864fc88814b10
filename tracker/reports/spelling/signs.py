"""Signs of people's texts that a document can hold."""

import re

_NO_TEXT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef]"
    r"|[\ufffe\uffff]|[\U0001fffe\U0001ffff]"
)
"""Signs that XML does not take, or that stand for nothing."""


def plain_signs(text: str) -> str:
    """Return a text without signs that XML does not take, such as control characters."""
    return _NO_TEXT.sub("", text)
