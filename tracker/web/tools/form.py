"""The form of a tool: what it is, and why that is changed."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import Form
from wtforms.validators import ValidationError

from tracker.assistance.tools import ToolDraft, ToolVersionDraft, tool_faults
from tracker.errors import Fault
from tracker.http.labels import language_code
from tracker.reference.codes import ToolKind
from tracker.web.forms.choice_fields import CodeField, InstrumentsField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.new_codes import NewCodeField
from tracker.web.forms.reason import change_reason_field
from tracker.web.forms.rows import RowIdField, RowsField
from tracker.web.forms.searchable import search_attributes
from tracker.web.forms.suggestions import LANGUAGES
from tracker.web.forms.text_rows import (
    in_languages,
    original_language_field,
    rows_of_texts,
    texts_field,
)
from tracker.web.forms.typed_fields import (
    AddressField,
    DayField,
    LongTextField,
    TextField,
    WholeField,
)
from tracker.web.forms.validators import Required
from tracker.web.forms.versioned_form import VersionedForm

LIST_SIGNS = re.compile("[;,،\uff1b\uff0c\u3001]")


class YearField(WholeField):
    """A year, or None."""

    def write(self, value: int) -> str:
        """Write its four digits, which are parted by nothing."""
        return str(value)


class LanguagesField(TextField):
    """Languages, kept as codes of ISO 639-1 that are parted by blanks.

    They are typed as codes or as the names that pages show, parted by blanks, commas or semicolons.
    """

    def __call__(self, **attributes: Any) -> Markup:  # noqa: ANN401 - wtforms' own
        """Draw the field, which becomes a searchable choice."""
        chosen = self.data.split() if self.data else self._items(self.typed)
        searched = search_attributes(LANGUAGES, chosen, separator="; ", by_name=True)
        drawn: Markup = super().__call__(**searched, **attributes)
        return drawn

    def read(self, text: str) -> str:
        """Read codes and names as codes, each once."""
        items = self._items(text)
        return " ".join(dict.fromkeys(code for item in items for code in self._codes(item)))

    def _items(self, text: str) -> list[str]:
        """Return the items of a text."""
        return [item.strip() for item in LIST_SIGNS.split(text) if item.strip()]

    def _codes(self, item: str) -> Iterable[str]:
        """Yield the codes of an item: a name, or codes and names of one word."""
        whole = language_code(item)
        for word in [item] if whole else item.split():
            code = language_code(word)
            if code is None:
                raise ValidationError(
                    _("'%(text)s' is no language; write its code, such as en or fr", text=word)
                )
            yield code


class VersionRow(Form):  # type: ignore[misc] # wtforms has no types
    """A version of a tool."""

    id = RowIdField()
    version = TextField(_l("Version"), [Required(_l("Give its number or name."))], longest=40)
    released_on = DayField(_l("Released on"))
    languages = LanguagesField(_l("Languages"))
    symbol = TextField(_l("Document symbol"), longest=200)
    url = AddressField(_l("Address"), longest=1000)
    changes = TextField(_l("What changed"), longest=2000)

    def draft(self) -> ToolVersionDraft:
        """Return the version as it was entered."""
        return ToolVersionDraft(**self.data)


class ToolForm(RecordForm):
    """A new tool."""

    KEEPS_DRAFT = True

    code = NewCodeField(_l("Code"), "tools")
    title = TextField(_l("Title"), longest=500)
    kind = CodeField(_l("Kind"), ToolKind)
    year = YearField(_l("Year"))
    instruments = InstrumentsField(_l("Instruments"))
    languages = LanguagesField(_l("Languages"))
    symbol = TextField(_l("Document symbol"))
    versions = RowsField(_l("Versions"), VersionRow)
    description = LongTextField(_l("Description"))
    source = TextField(_l("Source of these facts"), longest=500)
    written_in = original_language_field()
    texts = texts_field()

    def draft(self, unsure: str = "") -> ToolDraft:
        """Return the tool as it was entered; `unsure` names the facts that nobody verified."""
        return ToolDraft(
            code=self.code.data,
            title=self.title.data,
            kind=self.kind.data,
            year=self.year.data,
            instruments=self.instruments.data,
            languages=self.languages.data,
            symbol=self.symbol.data,
            description=self.description.data,
            source=self.source.data,
            unsure=unsure,
            **in_languages(self),
            versions=tuple(row.draft() for row in self.versions.filled),
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Return the faults of the tool."""
        return tool_faults(self.draft())


class ToolChangeForm(VersionedForm, ToolForm):
    """A tool on file, and why it is changed."""

    KIND = ToolDraft
    code = TextField(_l("Code"), longest=60)
    why = change_reason_field()


def filled_tool_form(draft: ToolDraft) -> ToolChangeForm:
    """Return the form with a tool as it is."""
    return ToolChangeForm(
        formdata=None, data=asdict(draft) | rows_of_texts(draft), filled_from=draft
    )
