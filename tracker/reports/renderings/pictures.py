"""The charts of a report as pictures: by the renderer of chart data for paper."""

from collections.abc import Mapping
from pathlib import Path

from tracker.drawings.picture import Caption, PictureFormat, picture_of
from tracker.reports.content.blocks import ReportChart
from tracker.reports.content.charts import shape_of
from tracker.reports.content.report import ReportKind, ReportTree
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
        (folder / name).write_bytes(picture(chart, speller, form, low=is_low(report)))
        names[chart.id] = name
    return names


def is_low(report: ReportTree) -> bool:
    """Tell whether charts are low: a brief is one page."""
    return report.kind is ReportKind.BRIEF


def picture(
    chart: ReportChart, speller: Speller, form: PictureFormat, *, low: bool = False
) -> bytes:
    """Draw one chart; its title stands in the document's caption."""
    shape, to_left = shape_of(chart, speller.text), speller.from_right
    return picture_of(shape, Caption(""), speller.formatter, form, from_right=to_left, low=low)
