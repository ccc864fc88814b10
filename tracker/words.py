"""Sentences for the reader, in the reader's language where one is known."""

from flask import has_app_context
from flask_babel import get_locale, gettext
from flask_babel import ngettext as plural_text


def say(sentence: str, **values: object) -> str:
    """Return the sentence in the reader's language with `%(name)s` filled in.

    Outside an application (a script, a rule's test) the sentence stays English.
    """
    if has_app_context():
        return str(gettext(sentence, **values))
    return sentence % values if values else sentence


def ngettext(one: str, several: str, number: int, **values: object) -> str:
    """Return the sentence for a number, `%(num)s` in it, in the reader's language.

    Outside an application the sentence stays English.
    """
    if has_app_context():
        return str(plural_text(one, several, number, **values))
    return (one if number == 1 else several) % {"num": number, **values}


def reader_language() -> str:
    """Return the code of the reader's language, such as "fr"; outside an application "en"."""
    locale = get_locale() if has_app_context() else None
    return str(locale.language) if locale else "en"
