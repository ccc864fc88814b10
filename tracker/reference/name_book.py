"""Names of donors and places as people write them: without case, accents, articles, apostrophes.

`tracker.reference.donor_names` makes keys, which never change; this finds what is meant.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from tracker.folding import fold
from tracker.reference.donor_names import aliases, normalise
from tracker.reference.organisations import organisations
from tracker.reference.regions import places
from tracker.reference.states import states
from tracker.words import say

ELISION = re.compile(r"\b[ld]'")
ARTICLES = frozenset(["the", "la", "le", "les", "el", "los", "las"])
PARENTHESES = re.compile(r"(.+?)\s*[(\uff08](.+)[)\uff09]")
ARABIC_ARTICLE = "\u0627\u0644"
LEAST_STEM = 2
"""The least number of letters that an Arabic word keeps when its article is taken off."""
TOTALS = frozenset(
    {
        "total", "totals", "grand total", "subtotal", "sub total", "sum",
        "totales", "total general", "suma", "totaux", "sous total", "somme",
        "\u0438\u0442\u043e\u0433\u043e", "\u0432\u0441\u0435\u0433\u043e",
        "\u043e\u0431\u0449\u0438\u0439 \u0438\u0442\u043e\u0433",
        "\u603b\u8ba1", "\u5408\u8ba1", "\u5c0f\u8ba1",
        "\u0645\u062c\u0645\u0648\u0639", "\u0627\u062c\u0645\u0627\u0644\u064a",
    }
)  # fmt: skip
"""How rows of totals begin in the six languages, as `loose_key` writes it."""
ALIKE = 80
"""The least likeness (per cent, words in any order) of a name that is proposed."""
MOST = 4
"""The most names that are proposed."""


class NameAnswer(NamedTuple):
    """The code of who or what is named, None where several answer to it or nobody does.

    `candidates` are the codes of all that answer to the name, `nearest` those of like names where
    nobody does.
    """

    code: str | None
    candidates: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


def loose_key(name: str) -> str:
    """Return what is left of a name without case, accents, punctuation, articles and "d'"."""
    plain = ELISION.sub("", normalise_signs(name))
    words = [_without_article(word) for word in re.sub(r"[\W_]+", " ", plain).split()]
    kept = [word for word in words if word not in ARTICLES]
    return " ".join(kept or words)


def normalise_signs(name: str) -> str:
    """Return a name folded, with "and" for its sign and without what only says "Government of"."""
    folded = fold(name).replace("&", " and ").strip()
    return re.sub(r"^(the )?government of ", "", folded)


class NameBook:
    """The names by which codes are known; finds the code of a name, or the nearest ones."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a code and one of its names."""
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._loose: dict[str, set[str]] = defaultdict(set)
        for code, name in named:
            self._exact[normalise(name)].add(code)
            for written in (name, *_around_parentheses(name)):
                self._loose[loose_key(written)].add(code)
        for book in (self._exact, self._loose):
            book.pop("", None)

    def find(self, name: str) -> NameAnswer:
        """Find who or what is named: by the name as written first, then without its articles."""
        for book, key in ((self._exact, normalise(name)), (self._loose, loose_key(name))):
            codes = tuple(sorted(book.get(key, ())))
            if codes:
                return NameAnswer(codes[0] if len(codes) == 1 else None, codes)
        return NameAnswer(None, (), self._nearest(loose_key(name)))

    def _nearest(self, key: str) -> tuple[str, ...]:
        """Return the codes of names that hold all words of a key, then those of like names."""
        words = set(key.split())
        if not words or key in TOTALS:
            return ()
        holding = sorted((name for name in self._loose if words <= set(name.split())), key=len)
        like = process.extract(
            key, self._loose.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=MOST
        )
        names = [*holding, *(name for name, _, _ in like)]
        codes = dict.fromkeys(code for name in names for code in sorted(self._loose[name]))
        return tuple(codes)[:MOST]


def is_total(name: str) -> bool:
    """Tell whether a name is that of a row of totals: nobody is called so, or nearly so."""
    return loose_key(name) in TOTALS


def no_total() -> str:
    """Return what to do about a row of totals."""
    return say("It reads like a row of totals; leave such rows out of the sheet.")


@lru_cache(maxsize=1)
def giver_names_on_file() -> tuple[tuple[str, str], ...]:
    """Return codes of States and organisations with each of their names, other spellings too."""
    givers = [(code, state.names) for code, state in states().items()]
    givers += [(code, organisation.names) for code, organisation in organisations().items()]
    listed = [(code, name) for code, names in givers for name in (*names, code)]
    return (*listed, *((alias.code, alias.alias) for alias in aliases()))


@lru_cache(maxsize=1)
def place_book() -> NameBook:
    """Return the book of States, areas and regions, in the six languages and other spellings."""
    named = [(code, name) for code, names in places().items() for name in (*names, code)]
    return NameBook([*named, *((one.code, one.alias) for one in aliases() if one.code in places())])


def proposal(codes: Iterable[str], label: Callable[[str], str]) -> str:
    """Return the question whether one of some codes was meant; empty for none."""
    listed = name_list(codes, label)
    return say("Did you mean %(names)s?", names=listed) if listed else ""


def name_list(codes: Iterable[str], label: Callable[[str], str]) -> str:
    """Return codes with their names, as a list in a sentence."""
    return ", ".join(f"{label(code)} ({code})" for code in codes)


def _around_parentheses(name: str) -> tuple[str, ...]:
    """Return "Netherlands" and "Kingdom of the Netherlands" of "Netherlands (Kingdom of the)"."""
    found = PARENTHESES.fullmatch(name)
    return (found[1], f"{found[2]} {found[1]}") if found else ()


def _without_article(word: str) -> str:
    """Return an Arabic word without its article, any other as it is."""
    stem = word.removeprefix(ARABIC_ARTICLE)
    return stem if len(stem) >= LEAST_STEM else word
