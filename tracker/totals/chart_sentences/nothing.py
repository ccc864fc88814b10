"""The sentence of a chart that has nothing to show."""

from tracker.words import say


def nothing() -> str:
    """Say that nothing on record meets the filter."""
    return say("Nothing has been recorded that meets this filter.")
