"""Texts of the record in a report: in all languages in which they are kept."""

from tracker.assistance.texts import KeptText
from tracker.reports.content.texts import PlainText, TextOfPeople, TranslatedText, changed


def record_text(text: str) -> TextOfPeople:
    """Return a text of the record, with its languages where somebody has said them."""
    if not isinstance(text, KeptText):
        return PlainText(text)
    others = sorted((language, own) for language, own in text.others.items() if own)
    return TranslatedText(str(text), text.written_in, tuple(others))


def titled(code: str, title: TextOfPeople) -> TextOfPeople:
    """Return a record by its code and its title."""
    return changed(title, lambda text: f"{code} · {text}")
