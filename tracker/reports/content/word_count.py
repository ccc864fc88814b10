"""The words of a report as documents of the United Nations count them."""

from collections.abc import Callable, Iterator

from tracker.reports.content.blocks import NumberedParagraph, Point, Quotation
from tracker.reports.content.report import ReportTree
from tracker.reports.content.texts import Words

MOST_WORDS = 8_500
"""The words that a document may have; more are warned of, never refused."""


def count_words(report: ReportTree, written: Callable[[Words], str]) -> int:
    """Count the words of the body as `written` in a language with blanks between words.

    Annexes, tables, charts and footnotes do not count.
    """
    return sum(len(written(words).split()) for words in _body(report))


def _body(report: ReportTree) -> Iterator[Words]:
    """Yield the texts that count: summary, headings, paragraphs with points, quotations."""
    for paragraph in report.summary:
        yield from _of_paragraph(paragraph)
    for section in report.sections:
        yield (section.title,)
        for block in section.blocks:
            if isinstance(block, NumberedParagraph):
                yield from _of_paragraph(block)
            elif isinstance(block, Quotation):
                yield block.words


def _of_paragraph(paragraph: NumberedParagraph) -> Iterator[Words]:
    yield paragraph.words
    yield from _of_points(paragraph.points)


def _of_points(points: tuple[Point, ...]) -> Iterator[Words]:
    for point in points:
        yield point.words
        yield from _of_points(point.points)
