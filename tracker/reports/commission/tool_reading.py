"""The reading of the tools: which were worked with, and how they reached their readers."""

from tracker.assistance.dissemination_counts import DisseminationBy, UnitCounts
from tracker.assistance.states import DisseminationMeans
from tracker.assistance.work_in_period import under_way
from tracker.reports.commission.figures import ToolOfPeriod, Tools
from tracker.reports.content.texts import Name, NameKind, Sentence, Text
from tracker.resolution.work_record import read_work
from tracker.totals.chart_data.dissemination_words import code_member, means_name
from tracker.totals.dimensions import Dimension
from tracker.totals.dissemination_figures import read_dissemination
from tracker.totals.page_source import PageSource

NOTHING = UnitCounts()


def read_tools(source: PageSource) -> Tools:
    """Read the tools of a source's period, and what was disseminated in the period before."""
    table = read_dissemination(source, DisseminationBy.TOOL)
    by_tool = {row.code: row.counts for row in table.rows}
    worked_with: dict[str, int] = {}
    for activity in under_way(read_work(source).activities, source.query.span()):
        for code in activity.tools:
            worked_with[code] = worked_with.get(code, 0) + 1
    before = source.before
    means = read_dissemination(source, DisseminationBy.MEANS)
    return Tools(
        now=table.all,
        before=None if before is None else read_dissemination(before).all,
        by_tool=tuple(
            ToolOfPeriod(
                code,
                source.reader.label(Dimension.TOOL, code),
                worked_with.get(code, 0),
                by_tool.get(code, NOTHING),
            )
            for code in sorted(worked_with.keys() | by_tool.keys())
        ),
        by_means=tuple(
            (row.code, Sentence(means_name(DisseminationMeans(row.code))), row.counts)
            for row in means.rows
        ),
        by_language=tuple(
            (row.code, _language(source, row.code), row.counts)
            for row in read_dissemination(source, DisseminationBy.LANGUAGE).rows
        ),
    )


def _language(source: PageSource, code: str) -> Text:
    """Return the name of a language; a message where none is given."""
    name = code_member(source, DisseminationBy.LANGUAGE, code).label
    return Name(NameKind.LANGUAGE, code, name) if code else Sentence(name)
