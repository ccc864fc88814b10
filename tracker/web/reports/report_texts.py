"""The places of a draft at which an editor can write: paragraphs, and the end of each section."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tracker.reports.content.blocks import NumberedParagraph
from tracker.reports.content.report import ReportTree
from tracker.reports.register.written_texts import AT_END, WrittenText
from tracker.reports.spelling.names import ORIGINAL
from tracker.reports.spelling.speller import Speller


class TextPlace(NamedTuple):
    """A place: its anchor, the heading above it, what was drawn there, what an editor has written.

    Texts are in the original language of the report.
    """

    anchor: str
    heading: str
    drawn: str
    written: str

    @property
    def text(self) -> str:
        """What an editor begins with."""
        return self.written or self.drawn


def places_of(drawn: ReportTree, texts: Mapping[str, WrittenText]) -> list[TextPlace]:
    """Return the places of a draft in their order."""
    return list(_places(drawn, texts, Speller(ORIGINAL)))


def _places(
    drawn: ReportTree, texts: Mapping[str, WrittenText], speller: Speller
) -> Iterator[TextPlace]:
    def place(anchor: str, heading: str, drawn_text: str) -> TextPlace:
        own = texts.get(anchor)
        return TextPlace(anchor, heading, drawn_text, own.text if own else "")

    summary = speller.say("Summary")
    for paragraph in drawn.summary:
        yield place(paragraph.id, summary, speller.words(paragraph.words))
    for section in drawn.all_sections:
        heading = speller.text(section.title)
        for block in section.blocks:
            if isinstance(block, NumberedParagraph):
                yield place(block.id, heading, speller.words(block.words))
        yield place(section.id + AT_END, heading, "")
