"""Finds the encoding of a text, or refuses it with samples of what it could be."""

import codecs
import re
from collections.abc import Sequence
from typing import NamedTuple

from charset_normalizer import CharsetMatch, from_bytes

from tracker.exchange.sheets import Unreadable
from tracker.words import say

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
WESTERN = "cp1252"
CODE_PAGES = [
    "cp1250", "cp1251", WESTERN, "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "cp874", "koi8_r", "iso8859_2", "cp437", "cp850", "cp866", "mac_roman", "mac_cyrillic",
    "gb18030", "big5", "shift_jis", "euc_kr",
]  # fmt: skip
"""The encodings that are proposed."""
LOOKED_AT, LINE, SAMPLE, PROPOSED = 20_000, 300, 30, 3
FEW = 12
"""Fewer letters beyond ASCII than these say too little to guess an encoding by."""
TOLERANCE = 0.2
"""How much more disorder Windows-1252 may show than the reading that shows least."""
OTHER_LETTERS = re.compile(r"[^\x00-\x7f]")
LETTER = "[A-Za-z\\u0152\\u0153\\u0160\\u0161\\u0178\\u017d\\u017e\\xc0-\\xff]"
SIGN = "[\\xa2-\\xa6\\xa8\\xa9\\xac\\xaf-\\xb4\\xb6\\xb8\\xb9\\xbc-\\xbe\\u0192\\u02c6\\u02dc]"
NOT_WESTERN = re.compile(
    f"[\\xc0-\\xff]{{3}}|{LETTER}(?:{SIGN}|[\\u201a\\u201e\\u2020\\u2021\\u2030\\u20ac]){LETTER}"
    f"|(?<![0-9A-Za-z]){SIGN}{LETTER}|{LETTER}[\\u201a\\u201e\\u0192\\u02c6\\u02dc]"
    "|[A-Za-z\\xdf-\\xff][\\u0152\\u0160\\u0178\\u017d][a-z\\xdf-\\xff]"
)
"""What words in Windows-1252 have not: three letters beyond ASCII in a row, signs among letters.

Nor have they the capitals among small letters that older Macintosh texts turn into.
"""


class Text(NamedTuple):
    """The text of a file, and the guesses that were made to read it."""

    content: str
    notes: tuple[str, ...] = ()


def decode(file: str, content: bytes, encoding: str = "") -> Text:
    """Decode a file in the named encoding, else as UTF-8, UTF-16 with its mark or Windows-1252.

    Raises Unreadable for a text that is none of them, or would hardly make sense as Windows-1252.
    """
    if encoding:
        return Text(_named(file, content, encoding))
    for one in ("utf-16",) if content.startswith(UTF16) else ("utf-8-sig",):
        try:
            text = content.decode(one)
        except UnicodeDecodeError:
            continue
        return Text(_without_control(file, text))
    return _western(file, content)


def _named(file: str, content: bytes, encoding: str) -> str:
    """Decode a file in an encoding that was named."""
    try:
        return content.decode(encoding.strip()).removeprefix("\ufeff")
    except LookupError as error:
        raise Unreadable(
            say(
                "'%(name)s' is no encoding; some are %(names)s",
                name=encoding,
                names="utf-8, cp1251, cp1256, gb18030",
            )
        ) from error
    except (UnicodeError, ValueError) as error:
        raise Unreadable(
            say("%(file)s is no text in the encoding %(name)s", file=file, name=encoding)
        ) from error


def _western(file: str, content: bytes) -> Text:
    """Decode a file as Windows-1252, if no other encoding makes more sense."""
    readings = _readings(content)
    text = _as_western(content, readings)
    if text is None and not readings:
        raise Unreadable(_no_text(file))
    if text is None:
        raise Unreadable(
            say(
                "%(file)s is not in UTF-8, and would make no sense in Windows-1252. It reads in "
                "%(samples)s. Save it as CSV UTF-8, or name its encoding",
                file=file,
                samples=_samples(readings),
            )
        )
    note = say(
        "%(file)s is not in UTF-8; it was read as Windows-1252: '%(sample)s'",
        file=file,
        sample=_sample(text),
    )
    return Text(_without_control(file, text), (note,))


def _samples(readings: Sequence[CharsetMatch]) -> str:
    """Return the likely encodings with what the text would look like in them."""
    return ", ".join(f"{one.encoding}: '{_sample(str(one))}'" for one in readings[:PROPOSED])


def _as_western(content: bytes, readings: Sequence[CharsetMatch]) -> str | None:
    """Return a text read as Windows-1252; None where it would hardly make sense."""
    least = min((one.chaos for one in readings), default=0.0)
    likely = any(
        WESTERN in one.could_be_from_charset and one.chaos <= least + TOLERANCE for one in readings
    )
    try:
        text = content.decode(WESTERN)
    except UnicodeDecodeError:
        return None
    few = len(OTHER_LETTERS.findall(text)) < FEW
    return text if (likely or few) and not NOT_WESTERN.search(text) else None


def _readings(content: bytes) -> list[CharsetMatch]:
    """Return the readings that make sense, those that make most of it first."""
    return list(from_bytes(_lines_of_interest(content), cp_isolation=CODE_PAGES))


def _lines_of_interest(content: bytes) -> bytes:
    """Return the beginnings of lines that hold other bytes than ASCII."""
    lines: list[bytes] = []
    size = 0
    for line in content.splitlines():
        if not line.isascii():
            lines.append(line[:LINE])
            size += len(lines[-1])
        if size > LOOKED_AT:
            break
    return b"\n".join(lines)


def _sample(text: str) -> str:
    """Return the first words that hold other letters than those of ASCII."""
    found = OTHER_LETTERS.search(text)
    if found is None:
        return ""
    start = max(text.rfind(sign, 0, found.start()) for sign in ',;\t\n"') + 1
    end = min(
        (place for sign in ',;\t\n"' if (place := text.find(sign, found.end())) >= 0),
        default=len(text),
    )
    return text[start : min(end, start + SAMPLE)].strip()


def _without_control(file: str, text: str) -> str:
    """Return a text; raises Unreadable for one with signs that no text has."""
    if CONTROL.search(text):
        raise Unreadable(_no_text(file))
    return text


def _no_text(file: str) -> str:
    """Return the refusal of a file that is no text."""
    return say(
        "%(file)s is no text in UTF-8 or Windows-1252; save the sheet as CSV UTF-8 or XLSX",
        file=file,
    )
