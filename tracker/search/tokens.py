"""Texts as the words that the index of search holds, the same on every database.

Words are folded; a run of Chinese or Japanese signs, which has no blanks, becomes its pairs of
neighbours and its last sign, so that each part of it is found.
"""

import re
from collections.abc import Iterable

from tracker.folding import fold

WORD = re.compile(r"[^\W_]+")
RUN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
LONGEST = 60
MOST_WORDS, MOST_ASKED = 4_000, 12


def tokens_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the words of texts that stand in the index, each once."""
    found: dict[str, None] = {}
    for text in texts:
        for word in WORD.findall(fold(text)):
            if word.isascii():
                found[word[:LONGEST]] = None
            else:
                found.update(dict.fromkeys(_parts(word, whole=True)))
    return tuple(found)[:MOST_WORDS]


def asked_tokens(text: str) -> tuple[str, ...]:
    """Return the words that a search asks for; each is to begin a word of the index."""
    words = WORD.findall(fold(text))
    return tuple(dict.fromkeys(part for word in words for part in _parts(word, whole=False)))[
        :MOST_ASKED
    ]


def _parts(word: str, *, whole: bool) -> list[str]:
    """Return a word, or the pairs of the runs in it; in the index with the last sign of each."""
    runs = list(RUN.finditer(word))
    if not runs:
        return [word[:LONGEST]]
    found = [part[:LONGEST] for part in RUN.split(word) if part]
    for run in runs:
        signs = run[0]
        found += [signs[place : place + 2] for place in range(len(signs) - 1)]
        if whole or len(signs) == 1:
            found.append(signs[-1])
    return found
