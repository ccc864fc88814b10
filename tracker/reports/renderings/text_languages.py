"""Texts of people in another language than that of the document, marked for a reading aloud."""

from itertools import chain

from tracker.reports.content.texts import Enumeration, Text
from tracker.reports.renderings import pandoc_nodes as nodes
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.pandoc_nodes import Inlines
from tracker.reports.spelling.numbers import runs_from_right
from tracker.reports.spelling.speller import Speller


def in_its_language(text: Text, written: str, speller: Speller, form: Format) -> Inlines:
    """Return a text as written; a reading aloud is told of what is in another language."""
    if isinstance(text, Enumeration) and any(map(speller.language_of, text.values)):
        parts = [in_its_language(one, speller.text(one), speller, form) for one in text.values]
        return [*parts[0], *chain.from_iterable([*nodes.text("; "), *one] for one in parts[1:])]
    language = speller.language_of(text)
    if not language:
        return nodes.text(written)
    told = speller.told_language(text)
    side = "rtl" if runs_from_right(language) else "ltr"
    pairs = (("lang", language), ("dir", side))
    if form is Format.PDF:
        pairs = (("typst:text:lang", f'"{language}"'), ("typst:text:dir", side))
    own = nodes.text(written.removesuffix(told))
    return [nodes.span(own, pairs), *nodes.text(told)]
