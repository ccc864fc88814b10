"""Sentences for the reader, in the reader's language where one is known."""

from flask import has_app_context
from flask_babel import gettext


def say(sentence: str, **values: object) -> str:
    """Return the sentence in the reader's language with `%(name)s` filled in.

    Outside an application (a script, a rule's test) the sentence stays English.
    """
    if has_app_context():
        return str(gettext(sentence, **values))
    return sentence % values if values else sentence
