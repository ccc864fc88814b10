"""Sentences for the reader, in the reader's language where one is known."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext

from babel import Locale
from babel.support import NullTranslations
from flask import current_app, g, has_app_context
from flask_babel import force_locale, get_locale, get_translations
from flask_babel import ngettext as plural_text
from flask_babel import pgettext as text_in_context

SPELLER = "speller"
"""The application's extension that writes days, codes and amounts in the reader's language."""


def say(sentence: str, **values: object) -> str:
    """Return the sentence in the reader's language with `%(name)s` filled in.

    Days, codes and amounts of money are given as they are, and written in that language too.
    Outside an application (a script, a rule's test) the sentence stays English.
    """
    if has_app_context():
        sentence = str(_catalogue().ugettext(sentence))
        values = {name: spell(value) for name, value in values.items()}
    return sentence % values if values else sentence


def _catalogue() -> NullTranslations:
    """Return the translations into the reader's language, looked up once in a request.

    A page says a thousand things, and flask-babel looks for the language three times for each.
    """
    locale = get_locale()
    kept: tuple[Locale | None, NullTranslations] | None = g.get("catalogue")
    if kept is None or kept[0] is not locale:
        kept = g.catalogue = (locale, get_translations())
    return kept[1]


def ngettext(one: str, several: str, number: int, **values: object) -> str:
    """Return the sentence for a number, `%(num)s` in it, in the reader's language.

    Outside an application the sentence stays English.
    """
    if has_app_context():
        spelled = {name: spell(value) for name, value in values.items()}
        return str(plural_text(one, several, number, **spelled))
    return (one if number == 1 else several) % {"num": number, **values}


def pgettext(context: str, sentence: str) -> str:
    """Return a text that means something else in another context, in the reader's language."""
    return str(text_in_context(context, sentence)) if has_app_context() else sentence


def in_language(code: str) -> AbstractContextManager[None]:
    """Let sentences within be those of a language; outside an application they stay English."""
    return force_locale(code) if has_app_context() else nullcontext()


def spell(value: object) -> object:
    """Return a value as the reader's language writes it; itself where there is no such way."""
    if not has_app_context():
        return value
    speller: Callable[[object], object] | None = current_app.extensions.get(SPELLER)
    return speller(value) if speller else value


def listed(values: Iterable[object], between: str = ", ") -> str:
    """Return values one after the other, each as the reader's language writes it."""
    return between.join(str(spell(value)) for value in values)


def reader_language() -> str:
    """Return the code of the reader's language, such as "fr"; outside an application "en"."""
    locale = get_locale() if has_app_context() else None
    return str(locale.language) if locale else "en"
