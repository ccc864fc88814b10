"""A map of the world, shaded by amounts or by classes."""

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


class ShadedPlace(NamedTuple):
    """A State or area with its class, counted from 0, its hover text, and its address."""

    iso3: str
    shade: int
    text: str
    href: str = ""


class CountedPlace(NamedTuple):
    """A State or area with a number that is no money, and its address."""

    iso3: str
    label: str
    number: int
    href: str = ""


def counted(places: Sequence[CountedPlace], formatter: Formatter) -> Figure:
    """Shade the countries by numbers in a few classes."""
    limits = _limits([place.number for place in places])
    shown = [
        ShadedPlace(
            place.iso3,
            _class(place.number, limits),
            f"{place.label}: {formatter.whole(place.number)}",
            place.href,
        )
        for place in places
    ]
    return shaded(shown, [f"≥ {formatter.whole(limit)}" for limit in limits])


def world(places: Sequence[Place], formatter: Formatter) -> Figure:
    """Shade the countries in a few classes, each holding about as many countries."""
    amounts = sorted(place.minor for place in places)
    limits = _limits(amounts)
    shown = [
        ShadedPlace(
            place.iso3,
            _class(place.minor, limits),
            f"{place.label}: {formatter.exact(place.minor)}",
            place.href,
        )
        for place in places
    ]
    figure = shaded(shown, [f"≥ {formatter.tick(limit)}" for limit in limits])
    figure["data"][0]["meta"]["usd"] = [amount / CENTS for amount in amounts[-1:]]
    return figure


def shaded(places: Sequence[ShadedPlace], classes: Sequence[str]) -> Figure:
    """Shade countries by their class; `classes` are the labels of the classes, palest first."""
    return {
        "data": [
            {
                "type": "choropleth",
                "locationmode": "ISO-3",
                "locations": [place.iso3 for place in places],
                "z": [place.shade for place in places],
                "zmin": -0.5,
                "zmax": len(classes) - 0.5,
                "colorscale": _scale(len(classes)),
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
                    "tickvals": list(range(len(classes))),
                    "ticktext": [plain(label) for label in classes],
                    "tickangle": 0,
                },
                "customdata": [plain(place.text) for place in places],
                "hovertemplate": "%{customdata}<extra></extra>",
                "meta": {"hrefs": [place.href for place in places]},
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


def _limits(values: Sequence[int]) -> list[int]:
    """Return the least value of each class, so that each holds about as many places."""
    ordered = sorted(values)
    classes = min(CLASSES, len(set(ordered))) or 1
    limits = [ordered[len(ordered) * number // classes] for number in range(classes)] or [0]
    return sorted(set(limits))


def _class(minor: int, limits: Sequence[int]) -> int:
    """Return the class of an amount."""
    return max(sum(1 for limit in limits if minor >= limit) - 1, 0)


def _scale(classes: int) -> list[list[object]]:
    """Return one flat shade for each class."""
    names = [f"var(--shade-{5 - classes + number + 1})" for number in range(classes)]
    return [
        [edge / classes, name] for number, name in enumerate(names) for edge in (number, number + 1)
    ]
