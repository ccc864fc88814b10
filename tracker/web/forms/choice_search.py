"""The members of a list that fit what a person types into a field, the closest first."""

from collections.abc import Iterable
from typing import NamedTuple

from flask_babel import gettext as _
from rapidfuzz import fuzz, process

from tracker.closeness import Closeness, closeness_of
from tracker.folding import fold
from tracker.web.forms.suggestions import Suggestions

LONGEST = 100
MOST = 30
"""The most choices of one answer."""
ALIKE = 70
"""The least likeness, in per cent, of a name that is proposed."""
MOST_NEAREST = 4


class OfferedChoice(NamedTuple):
    """A code of a list, and its name in the reader's language."""

    code: str
    name: str


class FoundChoices(NamedTuple):
    """What a field offers for a text.

    `same` is the one code that the text names, `message` what is said above the choices: that
    nothing fits, or that there are more.
    """

    choices: tuple[OfferedChoice, ...]
    same: str = ""
    message: str = ""


def find_choices(suggestions: Suggestions, text: str) -> FoundChoices:
    """Return the choices for a text; the first of the list for none, the nearest if none fits.

    Letters are compared without case and marks, and names in other languages are found too.
    """
    names = suggestions.names()
    typed = " ".join(fold(text[:LONGEST]).split())
    found = (
        _fitting(suggestions, typed) if typed else [OfferedChoice(*pair) for pair in names.items()]
    )
    same = (suggestions.find(text) or "") if typed else ""
    if same and not found:
        found = [OfferedChoice(same, names[same])]
    if not found:
        near = nearest(suggestions, text)
        return FoundChoices(near, message=_nothing_fits(text.strip(), near=bool(near)))
    more = len(found) - MOST
    message = _("%(number)s more: type to find them.", number=more) if more > 0 else ""
    return FoundChoices(tuple(found[:MOST]), same, message)


def nearest(suggestions: Suggestions, text: str) -> tuple[OfferedChoice, ...]:
    """Return the choices whose names or codes are most like a text."""
    names = suggestions.names()
    typed = fold(text[:LONGEST])
    found: dict[str, float] = {}
    for written, scorer in (
        ({code: fold(name or code) for code, name in names.items()}, fuzz.WRatio),
        ({code: fold(code) for code in names}, fuzz.ratio),
    ):
        like = process.extract(
            typed, written, scorer=scorer, score_cutoff=ALIKE, limit=MOST_NEAREST
        )
        for _text, score, code in like:
            found[code] = max(score, found.get(code, 0))
    best = sorted(found, key=lambda code: -found[code])[:MOST_NEAREST]
    return tuple(OfferedChoice(code, names[code]) for code in best)


def nearest_question(suggestions: Suggestions | None, codes: Iterable[str]) -> str:
    """Return the question whether others of a list were meant by codes that it does not hold."""
    if suggestions is None:
        return ""
    names = suggestions.names()
    near = {one for code in codes if code not in names for one in nearest(suggestions, code)}
    listed = ", ".join(
        f"{one.name} ({one.code})" if one.name not in ("", one.code) else one.code
        for one in sorted(near, key=lambda one: one.name)
    )
    return _("Did you mean %(names)s?", names=listed) if listed else ""


def _fitting(suggestions: Suggestions, typed: str) -> list[OfferedChoice]:
    """Return all choices that fit folded words, the closest first."""
    elsewhere = _named_elsewhere(suggestions, typed)
    found = []
    for order, (code, name) in enumerate(suggestions.names().items()):
        close = closeness_of(code, name, typed)
        if close is None and code in elsewhere:
            close = Closeness.HOLDS
        if close is not None:
            found.append((close, order, OfferedChoice(code, name)))
    return [choice for _close, _order, choice in sorted(found)]


def _named_elsewhere(suggestions: Suggestions, typed: str) -> frozenset[str]:
    """Return the codes of what has names in other languages that hold all words."""
    if suggestions.named_like is None:
        return frozenset()
    return frozenset.intersection(*(suggestions.named_like(word) for word in typed.split()))


def _nothing_fits(text: str, *, near: bool) -> str:
    """Return the sentence about a text that fits nothing."""
    sentence = _("Nothing fits '%(text)s'. These come near:", text=text)
    return str(sentence if near else _("Nothing fits '%(text)s'.", text=text))
