"""What a reader takes from a figure: files, a permanent link, citations, codes to embed it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import escape

from dashboards.blocks import BlockTable
from dashboards.charts.chart import Chart, ChartSpec
from dashboards.figure_facts import FigureFacts, citation, facts_of_chart, short_citation
from dashboards.fixed_dates import fixed_addresses
from dashboards.pages.page_spec import PageSpec
from dashboards.question import FACTS, Addresses, Question
from tracker.people.permissions import ANYONE
from tracker.words import say

PIXELS = 16  # of a rem
ROOM, LIST = 380, 320  # pixels around a figure; of a table in place of one


class FileLink(NamedTuple):
    """A file of a figure: what it is, and its address."""

    label: str
    href: str


class CopiedText(NamedTuple):
    """A text to copy: the end of its id, its label, a hint.

    `is_code` tells that it is an address or code, which runs from left to right in every script.
    """

    id: str
    label: str
    text: str
    hint: str = ""
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class TakeFigure:
    """The files of a figure and the texts to copy."""

    files: tuple[FileLink, ...]
    texts: tuple[CopiedText, ...]


def take_chart(question: Question, spec: PageSpec, one: ChartSpec[Any], chart: Chart) -> TakeFigure:
    """Return what a reader takes from a chart of a page."""
    addresses = question.addresses
    names = [("CSV", ".csv"), ("XLSX", ".xlsx")]
    drawn = [("SVG", ".svg"), ("PNG", ".png")] if chart.figure else []
    files = [
        FileLink(label, addresses.file(spec.name, one.name, ending))
        for label, ending in [*names, *drawn]
    ]
    if chart.figure:
        files.append(FileLink("JSON (Plotly)", addresses.plotly(spec.name, one.name)))
    about = FileLink(say("Facts of the files (JSON)"), addresses.file(spec.name, one.name, FACTS))
    facts = facts_of_chart(question, spec, one.name, chart.title, chart.unit)
    return TakeFigure((*files, about), (*texts_of(facts), *_codes(question, spec, one, chart)))


def block_files(
    addresses: Addresses, page: str, block: str, table: BlockTable
) -> tuple[FileLink, ...]:
    """Return the files of a table of a block; none of a table without rows."""
    if not table.whole.rows:
        return ()
    name = f"{block}/{table.file_name}"
    endings = (("CSV", ".csv"), ("XLSX", ".xlsx"), (say("Facts of the files (JSON)"), FACTS))
    return tuple(FileLink(label, addresses.file(page, name, ending)) for label, ending in endings)


def _codes(
    question: Question, spec: PageSpec, one: ChartSpec[Any], chart: Chart
) -> Iterator[CopiedText]:
    """Yield the codes with which another site shows a figure that everybody may see."""
    if not one.open_to(ANYONE, question.asked.query):
        return
    hint = say("For a page of another site; it shows what everybody may see.")
    for name, label, addresses in (
        ("embed", say("Embed it, up to date each day"), question.addresses),
        ("embed-fixed", say("Embed it with its dates fixed"), fixed_addresses(question)),
    ):
        path = addresses.embedded(spec.name, one.name, question.reader.locale)
        address = f"{question.provenance.site}{path}"
        yield CopiedText(name, label, _frame(address, chart), hint, is_code=True)


def _frame(address: str, chart: Chart) -> str:
    """Return the code of a frame that has room for a chart."""
    height = ROOM + (chart.height * PIXELS if chart.figure else LIST)
    return (
        f'<iframe src="{escape(address)}" title="{escape(chart.title)}" width="100%"'
        f' height="{height}" loading="lazy"></iframe>'
    )


def take_rows(facts: FigureFacts, csv: str, xlsx: str, about: str) -> TakeFigure:
    """Return what a reader takes from the rows behind a figure, by the addresses of their files."""
    files = (
        FileLink("CSV", csv),
        FileLink("XLSX", xlsx),
        FileLink(say("Facts of the files (JSON)"), about),
    )
    return TakeFigure(files, texts_of(facts))


def texts_of(facts: FigureFacts) -> tuple[CopiedText, ...]:
    """Return the permanent link and the citations of a view."""
    hint = say("Exactly this view: what is recorded later does not change it.")
    return (
        CopiedText("link", say("Permanent link"), facts.link, hint, is_code=True),
        CopiedText("citation", say("Citation"), citation(facts)),
        CopiedText("short-citation", say("Short citation"), short_citation(facts)),
    )
