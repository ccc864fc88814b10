"""The scales of charts: few round ticks, from zero or below it on."""

from collections.abc import Sequence

ROUND = (1, 2, 5)
TICKS = 5
FEWEST = 6
"""The number of years that an axis has room for, so that the column of one is no wall."""


def step_of(span: int) -> int:
    """Return the round distance of about five ticks over a span of values."""
    rough, power = max(span, 1) / TICKS, 1
    while power * 10 <= rough:
        power *= 10
    return next((factor * power for factor in ROUND if factor * power >= rough), 10 * power)


def ticks_of(extremes: tuple[int, int], room: float) -> tuple[range, int, float]:
    """Return ticks over an axis with zero, and its lowest and highest value.

    `room` widens it beyond the last value for labels that stand there.
    """
    lowest, highest = extremes
    step = step_of(max(highest, 0) - min(lowest, 0))
    top = highest * room if highest > 0 else (step if lowest >= 0 else 0)
    ticks = range(-(-lowest // step) * step if lowest < 0 else 0, int(top) + 1, step)
    return ticks, min(lowest, 0), top


def spread(values: Sequence[float], distance: float) -> tuple[float, ...]:
    """Move values apart so that neighbours have a distance; their order and middle stay."""
    places = sorted(range(len(values)), key=lambda place: values[place])
    groups: list[tuple[list[int], float]] = []
    for place in places:
        members, middle = [place], float(values[place])
        while (
            groups and middle - groups[-1][1] < distance * (len(members) + len(groups[-1][0])) / 2
        ):
            before, at = groups.pop()
            middle = (middle * len(members) + at * len(before)) / (len(members) + len(before))
            members = [*before, *members]
        groups.append((members, middle))
    found = [0.0] * len(values)
    for members, middle in groups:
        for number, place in enumerate(members):
            found[place] = middle + (number - (len(members) - 1) / 2) * distance
    return tuple(found)


def within(values: Sequence[float], distance: float, low: float, high: float) -> tuple[float, ...]:
    """Move values that have a distance into an axis and keep it; all stay where it has no room."""
    places = sorted(range(len(values)), key=lambda place: values[place])
    if high - low < distance * (len(places) - 1):
        return tuple(values)
    found = list(values)
    for number, place in enumerate(places):
        most = high - (len(places) - 1 - number) * distance
        found[place] = min(max(values[place], low + number * distance), most)
    return tuple(found)
