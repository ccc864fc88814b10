"""Titles in answers: in the language that a program asks for, else the original, marked.

A program asks by `lang` or by Accept-Language. One that asks for no language gets the original.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple, Self

from flask import Response, has_request_context
from pydantic import Field, model_validator

from tracker.api.answers import Answer
from tracker.assistance.title_book import TitledKind
from tracker.http.language import asked_language
from tracker.http.own_titles import kept_title
from tracker.reference.languages import TextLanguage

LANG = "The language of the title; null where it is not known."


class TitleField(NamedTuple):
    """A field with the title of a record, that with its code, and the kind of the record."""

    title: str
    code: str
    kind: TitledKind

    @property
    def lang(self) -> str:
        """The field with the language of the title."""
        return f"{self.title}_lang"


class TitledAnswer(Answer):
    """An answer with titles of records, each with its language beside it."""

    TITLES: ClassVar[tuple[TitleField, ...]] = ()

    @model_validator(mode="after")
    def in_asked_language(self) -> Self:
        """Give each title in the language asked for, else the original."""
        if has_request_context():
            for field in self.TITLES:
                self._give(field)
        return self

    def _give(self, field: TitleField) -> None:
        """Give one title; one of which no language is known stays."""
        kept = kept_title(field.kind, getattr(self, field.code))
        if kept is None:
            return
        asked = asked_language() or ""
        own = kept.others.get(asked, "")
        setattr(self, field.title, own or kept.title)
        lang = asked if own else kept.written_in
        setattr(self, field.lang, TextLanguage(lang) if lang else None)


class TextInLanguage(Answer):
    """A title and a description in one language."""

    language: TextLanguage
    title: str
    description: str


class TextsAnswer(TitledAnswer):
    """An answer about one record with its title and description in all languages."""

    title: str
    title_lang: TextLanguage | None = Field(None, description=LANG)
    description: str
    description_lang: TextLanguage | None = Field(
        None, description="The language of the description; null where it is not known."
    )
    written_in: TextLanguage | None = Field(description="The language of the original.")
    texts: list[TextInLanguage] = Field(
        description="Title and description in all languages, the original among them."
    )

    @model_validator(mode="after")
    def describe(self) -> Self:
        """Give all texts, and the description in the language asked for, else the original."""
        given = self.description_lang is not None  # an answer is looked at again when it is written
        if self.written_in is None or given or not has_request_context():
            return self
        original, own = self.description, _described(self.texts, asked_language())
        self.description, self.description_lang = own or (original, self.written_in)
        kept = kept_title(self.TITLES[0].kind, getattr(self, self.TITLES[0].code))
        title = self.title if kept is None else kept.title
        first = TextInLanguage(language=self.written_in, title=title, description=original)
        self.texts = sorted((first, *self.texts), key=lambda one: one.language)
        return self


def mark_language(response: Response) -> Response:
    """Tell for which language an answer was written, where a program asked for one."""
    asked = asked_language()
    if asked and response.status_code == 200 and response.is_json:  # noqa: PLR2004 - an HTTP status
        response.headers["Content-Language"] = asked
    response.vary.add("Accept-Language")
    return response


def _described(texts: Iterable[Any], asked: str | None) -> tuple[str, TextLanguage] | None:
    """Return the description in a language; None where there is none."""
    for one in texts:
        if one.language == asked and one.description:
            return one.description, one.language
    return None
