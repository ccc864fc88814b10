"""The charts of a report as pictures: by the renderer of chart data for paper."""

from collections.abc import Mapping
from pathlib import Path

from tracker.drawings.picture import Caption, PictureFormat, picture_of
from tracker.reports.content.blocks import ReportChart
from tracker.reports.content.charts import shape_of
from tracker.reports.content.report import ReportTree
from tracker.reports.spelling.speller import Speller


def charts_of(report: ReportTree) -> tuple[ReportChart, ...]:
    """Return the charts of a report in their order."""
    return tuple(block for block in report.blocks if isinstance(block, ReportChart))


def draw_charts(
    report: ReportTree, speller: Speller, form: PictureFormat, folder: Path
) -> Mapping[str, str]:
    """Draw the charts into files of a folder; return the file's name by the chart's id."""
    names = {}
    for place, chart in enumerate(charts_of(report), 1):
        name = f"chart-{place}.{form}"
        (folder / name).write_bytes(picture(chart, speller, form))
        names[chart.id] = name
    return names


def picture(chart: ReportChart, speller: Speller, form: PictureFormat) -> bytes:
    """Draw one chart; its title stands in the document's caption."""
    shape = shape_of(chart, speller.text)
    return picture_of(shape, Caption(""), speller.formatter, form, from_right=speller.from_right)
