"""The colours of the style sheets by name, for figures that are drawn without them."""

import re
from typing import Any

from tracker.drawings.palette import palette

REFERENCE = re.compile(r"var\(--([a-z0-9-]+)\)")


def resolved(value: Any) -> Any:  # noqa: ANN401 - a figure is nested lists and dictionaries
    """Replace each var(--name) in a figure by its value. Raises KeyError for an unknown name."""
    if isinstance(value, str):
        whole = REFERENCE.fullmatch(value)
        return palette()[whole[1]] if whole else value
    if isinstance(value, dict):
        return {key: resolved(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [resolved(inner) for inner in value]
    return value


def theme() -> dict[str, Any]:
    """Return the template of figures: font, paper and axes as on the pages."""
    axis = {
        "gridcolor": "var(--line)",
        "zerolinecolor": "var(--line-strong)",
        "linecolor": "var(--line-strong)",
        "automargin": True,
        "zeroline": True,
    }
    layout: dict[str, Any] = resolved(
        {
            "font": {"family": "var(--sans)", "size": 13, "color": "var(--ink)"},
            "paper_bgcolor": "var(--paper)",
            "plot_bgcolor": "var(--paper)",
            "hoverlabel": {
                "bgcolor": "var(--paper)",
                "bordercolor": "var(--line-strong)",
                "font": {"color": "var(--ink)", "size": 13},
                "align": "left",
            },
            "xaxis": axis,
            "yaxis": axis,
        }
    )
    return {"layout": layout}
