"""Fields that take members of a list: codes, records by name, or several of either."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import Select, TextArea

from tracker.http.formats import NOTHING
from tracker.http.labels import label as label_of
from tracker.reference.instruments import Instrument
from tracker.text_limits import LONGEST_TITLE
from tracker.web.forms.choice_search import nearest_question
from tracker.web.forms.codes import split_list
from tracker.web.forms.searchable import is_served, picking_attributes, search_attributes
from tracker.web.forms.suggestions import Suggestions
from tracker.web.forms.typed_fields import TextField, TypedField
from tracker.web.forms.validators import Longest

NONE_OF_THE_LIST = _l("Choose one of the list.")
Choices = Callable[[], Sequence[SelectChoice]]


class CodeField(SelectField):  # type: ignore[misc] # wtforms has no types
    """A choice among the members of an enum; its data is the member.

    With `empty` nothing may be chosen, and the data is None. Else what is no member counts as the
    first, so that the rules can be asked about the rest of the form. `choices` narrows the list.
    """

    data: Any

    def __init__(
        self,
        label: Any,  # noqa: ANN401 - a lazy text
        kind: type[StrEnum],
        validators: Any = (),  # noqa: ANN401 - wtforms' own
        *,
        empty: bool = False,
        choices: Choices | None = None,
        **keywords: Any,  # noqa: ANN401 - wtforms' own
    ) -> None:
        super().__init__(
            label,
            list(validators),
            choices=choices or self._members,
            coerce=lambda value: kind(value) if value else None,
            validate_choice=False,
            **keywords,
        )
        self.kind = kind
        self.empty = empty

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the chosen member."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None if self.empty else next(iter(self.kind))
        if not text and self.empty:
            return
        try:
            self.data = self.kind(text)
        except ValueError as error:
            raise ValidationError(str(NONE_OF_THE_LIST)) from error

    def _members(self) -> list[SelectChoice]:
        """Return all members with their labels."""
        nothing = [SelectChoice("", NOTHING)] if self.empty else []
        members: list[SelectChoice] = enum_choices(self.kind, label=label_of)
        return nothing + members


class ListedField(SelectField):  # type: ignore[misc] # wtforms has no types
    """A choice of a list of texts; any other text is refused as in all lists."""

    def __init__(
        self,
        label: Any,  # noqa: ANN401 - a lazy text
        choices: Any,  # noqa: ANN401 - wtforms' own
        **keywords: Any,  # noqa: ANN401 - likewise
    ) -> None:
        super().__init__(
            label, choices=choices, invalid_choice_message=NONE_OF_THE_LIST, **keywords
        )


class BlankFirst(Select):  # type: ignore[misc] # wtforms has no types
    """A list that begins with an empty choice, before its groups."""

    def __call__(self, field: Any, **attributes: Any) -> Markup:  # noqa: ANN401 - wtforms' own
        """Draw the list; nothing is chosen in it until somebody chooses."""
        drawn: Markup = super().__call__(field, **attributes)
        start, end, choices = drawn.partition(">")
        return start + end + Markup('<option value="">{}</option>').format(NOTHING) + choices


class ChosenField(ListedField):
    """A choice of a list that has to be made; `unchosen` is said where it was not."""

    widget = BlankFirst()

    def __init__(
        self,
        label: Any,  # noqa: ANN401 - a lazy text
        choices: Any,  # noqa: ANN401 - wtforms' own
        unchosen: Any,  # noqa: ANN401 - a lazy text
        **keywords: Any,  # noqa: ANN401 - wtforms' own
    ) -> None:
        super().__init__(label, choices, **keywords)
        self.unchosen = unchosen

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - wtforms' own
        """Refuse no choice, and what the list does not hold."""
        if not self.data:
            raise StopValidation(str(self.unchosen))
        super().pre_validate(form)


class CodesField(SelectMultipleField):  # type: ignore[misc] # wtforms has no types
    """A choice of any number of a list; its data is a tuple of `kind` of each text."""

    def __init__(
        self,
        label: Any,  # noqa: ANN401 - a lazy text
        kind: Callable[[str], Any],
        choices: Choices,
        validators: Any = (),  # noqa: ANN401 - wtforms' own
        **keywords: Any,  # noqa: ANN401 - likewise
    ) -> None:
        super().__init__(
            label,
            list(validators),
            choices=choices,
            coerce=kind,
            validate_choice=False,
            **keywords,
        )

    def __call__(self, **attributes: Any) -> Markup:  # noqa: ANN401 - wtforms' own
        """Draw the list, which becomes a searchable choice."""
        drawn: Markup = super().__call__(**picking_attributes(), **attributes)
        return drawn

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the chosen members, all of the list."""
        self.data = ()
        listed = {choice.value for choice in self.choices}
        if not set(valuelist) <= listed:
            raise ValidationError(str(NONE_OF_THE_LIST))
        self.data = tuple(self.coerce(text) for text in valuelist)


class InstrumentsField(CodesField):
    """A choice of any number of the instruments; its data is a tuple of them."""

    def __init__(self, label: Any, **keywords: Any) -> None:  # noqa: ANN401 - a lazy text
        choices = partial(enum_choices, Instrument, label=label_of)
        super().__init__(label, Instrument, choices, render_kw={"size": 4}, **keywords)


class OptionField(RadioField):  # type: ignore[misc] # wtforms has no types
    """A choice drawn as radio buttons; its data is a text, or None without a choice."""

    def __init__(
        self,
        label: Any,  # noqa: ANN401 - a lazy text
        choices: Sequence[SelectChoice],
        validators: Any = (),  # noqa: ANN401 - wtforms' own
        **keywords: Any,  # noqa: ANN401 - likewise
    ) -> None:
        super().__init__(
            label,
            list(validators),
            choices=choices,
            invalid_choice_message=NONE_OF_THE_LIST,
            **keywords,
        )

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - wtforms' own
        """Leave a missing choice to the validators."""
        if self.data is not None:
            super().pre_validate(form)


class RecordField(TypedField):
    """A record or code of a list, named by its code or its name; its data is the code.

    What the list does not hold is refused with the text of `unknown`; without one it stays as it
    was typed, for the rules to refuse. With `by_name` a filled field shows the name.
    """

    EMPTY = ""
    FREE: ClassVar[bool] = False
    """Whether the field takes what its list does not hold."""

    def __init__(
        self,
        label: Any = None,  # noqa: ANN401 - a lazy text
        suggestions: Suggestions | None = None,
        validators: Any = (),  # noqa: ANN401 - wtforms' own
        *,
        unknown: Any = None,  # noqa: ANN401 - a lazy text
        by_name: bool = False,
        **keywords: Any,  # noqa: ANN401 - wtforms' own
    ) -> None:
        super().__init__(label, [*validators, Longest(LONGEST_TITLE)], **keywords)
        self.suggestions = suggestions
        self.unknown = unknown
        self.by_name = by_name

    def __call__(self, **attributes: Any) -> Markup:  # noqa: ANN401 - wtforms' own
        """Draw the field, tied to its suggestions."""
        tied = {}
        if self.suggestions:
            searched = search_attributes(
                self.suggestions, self.codes, by_name=self.by_name, free=self.FREE
            )
            tied = {"list": self.suggestions.id, **searched}
        drawn: Markup = super().__call__(**tied, **attributes)
        return drawn

    @property
    def is_served(self) -> bool:
        """Whether the list is asked for while somebody types."""
        return self.suggestions is not None and is_served(self.suggestions)

    @property
    def codes(self) -> list[str]:
        """The code that is chosen, or the text that names none; nothing of an empty field."""
        return [text for text in [self.data or self.typed] if text]

    @property
    def nearest(self) -> str:
        """The question whether one of the list was meant; "" where the list holds what is typed."""
        return nearest_question(self.suggestions, self.codes)

    def find(self, text: str) -> str | None:
        """Return the code that a text names, or None where the list does not hold it."""
        return self.suggestions.find(text) if self.suggestions else text

    def read(self, text: str) -> str:
        """Find the code."""
        found = self.find(text)
        if found is None and self.unknown:
            raise ValidationError(self.refusal(text))
        return found or text

    def refusal(self, text: str) -> str:
        """Return why a text is not taken."""
        del text
        return str(self.unknown)

    def write(self, value: str) -> str:
        """Write the code, or the name that it stands for."""
        if self.by_name and self.suggestions:
            return self.suggestions.names().get(value, value)
        return value


class ListField(TextField):
    """Items separated by semicolons, or by lines in an area of `rows`; its data is a tuple."""

    EMPTY: ClassVar[Any] = ()

    def __init__(
        self,
        label: Any = None,  # noqa: ANN401 - a lazy text
        validators: Any = (),  # noqa: ANN401 - wtforms' own
        *,
        rows: int = 0,
        **keywords: Any,  # noqa: ANN401 - wtforms' own
    ) -> None:
        area = {"render_kw": {"rows": rows}, "widget": TextArea(), "longest": None} if rows else {}
        super().__init__(label, validators, **area, **keywords)
        self.parting = "\n" if rows else "; "

    def read(self, text: str) -> tuple[Any, ...]:
        """Read each item."""
        return tuple(self.read_item(item) for item in split_list(text))

    def read_item(self, item: str) -> Any:  # noqa: ANN401 - the subclass says what it holds
        """Read one item."""
        return item

    def write_item(self, item: Any) -> str:  # noqa: ANN401 - likewise
        """Write one item."""
        return str(item)

    def write(self, value: Sequence[Any]) -> str:
        """Write the items one after the other."""
        return self.parting.join(self.write_item(item) for item in value)


class RecordsField(ListField):
    """Several records or codes of a list, each by code or name; its data is a tuple of codes.

    What the list does not hold stays as it was typed, for the rules to refuse; a `free` field
    takes it.
    """

    def __init__(
        self,
        label: Any,  # noqa: ANN401 - a lazy text
        suggestions: Suggestions,
        *,
        by_name: bool = False,
        free: bool = False,
        **keywords: Any,  # noqa: ANN401 - wtforms' own
    ) -> None:
        super().__init__(label, **keywords)
        self.suggestions = suggestions
        self.by_name = by_name
        self.free = free

    def __call__(self, **attributes: Any) -> Markup:  # noqa: ANN401 - wtforms' own
        """Draw the field, tied to its suggestions."""
        searched = search_attributes(
            self.suggestions,
            self.codes,
            separator=self.parting,
            by_name=self.by_name,
            free=self.free,
        )
        drawn: Markup = super().__call__(**searched, **attributes)
        return drawn

    @property
    def codes(self) -> list[str]:
        """The codes that are chosen, or the items of a text that could not be read."""
        return [self.write_code(item) for item in self.data or ()] or split_list(self.typed)

    def write_code(self, item: Any) -> str:  # noqa: ANN401 - the subclass says what it holds
        """Return the code of one."""
        return str(item)

    @property
    def nearest(self) -> str:
        """The question whether some of the list were meant."""
        return "" if self.free else nearest_question(self.suggestions, self.codes)

    def read_item(self, item: str) -> str:
        """Find the code of one."""
        return self.suggestions.find(item) or item

    def write_item(self, item: str) -> str:
        """Write the code, or the name that it stands for."""
        return self.suggestions.names().get(item, item) if self.by_name else item
