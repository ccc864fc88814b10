"""The writer of a report's texts in one language."""

from dataclasses import dataclass

from babel import Locale
from babel.lists import format_list

from tracker.reports.content.texts import (
    Amount,
    Count,
    Day,
    Enumeration,
    Footnote,
    Listing,
    MomentText,
    Name,
    PerCent,
    PlainText,
    Sentence,
    Text,
    TranslatedText,
    Words,
)
from tracker.reports.spelling import numbers
from tracker.reports.spelling.names import name_in
from tracker.reports.spelling.signs import plain_signs
from tracker.totals.formatter import Formatter
from tracker.words import in_language, ngettext, say


@dataclass(frozen=True, slots=True)
class Speller:
    """Writes texts in a language: the code of one of the six.

    `tells_language` is whether a text in another language is followed by the name of that.
    """

    language: str
    tells_language: bool = True

    @property
    def from_right(self) -> bool:
        """Whether the script runs from right to left."""
        return numbers.runs_from_right(self.language)

    @property
    def formatter(self) -> Formatter:
        """The formatter of charts."""
        return numbers.formatter(self.language)

    def say(self, message: str, **values: Text) -> str:
        """Write a message of the renderings themselves, such as the heading of the annexes."""
        return self.text(Sentence(message, tuple(values.items())))

    def words(self, words: Words) -> str:
        """Write texts one after the other, without their footnotes."""
        own = (self.text(one) for one in words if not isinstance(one, Footnote))
        return " ".join(text for text in own if text)

    def text(self, text: Text) -> str:
        """Write a text; the first letter of a sentence is a capital one."""
        with in_language(self.language):
            return self._written(text)

    def cell(self, text: Text | None, *, currency_is_named: bool = False) -> str:
        """Write a cell of a table: amounts and numbers in figures.

        US dollars stand without their currency, others too where another cell names it.
        """
        if text is None:
            return numbers.NOTHING
        if isinstance(text, Count):
            return numbers.whole(text.number, self.language)
        if isinstance(text, Amount) and (currency_is_named or text.currency == "USD"):
            return numbers.amount(text.money, self.language)
        if isinstance(text, PlainText):
            return plain_signs(text.text)
        if isinstance(text, TranslatedText):
            return plain_signs(self._in_own(text)) + self.told_language(text)
        return self.text(text)

    def language_of(self, text: Text) -> str:
        """Return the language in which a text of people is written; "" for that of the document."""
        if not isinstance(text, TranslatedText) or text.in_language(self.language) is not None:
            return ""
        return text.written_in

    def told_language(self, text: Text) -> str:
        """Return what follows a text that is not in the document's language, else nothing."""
        language = self.language_of(text)
        if not language or not self.tells_language:
            return ""
        name = Locale.parse(self.language).languages[language]
        with in_language(self.language):
            return f" ({say('in %(language)s', language=name)})"

    def _in_own(self, text: TranslatedText) -> str:
        """Return a text in the language of the document, else the original."""
        own = text.in_language(self.language)
        return text.text if own is None else own

    def _sentence_of_people(self, text: str) -> str:
        """Keep the signs at the end of a Latin text there, within one that runs from the right."""
        if self.from_right and numbers.is_from_left(text):
            return f"{numbers.FROM_LEFT}{text}{numbers.FROM_LEFT_END}"
        return text

    def _written(self, text: Text) -> str:
        if isinstance(text, Sentence):
            said = self._sentence(text)
            return said[:1].upper() + said[1:]
        return self._value(text)

    def _value(self, text: Text) -> str:  # noqa: C901, PLR0911 - one line for each kind of text
        match text:
            case PlainText(own):
                return self._sentence_of_people(plain_signs(own))
            case TranslatedText():
                own = self._in_own(text)
                return self._sentence_of_people(plain_signs(own)) + self.told_language(text)
            case Name():
                return plain_signs(name_in(text, self.language))
            case Count(number):
                return numbers.in_words(number, self.language)
            case Amount():
                return numbers.amount_with_currency(text.money, self.language)
            case PerCent(points):
                return numbers.share(points, self.language)
            case Day(own):
                return numbers.day(own, self.language)
            case MomentText(own):
                return numbers.moment(own, self.language)
            case Listing(values):
                parts = [self._value(one) for one in values]
                return str(format_list(parts, locale=numbers.locale_of(self.language)))
            case Enumeration(values):
                return "; ".join(map(self._value, values))
            case Sentence():
                return self._sentence(text)
            case Footnote():
                return ""

    def _sentence(self, text: Sentence) -> str:
        values = {name: self._value(value) for name, value in text.values}
        if text.number is None:
            return say(text.message, **values)
        return ngettext(text.message, text.several, text.number, **values)
