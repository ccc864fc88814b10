"""Texts of editors in a report's tree: in place of a paragraph, or at the end of a section."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from pydantic import TypeAdapter

from tracker.assistance.texts import language_faults
from tracker.errors import Fault, cell_name
from tracker.reference.languages import TextLanguage
from tracker.reports.content.blocks import Block, NumberedParagraph, ReportSection
from tracker.reports.content.report import ReportTree
from tracker.reports.content.texts import PlainText, TextOfPeople, TranslatedText
from tracker.words import say

AT_END = "+"
"""Follows the id of a section at whose end a text stands."""
LONGEST_TEXT = 40_000
"""The most letters of a text in one language."""
_BLANK_LINES = re.compile(r"\n\s*\n")
_PARAGRAPH: TypeAdapter[NumberedParagraph] = TypeAdapter(NumberedParagraph)


class TextTranslation(NamedTuple):
    """A text in another language than the original."""

    language: TextLanguage
    text: str


@dataclass(frozen=True, slots=True)
class EditorsText:
    """A text as an editor types it: the original, its language, and its translations.

    The language is None where nobody has said it. Blank lines part the paragraphs.
    """

    text: str
    written_in: TextLanguage | None = None
    translations: tuple[TextTranslation, ...] = ()

    @property
    def languages(self) -> frozenset[str]:
        """The languages in which it can be read."""
        own = {self.written_in} if self.written_in else set()
        return frozenset({*own, *(one.language for one in self.translations)})


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text with its anchor, and the digest of what was drawn there when it was written."""

    anchor: str
    own: EditorsText
    of_digest: str = ""


def with_texts(report: ReportTree, texts: Mapping[str, WrittenText]) -> ReportTree:
    """Return a tree with the texts of editors, in all their languages."""
    return replace(
        report,
        summary=tuple(
            one for one in _replaced(report.summary, texts) if isinstance(one, NumberedParagraph)
        ),
        sections=tuple(_section(one, texts) for one in report.sections),
        annexes=tuple(_section(one, texts) for one in report.annexes),
    )


def anchors(report: ReportTree) -> Mapping[str, str]:
    """Return the anchors at which a text can stand, with the digest of what is drawn there."""
    paragraphs = [*report.summary, *report.blocks]
    own = {
        one.id: digest_of_paragraph(one) for one in paragraphs if isinstance(one, NumberedParagraph)
    }
    return {**own, **{section.id + AT_END: "" for section in report.all_sections}}


def parted(text: str) -> list[str]:
    """Return the paragraphs of a text, which blank lines part, each as one line."""
    parts = (" ".join(part.split()) for part in _BLANK_LINES.split(text.replace("\r", "")))
    return [part for part in parts if part]


def editors_text_faults(own: EditorsText) -> list[Fault]:
    """Return the faults of an editor's text in its languages.

    A translation has the paragraphs of the original: they have one number in all languages.
    """
    faults = language_faults(own.written_in, [one.language for one in own.translations])
    if own.translations and not own.text.strip():
        faults.append(Fault("text", say("write the original: only what is there is translated")))
    faults += _too_long("text", own.text)
    expected = len(parted(own.text))
    for row, one in enumerate(own.translations):
        field, number = cell_name("texts", row, "text"), len(parted(one.text))
        faults += _too_long(field, one.text)
        if not number:
            faults.append(Fault(field, say("write the text in this language, or take it away")))
        elif expected and number != expected:
            why = say(
                "paragraphs here: %(number)s, in the original: %(expected)s; "
                "they have the same numbers in all languages, and blank lines part them",
                number=number,
                expected=expected,
            )
            faults.append(Fault(field, why))
    return faults


def untranslated(report: ReportTree, texts: Mapping[str, WrittenText]) -> dict[str, int]:
    """Count the texts that a document has in another language than its own, by language.

    A text whose place the drawn report has no more is in no document.
    """
    there = anchors(report)
    own = [
        one.own
        for anchor, one in texts.items()
        if anchor in there and one.own.written_in is not None
    ]
    counts = {
        language.value: sum(language not in one.languages for one in own)
        for language in TextLanguage
    }
    return {language: number for language, number in counts.items() if number}


def _too_long(field: str, text: str) -> list[Fault]:
    if len(text) <= LONGEST_TEXT:
        return []
    return [Fault(field, say("the text is too long: %(most)s letters fit", most=LONGEST_TEXT))]


def changed_under(report: ReportTree, texts: Mapping[str, WrittenText]) -> frozenset[str]:
    """Return the anchors of texts under which the drawn paragraph has changed since, or is gone."""
    now = anchors(report)
    return frozenset(
        anchor
        for anchor, own in texts.items()
        if own.of_digest and now.get(anchor) != own.of_digest
    )


def digest_of_paragraph(paragraph: NumberedParagraph) -> str:
    """Return the SHA-256 of a paragraph's words and values."""
    plain = _PARAGRAPH.dump_python(paragraph, mode="json")
    plain.pop("behind")
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _section(section: ReportSection, texts: Mapping[str, WrittenText]) -> ReportSection:
    added = texts.get(section.id + AT_END)
    more = _paragraphs(added) if added else ()
    return replace(section, blocks=(*_replaced(section.blocks, texts), *more))


def _replaced(blocks: Iterable[Block], texts: Mapping[str, WrittenText]) -> Iterator[Block]:
    """Yield blocks, those paragraphs in whose place a text stands replaced by its paragraphs."""
    for block in blocks:
        own = texts.get(block.id) if isinstance(block, NumberedParagraph) else None
        if own is None:
            yield block
        else:
            yield from _paragraphs(own)


def _paragraphs(own: WrittenText) -> Iterator[NumberedParagraph]:
    """Yield the paragraphs of a text, the first under its anchor's id."""
    for number, text in enumerate(_in_all_languages(own.own), 1):
        identity = own.anchor if number == 1 else f"{own.anchor}-{number}"
        yield NumberedParagraph(identity, (text,), written=True)


def _in_all_languages(own: EditorsText) -> list[TextOfPeople]:
    """Return the paragraphs of a text, each in all its languages."""
    parts = parted(own.text)
    if own.written_in is None:
        return [PlainText(part) for part in parts]
    written_in = own.written_in.value
    others = [(one.language.value, parted(one.text)) for one in sorted(own.translations)]
    return [
        TranslatedText(
            part, written_in, tuple((language, theirs[number]) for language, theirs in others)
        )
        for number, part in enumerate(parts)
    ]
