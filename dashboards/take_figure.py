"""What a reader takes from a figure: its files, a permanent link, citations."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from dashboards.charts.chart import Chart, ChartSpec
from dashboards.figure_facts import FigureFacts, citation, facts_of_chart, short_citation
from dashboards.pages.page_spec import PageSpec
from dashboards.question import FACTS, Question
from tracker.words import say


class FileLink(NamedTuple):
    """A file of a figure: what it is, and its address."""

    label: str
    href: str


class CopiedText(NamedTuple):
    """A text to copy: the end of its id, its label, a hint."""

    id: str
    label: str
    text: str
    hint: str = ""


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
    return TakeFigure((*files, about), texts_of(facts))


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
        CopiedText("link", say("Permanent link"), facts.link, hint),
        CopiedText("citation", say("Citation"), citation(facts)),
        CopiedText("short-citation", say("Short citation"), short_citation(facts)),
    )
