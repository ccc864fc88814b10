"""The places of a draft at which an editor can write: paragraphs, and the end of each section."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tracker.assistance.texts import LocalText
from tracker.reference.languages import TextLanguage
from tracker.reports.content.blocks import NumberedParagraph
from tracker.reports.content.report import ReportTree
from tracker.reports.content.texts import Words
from tracker.reports.register.written_texts import AT_END, EditorsText, WrittenText
from tracker.reports.spelling.names import ORIGINAL
from tracker.reports.spelling.speller import Speller


class TextPlace(NamedTuple):
    """A place: its anchor, the heading above it, what was drawn there, what an editor has written.

    `drawn` is in the original language of the report, of `words`. None stands for what nobody has
    written.
    """

    anchor: str
    heading: str
    drawn: str
    words: Words
    written: EditorsText | None

    @property
    def text(self) -> LocalText:
        """What an editor begins with."""
        text = self.written.text if self.written else self.drawn
        return LocalText(text, self.written_in or "")

    @property
    def others(self) -> tuple[LocalText, ...]:
        """What was drawn, in the languages that are not the report's original."""
        codes = (one.value for one in TextLanguage if self.words and one.value != ORIGINAL)
        return tuple(LocalText(Speller(code).words(self.words), code) for code in codes)

    @property
    def written_in(self) -> TextLanguage | None:
        """The language of that."""
        return self.written.written_in if self.written else TextLanguage(ORIGINAL)

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages in which what an editor has written cannot be read.

        Of a text of which nobody has said the language nothing is known.
        """
        if self.written is None or self.written.written_in is None:
            return ()
        return tuple(one for one in TextLanguage if one not in self.written.languages)


def places_of(drawn: ReportTree, texts: Mapping[str, WrittenText]) -> list[TextPlace]:
    """Return the places of a draft in their order."""
    return list(_places(drawn, texts, Speller(ORIGINAL)))


def _places(
    drawn: ReportTree, texts: Mapping[str, WrittenText], speller: Speller
) -> Iterator[TextPlace]:
    def place(anchor: str, heading: str, words: Words) -> TextPlace:
        kept = texts.get(anchor)
        own = speller.words(words)
        return TextPlace(anchor, heading, own, words, kept.own if kept else None)

    summary = speller.say("Summary")
    for paragraph in drawn.summary:
        yield place(paragraph.id, summary, paragraph.words)
    for section in drawn.all_sections:
        heading = speller.text(section.title)
        for block in section.blocks:
            if isinstance(block, NumberedParagraph):
                yield place(block.id, heading, block.words)
        yield place(section.id + AT_END, heading, ())
