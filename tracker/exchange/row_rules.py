"""The rules by which a profile takes rows and leaves rows out."""

from collections.abc import Mapping

from tracker.errors import InvalidInput
from tracker.exchange.numbers import exact_number
from tracker.exchange.profiles import RowRule, Section
from tracker.words import say


def reason_to_leave_out(section: Section, theirs: Mapping[str, str]) -> str | None:
    """Return why a row is left out, or None; raises InvalidInput for a cell that is no number."""
    for rule in section.leave_out:
        if _meets(rule, theirs, section):
            return rule.reason
    for rule in section.take:
        if not _meets(rule, theirs, section):
            return rule.reason
    return None


def _meets(rule: RowRule, theirs: Mapping[str, str], section: Section) -> bool:
    """Tell whether a row meets a condition, in each of its parts."""
    text = theirs[rule.column]
    if rule.values is not None and text not in rule.values:
        return False
    if rule.matches is not None and not rule.matches.search(text):
        return False
    if rule.at_least is None and rule.at_most is None:
        return True
    return bool(text) and _within(rule, text, section)


def _within(rule: RowRule, text: str, section: Section) -> bool:
    """Tell whether a number stands within the bounds of a condition."""
    try:
        number = exact_number(text, section)
    except InvalidInput as fault:
        raise InvalidInput(
            say(
                "the profile compares this with a number, and %(why)s",
                why=fault,
            ),
            rule.column,
        ) from fault
    low, high = rule.at_least, rule.at_most
    return (low is None or number >= low) and (high is None or number <= high)
