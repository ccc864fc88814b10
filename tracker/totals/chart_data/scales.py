"""The scales of charts: few round ticks, from zero or below it on."""

ROUND = (1, 2, 5)
TICKS = 5


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
