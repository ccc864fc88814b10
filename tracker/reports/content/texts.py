"""Texts of a report, in no language yet: sentences with typed values, names by code.

A text is frozen when the report is drawn. A `Sentence` holds the English message and its values,
so that one tree is written in all six languages; what people have typed is `PlainText`, written as
it is, or `TranslatedText`, which holds all languages in which they have typed it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from tracker.money import Money


class NameKind(StrEnum):
    """The list that has the name of a code in the six languages."""

    PARTY = "party"  # a State or an organization, as donor or as party to an instrument
    PLACE = "place"  # a State, an area or a region, also a regional group
    INSTRUMENT = "instrument"  # the Convention or a Protocol
    EARMARKING = "earmarking"
    FINANCING = "financing"  # UN Data Standard IV
    CONTRIBUTOR = "contributor"  # UN Data Standard VI
    ACTIVITY_TYPE = "activity_type"
    ACTIVITY_STATUS = "activity_status"
    TOOL_KIND = "tool_kind"
    FUNCTION = "function"  # of participants
    THEME = "theme"  # of operative paragraph 3
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text of people or of the record, such as the title of an activity: never markup."""

    text: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """A text of people in several languages: the original, its language, and the translations.

    A document has it in its own language where it is there, else the original, marked.
    """

    text: str
    written_in: str
    translations: tuple[tuple[str, str], ...] = ()
    kind: Literal["translated"] = "translated"

    def in_language(self, language: str) -> str | None:
        """Return the text in a language; None where only other languages are there."""
        return self.text if language == self.written_in else dict(self.translations).get(language)


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a code: that of the reader's language, else `text`, as it was when drawn."""

    of: NameKind
    code: str
    text: str
    kind: Literal["name"] = "name"


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number; in a sentence numbers to ten are written as words."""

    number: int
    kind: Literal["count"] = "count"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in whole minor units of a currency."""

    minor: int
    currency: str = "USD"
    kind: Literal["amount"] = "amount"

    @property
    def money(self) -> Money:
        """The amount as money."""
        return Money(self.minor, self.currency)


@dataclass(frozen=True, slots=True)
class PerCent:
    """A share in basis points, written as per cent."""

    basis_points: int
    kind: Literal["share"] = "share"


@dataclass(frozen=True, slots=True)
class Day:
    """A day."""

    day: date
    kind: Literal["day"] = "day"


@dataclass(frozen=True, slots=True)
class MomentText:
    """A moment, written in UTC."""

    moment: datetime
    kind: Literal["moment"] = "moment"


@dataclass(frozen=True, slots=True)
class Listing:
    """Values one after the other, the last joined by "and"."""

    values: tuple["Text", ...]
    kind: Literal["listing"] = "listing"


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Texts of the record one after the other, which no word of a language joins."""

    values: tuple["Text", ...]
    kind: Literal["enumeration"] = "enumeration"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message of the catalogues with its values by name.

    `several` is the message for other numbers than one, `number` the number that decides.
    """

    message: str
    values: tuple[tuple[str, "Text"], ...] = ()
    several: str = ""
    number: int | None = None
    kind: Literal["sentence"] = "sentence"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the foot of the page, called where it stands in a text."""

    words: tuple["Text", ...]
    kind: Literal["footnote"] = "footnote"


Text = Annotated[
    PlainText
    | TranslatedText
    | Name
    | Count
    | Amount
    | PerCent
    | Day
    | MomentText
    | Listing
    | Enumeration
    | Sentence
    | Footnote,
    Field(discriminator="kind"),
]
"""A piece of text."""
Words = tuple[Text, ...]
"""Pieces of text one after the other, with a blank between sentences."""


TextOfPeople = PlainText | TranslatedText
"""A text that people have typed, in one language or in several."""


def changed(text: TextOfPeople, change: Callable[[str], str]) -> TextOfPeople:
    """Return a text of people with each language changed alike, such as cut, or after a code."""
    if isinstance(text, PlainText):
        return PlainText(change(text.text))
    others = tuple((language, change(own)) for language, own in text.translations)
    return TranslatedText(change(text.text), text.written_in, others)


def sentence(message: str, **values: Text) -> Sentence:
    """Return a sentence; `message` is collected for the catalogues."""
    return Sentence(message, tuple(values.items()))


def counted(one: str, several: str, number: int, **values: Text) -> Sentence:
    """Return a sentence about a number, which is its value `count`.

    Each counted noun has a whole message of its own; both forms are collected for the catalogues.
    """
    return Sentence(one, (("count", Count(number)), *values.items()), several, number)
