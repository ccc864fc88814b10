"""A map of the world, shaded by amounts."""

from collections.abc import Sequence
from typing import NamedTuple

from dashboards.figures.parts import Figure, plain
from tracker.totals.formatter import Formatter

LAND = "var(--paper-soft)"
CLASSES = 5
CENTS = 100


class Place(NamedTuple):
    """A State or area with its amount in US cents, and its address."""

    iso3: str
    label: str
    minor: int
    href: str = ""


def world(places: Sequence[Place], formatter: Formatter) -> Figure:
    """Shade the countries in a few classes, each holding about as many countries."""
    amounts = sorted(place.minor for place in places)
    classes = min(CLASSES, len(set(amounts))) or 1
    limits = [amounts[len(amounts) * number // classes] for number in range(classes)] or [0]
    limits = sorted(set(limits))
    shades = [_class(place.minor, limits) for place in places]
    return {
        "data": [
            {
                "type": "choropleth",
                "locationmode": "ISO-3",
                "locations": [place.iso3 for place in places],
                "z": shades,
                "zmin": -0.5,
                "zmax": len(limits) - 0.5,
                "colorscale": _scale(len(limits)),
                "marker": {"line": {"color": "var(--paper)", "width": 0.5}},
                "colorbar": {
                    "orientation": "h",
                    "thickness": 10,
                    "len": 0.6,
                    "x": 0,
                    "xanchor": "left",
                    "y": -0.02,
                    "yanchor": "top",
                    "outlinewidth": 0,
                    "tickvals": list(range(len(limits))),
                    "ticktext": [f"≥ {plain(formatter.tick(limit))}" for limit in limits],
                    "tickangle": 0,
                },
                "customdata": [
                    plain(f"{place.label}: {formatter.exact(place.minor)}") for place in places
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
                "meta": {
                    "hrefs": [place.href for place in places],
                    "usd": [amount / CENTS for amount in amounts[-1:]],
                },
            }
        ],
        "layout": {
            "margin": {"l": 0, "r": 0, "t": 0, "b": 40},
            "dragmode": False,
            "geo": {
                "resolution": 50,
                "projection": {"type": "natural earth"},
                "bgcolor": "rgba(0,0,0,0)",
                "showframe": False,
                "showcoastlines": False,
                "showcountries": True,
                "countrycolor": "var(--line)",
                "countrywidth": 0.5,
                "showland": True,
                "landcolor": LAND,
                "lataxis": {"range": [-58, 85]},
            },
        },
    }


def _class(minor: int, limits: Sequence[int]) -> int:
    """Return the class of an amount."""
    return max(sum(1 for limit in limits if minor >= limit) - 1, 0)


def _scale(classes: int) -> list[list[object]]:
    """Return one flat shade for each class."""
    names = [f"var(--shade-{5 - classes + number + 1})" for number in range(classes)]
    return [
        [edge / classes, name] for number, name in enumerate(names) for edge in (number, number + 1)
    ]
