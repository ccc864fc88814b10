"""Numbers of a document: paragraphs through the whole, headings by level, points by letter."""

from collections.abc import Iterator, Mapping

from tracker.reports.content.blocks import NumberedParagraph, ReportChart, ReportTable
from tracker.reports.content.report import ReportTree

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def paragraph_numbers(report: ReportTree) -> Mapping[str, int]:
    """Return the number of each paragraph by its id: they go on over headings and annexes."""
    paragraphs = (block for block in report.blocks if isinstance(block, NumberedParagraph))
    return {paragraph.id: number for number, paragraph in enumerate(paragraphs, 1)}


def block_numbers(report: ReportTree, kind: type[ReportTable | ReportChart]) -> Mapping[str, int]:
    """Return the numbers of all tables, or of all charts, by their ids."""
    found = (block for block in report.blocks if isinstance(block, kind))
    return {block.id: number for number, block in enumerate(found, 1)}


def heading_numbers(report: ReportTree) -> Mapping[str, str]:
    """Return the number of each heading by its section's id: I, II, and A, B below them."""
    return {**dict(_of_sections(report)), **dict(_of_annexes(report))}


def roman(number: int) -> str:
    """Return a number from 1 to 39 in Roman figures."""
    text = ""
    for value, sign in _ROMAN:
        while number >= value:
            text, number = text + sign, number - value
    return text


def letter(place: int) -> str:
    """Return the letter of a point by its place from 0; after z come aa and ab."""
    rounds, rest = divmod(place, len(_LETTERS))
    return _LETTERS[rest] if not rounds else letter(rounds - 1) + _LETTERS[rest]


def _of_sections(report: ReportTree) -> Iterator[tuple[str, str]]:
    top = below = 0
    for section in report.sections:
        if section.level == 1:
            top, below = top + 1, 0
            yield section.id, roman(top)
        else:
            yield section.id, letter(below).upper()
            below += 1


def _of_annexes(report: ReportTree) -> Iterator[tuple[str, str]]:
    for number, annex in enumerate(report.annexes, 1):
        yield annex.id, roman(number)
