"""Titles and descriptions in several languages: one is the original, the others translate it.

A reader gets the own language where it is there, else the original, marked by its language. Where
nobody has said in which language a text is written, nothing is marked. A report keeps all languages
of a text, and each of its documents is read like a page.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, Self

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from tracker.errors import Fault, cell_name
from tracker.reference.languages import TextLanguage
from tracker.words import say


class TextIn(NamedTuple):
    """The title and the description of a record in another language than the original."""

    language: TextLanguage
    title: str = ""
    description: str = ""

    @property
    def key(self) -> TextLanguage:
        """The language, which stands once."""
        return self.language


class Translated(Protocol):
    """A draft of a record whose title and description are kept in several languages."""

    @property
    def title(self) -> str:
        """The title in the original language."""
        ...

    @property
    def description(self) -> str:
        """The description in the original language."""
        ...

    @property
    def written_in(self) -> TextLanguage | None:
        """The original language; None where nobody has said it."""
        ...

    @property
    def texts(self) -> tuple[TextIn, ...]:
        """The texts in other languages."""
        ...


class LocalText(str):
    """A text with its language, "" where that is the reader's or not known.

    `own` tells that it is the reader's.
    """

    __slots__ = ("lang", "own")
    lang: str
    own: bool

    def __new__(cls, text: str, lang: str = "", *, own: bool = False) -> Self:
        """Make a text of a language."""
        made = super().__new__(cls, text)
        made.lang, made.own = lang, own
        return made


class KeptText(str):
    """A text in its original language, with the code of that and the translations by language."""

    __slots__ = ("others", "written_in")
    written_in: str
    others: Mapping[str, str]

    def __new__(cls, text: str, written_in: str, others: Mapping[str, str]) -> Self:
        """Make a text of a language with its translations."""
        made = super().__new__(cls, text)
        made.written_in, made.others = written_in, others
        return made


def coded(code: str, title: str, between: str = " \N{MIDDLE DOT} ") -> LocalText:
    """Return a code before its title, in the language of the title."""
    lang, own = getattr(title, "lang", ""), getattr(title, "own", False)
    return LocalText(f"{code}{between}{title}", lang, own=own)


class LocalTexts(NamedTuple):
    """The title and the description as a reader gets them."""

    title: LocalText
    description: LocalText


def text_faults(draft: Translated) -> list[Fault]:
    """Return the faults of the texts in other languages."""
    faults = language_faults(draft.written_in, [one.language for one in draft.texts])
    for row, one in enumerate(draft.texts):
        if not one.title.strip() and not one.description.strip():
            why = say("a translation has a title or a description")
            faults.append(Fault(cell_name("texts", row, "title"), why))
    return faults


def language_faults(
    written_in: TextLanguage | None, others: Sequence[TextLanguage], part: str = "texts"
) -> list[Fault]:
    """Return the faults of the languages of a text: the original's, and those of translations.

    `part` is the field with a row for each translation.
    """
    faults = []
    if others and written_in is None:
        why = say("say in which language the original is written")
        faults.append(Fault("written_in", why))
    seen = {written_in}
    for row, language in enumerate(others):
        if language in seen:
            why = say("each language stands once, and the original is none of them")
            faults.append(Fault(cell_name(part, row, "language"), why))
        seen.add(language)
    return faults


def text_columns(draft: Translated) -> dict[str, Any]:
    """Return the columns of a row that hold the texts in other languages."""
    kept = [{name: str(value) for name, value in one._asdict().items()} for one in draft.texts]
    return {"written_in": draft.written_in and draft.written_in.value, "texts": kept or None}


def read_texts(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row with the columns of texts
    """Return the fields of a draft that a row's columns of texts hold."""
    written = TextLanguage(row.written_in) if row.written_in else None
    return {"written_in": written, "texts": texts_of(row.texts)}


def texts_of(kept: Iterable[Mapping[str, str]] | None) -> tuple[TextIn, ...]:
    """Return texts of a column, in the order of their languages."""
    found = (
        TextIn(TextLanguage(one["language"]), one["title"], one["description"])
        for one in kept or ()
    )
    return tuple(sorted(found))


def recorded_titles(kept: Iterable[Sequence[str]] | None) -> dict[str, str]:
    """Return the titles by language of texts as the trail has them, each a row of its values."""
    found = (TextIn(TextLanguage(row[0]), *row[1:]) for row in kept or ())
    return {one.language.value: one.title for one in found if one.title}


def local_texts(draft: Translated, locale: str) -> LocalTexts:
    """Return the title and the description in a reader's language, else the original, marked."""
    own = next((one for one in draft.texts if one.language == locale), None)
    kept = (own.title, own.description) if own else ("", "")
    original = draft.written_in or ""
    title, description = (
        shown_text(text, original, translated, locale)
        for text, translated in zip((draft.title, draft.description), kept, strict=True)
    )
    return LocalTexts(title, description)


def kept_text(text: str, written_in: str | None, others: Mapping[str, str]) -> str:
    """Return a text with its languages; as it is where nobody has said in which it is written."""
    return KeptText(text, written_in, others) if written_in else text


def kept_description(draft: Translated) -> str:
    """Return the description of a record in all its languages."""
    others = {one.language.value: one.description for one in draft.texts if one.description}
    return kept_text(draft.description, draft.written_in, others)


def shown_text(text: str, original: str, translated: str, locale: str) -> LocalText:
    """Return a translation where there is one, else a text in its original language, marked."""
    if translated:
        return LocalText(translated, own=True)
    is_own = original == locale
    return LocalText(text, "" if is_own else original, own=is_own)


def local_titles(
    session: Session,
    table: Any,  # noqa: ANN401 - a table with texts
    codes: Collection[str],
    locale: str,
) -> dict[str, LocalText]:
    """Return the titles of those records that say something of languages, in one statement."""
    columns = (table.code, table.title, table.written_in, table.texts)
    statement = select(*columns).where(*_with_languages(table, codes))
    return {
        code: _title(title, written_in or "", kept, locale)
        for code, title, written_in, kept in session.exec(statement)
    }


class FoundTexts(NamedTuple):
    """The texts of a record as a reader gets them, the original description and its language."""

    shown: LocalTexts
    original: str
    written_in: str


def found_texts(
    session: Session,
    table: Any,  # noqa: ANN401 - a table with texts
    codes: Collection[str],
    locale: str,
) -> dict[str, FoundTexts]:
    """Return the texts of those records that say something of languages, in one statement."""
    statement = select(table).where(*_with_languages(table, codes))
    return {
        row.code: FoundTexts(
            local_texts(_Row(row.title, row.description, **read_texts(row)), locale),
            row.description,
            row.written_in or "",
        )
        for row in session.exec(statement)
    }


def _with_languages(
    table: Any,  # noqa: ANN401 - a table with texts
    codes: Collection[str],
) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a row has one of the codes and says something of languages."""
    says = or_(col(table.texts).is_not(None), col(table.written_in) != "")
    return col(table.code).in_(codes), says


class _Row(NamedTuple):
    """The texts of a row."""

    title: str
    description: str
    written_in: TextLanguage | None
    texts: tuple[TextIn, ...]


def every_text(draft: Translated) -> tuple[str, ...]:
    """Return the titles and descriptions of a record in all languages, for a search."""
    others = (text for one in draft.texts for text in (one.title, one.description))
    return tuple(text for text in (draft.title, draft.description, *others) if text)


def _title(title: str, original: str, kept: Any, locale: str) -> LocalText:  # noqa: ANN401 - JSON
    """Return a title in a language, else the original."""
    own = next((one["title"] for one in kept or () if one["language"] == locale), "")
    return shown_text(title, original, own, locale)
