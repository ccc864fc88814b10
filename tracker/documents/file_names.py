"""Names of files as they were sent: without folders, control signs and signs that turn a line."""

import unicodedata

from tracker.documents.files import LONGEST_NAME

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""The categories of signs that nobody sees, or that change how others are shown."""


def plain_name(sent: str) -> str:
    """Return the last part of a name without hidden signs, short enough, its ending kept."""
    last = unicodedata.normalize("NFC", sent).replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if unicodedata.category(sign) not in HIDDEN).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    if not dot:
        return shown[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"[-LONGEST_NAME:]
