"""The head of a document: organ, symbol, distribution, day, session and agenda item."""

from collections.abc import Iterator, Mapping

from babel import Locale

from tracker.reports.content.report import Masthead, ReportKind, ReportTree
from tracker.reports.content.texts import Day, PlainText, Sentence, sentence
from tracker.reports.renderings import pandoc_nodes as nodes
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.pandoc_nodes import Inlines, Node
from tracker.reports.renderings.styles import Style
from tracker.reports.renderings.text_languages import in_its_language
from tracker.reports.spelling.speller import Speller

NOT_ISSUED: Mapping[ReportKind, Sentence] = {
    ReportKind.COMMISSION: sentence("Draft, not issued"),
    ReportKind.STATEMENT: sentence("Not issued: a summary of the record, not a statement"),
    ReportKind.BRIEF: sentence("Not issued: a summary of the record"),
}
"""What a copy says of itself before its report is issued."""


def masthead_blocks(report: ReportTree, speller: Speller, form: Format) -> Iterator[Node]:
    """Yield the lines of the head; what nobody has typed is left out."""
    lines = list(_lines(report.masthead, speller, form))
    if lines:
        paragraphs = [nodes.para(own) for own in lines]
        yield nodes.styled(Style.MASTHEAD, *paragraphs, classes=["masthead"])


def notices(report: ReportTree, speller: Speller) -> tuple[str, ...]:
    """Return what stands in the header of each page: the symbol, and what kind of copy it is."""
    lines = [speller.text(PlainText(report.masthead.symbol))]
    if report.facts.is_issued and report.kind is ReportKind.STATEMENT:
        lines.append(speller.say("Issued statement"))
    if not report.facts.is_issued:
        lines.append(speller.text(NOT_ISSUED[report.kind]))
    if report.facts.is_illustrative:
        lines.append(speller.say("Illustrative figures: no real contribution is behind them"))
    if speller.language != report.masthead.original:
        lines.append(speller.say("Unofficial translation"))
    return tuple(line for line in lines if line)


def _lines(head: Masthead, speller: Speller, form: Format) -> Iterator[Inlines]:
    if head.organ:
        yield [nodes.strong(nodes.text(speller.text(head.organ)))]
    if head.symbol:
        yield nodes.text(speller.text(PlainText(head.symbol)))
    if head.distribution:
        yield nodes.text(speller.say("Distr.: %(kind)s", kind=PlainText(head.distribution)))
    if head.dated_on:
        yield nodes.text(speller.text(Day(head.dated_on)))
    if head.organ or head.symbol:
        language = Locale.parse(speller.language).languages.get(head.original, head.original)
        yield nodes.text(speller.say("Original: %(language)s", language=PlainText(language)))
    if head.session:
        yield nodes.text(speller.text(head.session))
    if head.place_and_dates:
        yield nodes.text(speller.words(head.place_and_dates))
    yield from _agenda(head, speller, form)


def _agenda(head: Masthead, speller: Speller, form: Format) -> Iterator[Inlines]:
    """Yield the agenda item, its footnote called by its number, and its title."""
    if head.agenda_item:
        number = PlainText(head.agenda_item)
        item = sentence("Item %(number)s of the provisional agenda", number=number)
        noted = (
            [nodes.note(nodes.text(speller.text(PlainText(head.agenda_note))))]
            if head.agenda_note
            else []
        )
        yield [*nodes.text(speller.text(item)), *noted]
    if head.agenda_title:
        title = in_its_language(head.agenda, speller.text(head.agenda), speller, form)
        yield [nodes.strong(title)]
