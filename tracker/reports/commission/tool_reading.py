"""The reading of the tools: which were worked with, and how they reached their readers."""

from tracker.assistance.dissemination_counts import DisseminationBy, UnitCounts
from tracker.assistance.states import DisseminationMeans
from tracker.assistance.work_in_period import under_way
from tracker.reports.commission.figures import ToolOfPeriod, Tools
from tracker.reports.content.texts import Sentence
from tracker.resolution.work_record import read_work
from tracker.totals.chart_data.dissemination_words import means_name
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
    )
