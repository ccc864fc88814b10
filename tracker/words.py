"""Sentences for the reader, in the reader's language where one is known."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from babel import Locale
from babel.support import NullTranslations
from flask import current_app, g, has_app_context
from flask_babel import Domain, force_locale, get_locale
from flask_babel import ngettext as plural_text
from flask_babel import pgettext as text_in_context

SPELLER = "speller"
"""The application's extension that writes days, codes and amounts in the reader's language."""


class Catalogues(Domain):  # type: ignore[misc] # flask-babel has no types
    """The translations into each language, read once in a process.

    A page says a thousand things. For each of them flask-babel asks three times who reads, each
    time by way of three objects that stand for another, and spells the language out.
    """

    def get_translations(self) -> NullTranslations:
        """Return the translations into the reader's language; none outside an application."""
        locale = reader_locale()
        if locale is None:
            return NullTranslations()
        language = locale.language, locale.territory, locale.script, locale.variant
        known: NullTranslations | None = self.cache.get(language)
        if known is None:
            known = self.cache[language] = super().get_translations()
        return known


CATALOGUES = Catalogues(str(Path(__file__).parent / "translations"))


def say(sentence: str, **values: object) -> str:
    """Return the sentence in the reader's language with `%(name)s` filled in.

    Days, codes and amounts of money are given as they are, and written in that language too.
    Outside an application (a script, a rule's test) the sentence stays English.
    """
    if has_app_context():
        sentence = str(CATALOGUES.get_translations().ugettext(sentence))
        values = {name: spell(value) for name, value in values.items()}
    return sentence % values if values else sentence


def reader_locale() -> Locale | None:
    """Return the reader's language as flask-babel knows it; None outside an application.

    It is noted once it was asked for, unless another language is put in its place.
    """
    if has_app_context():
        noted = getattr(g._get_current_object(), "_flask_babel", None)  # noqa: SLF001 - its own
        locale: Locale | None = getattr(noted, "babel_locale", None)
        if locale is not None:
            return locale
    found: Locale | None = get_locale()
    return found


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
    locale = reader_locale() if has_app_context() else None
    return str(locale.language) if locale else "en"
