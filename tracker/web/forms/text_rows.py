"""The part of a form for a title and a description in other languages than the original."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form

from tracker.assistance.texts import TextIn, Translated
from tracker.reference.languages import TextLanguage
from tracker.text_limits import LONGEST_TITLE
from tracker.web.forms.choice_fields import CodeField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.rows import RowsField
from tracker.web.forms.typed_fields import LongTextField, TextField
from tracker.web.forms.validators import Required


def row_language_field() -> CodeField:
    """Make the field of the language of a translation, without which its row is refused."""
    required = Required(_l("Choose the language."))
    return CodeField(_l("Language"), TextLanguage, [required], empty=True)


class TextRow(Form):  # type: ignore[misc] # wtforms has no types
    """A title and a description in one language."""

    language = row_language_field()
    title = TextField(_l("Title"), longest=LONGEST_TITLE, render_kw={"dir": "auto"})
    description = LongTextField(_l("Description"), rows=3)

    def draft(self) -> TextIn:
        """Return the texts as they were entered; without a language they are English."""
        language = self.language.data or TextLanguage.ENGLISH
        return TextIn(language, self.title.data, self.description.data)


def original_language_field() -> CodeField:
    """Make the field of the language in which a record's texts are written."""
    return CodeField(_l("Original language"), TextLanguage, empty=True)


def texts_field() -> RowsField:
    """Make the part of the texts in other languages."""
    return RowsField(_l("In other languages"), TextRow)


def in_languages(form: RecordForm) -> dict[str, Any]:
    """Return the fields of a draft that hold languages, as a form has them."""
    texts = tuple(sorted(row.draft() for row in form["texts"].filled))
    return {"written_in": form["written_in"].data, "texts": texts}


def rows_of_texts(draft: Translated) -> dict[str, Any]:
    """Return the data of the rows that a draft fills."""
    return {"texts": [one._asdict() for one in draft.texts]}
