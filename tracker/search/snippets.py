"""The part of a text in which the words of a search stand, with the words marked."""

import re
from collections.abc import Collection
from typing import NamedTuple

from tracker.folding import fold
from tracker.search.tokens import RUN, asked_tokens

BEFORE, LONGEST = 60, 200
PIECE = re.compile(r"[^\W_]+|[\W_]+")
CUT = "\N{HORIZONTAL ELLIPSIS}"


class SnippetPart(NamedTuple):
    """A part of a snippet; `hit` for a word that was searched."""

    text: str
    hit: bool = False


def snippet(text: str, asked: str) -> tuple[SnippetPart, ...]:
    """Return what stands around the first word that was searched; the beginning without one."""
    tokens = asked_tokens(asked)
    plain = " ".join(text.split())
    pieces = [SnippetPart(piece, _is_hit(piece, tokens)) for piece in PIECE.findall(plain)]
    first = next((place for place, piece in enumerate(pieces) if piece.hit), 0)
    start, length = first, 0
    while start and length < BEFORE:
        start -= 1
        length += len(pieces[start].text)
    kept: list[SnippetPart] = []
    length = 0
    for piece in pieces[start:]:
        if length > LONGEST:
            return _framed(kept, before=start > 0, after=True)
        kept.append(piece)
        length += len(piece.text)
    return _framed(kept, before=start > 0, after=False)


def _framed(kept: list[SnippetPart], *, before: bool, after: bool) -> tuple[SnippetPart, ...]:
    """Mark what was left out before and after."""
    return (
        *([SnippetPart(f"{CUT} ")] if before else []),
        *kept,
        *([SnippetPart(f" {CUT}")] if after else []),
    )


def _is_hit(piece: str, tokens: Collection[str]) -> bool:
    """Tell whether a piece of a text begins with a word that was searched, or holds its signs."""
    folded = fold(piece)
    if RUN.search(folded):
        return any(token in folded for token in tokens)
    return any(folded.startswith(token) for token in tokens)
