"""Figures as JSON: inside a page, and as a whole figure for other programs."""

from typing import Any

import orjson
from markupsafe import Markup

from dashboards.charts.chart import Chart
from dashboards.figures.palette import resolved, theme
from dashboards.figures.parts import Figure, plain

PIXELS = 16  # of a rem
TITLE_ROOM = 48  # pixels above a figure that carries its own title
NOTHING: Figure = {"data": [], "layout": {}}


def figure_json(figure: Any) -> Markup:  # noqa: ANN401 - a figure is nested lists and dictionaries
    """Write a figure so that it can stand inside a script element as data."""
    text = orjson.dumps(figure).decode().replace("<", "\\u003c").replace("&", "\\u0026")
    return Markup(text)  # noqa: S704 - what could end the element is escaped above


def whole_figure(chart: Chart, about: dict[str, Any]) -> Figure:
    """Return a figure that stands alone: with title, colours and size.

    `layout.meta` holds the sentence and the definition of the chart, and `about`. A chart without
    data has no traces.
    """
    figure = NOTHING if chart.figure is None else chart.figure
    layout = figure["layout"]
    margin = layout.get("margin", {})
    return {
        "data": resolved(figure["data"]),
        "layout": {
            **resolved(layout),
            "template": theme(),
            "title": {"text": plain(chart.title), "x": 0, "xref": "paper"},
            "height": chart.height * PIXELS + TITLE_ROOM,
            "margin": {**margin, "t": margin.get("t", 0) + TITLE_ROOM},
            "showlegend": len(chart.keys) > 1,
            "meta": {
                **layout.get("meta", {}),
                "summary": chart.summary,
                "definition": chart.definition,
                "notes": list(chart.notes),
                **about,
            },
        },
    }
