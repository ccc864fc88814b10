"""The sentence of a chart without data."""

from tracker.words import say


def nothing() -> str:
    """Return the sentence that nothing on record meets the filter."""
    return say("Nothing has been recorded that meets this filter.")
