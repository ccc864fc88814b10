"""The words of dissemination: its units, means, breakdowns, and the labels of their codes."""

from collections.abc import Mapping

from babel import Locale, UnknownLocaleError

from tracker.assistance.dissemination_counts import DisseminationBy
from tracker.assistance.states import DisseminationMeans, DisseminationUnit
from tracker.reference.codes import ParticipantFunction, label
from tracker.totals.chart_data.table import Member
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import dimension_name
from tracker.totals.page_source import PageSource
from tracker.words import say

DIMENSIONS: Mapping[DisseminationBy, Dimension] = {
    by: Dimension(by.value) for by in DisseminationBy if by.value in set(Dimension)
}
"""The breakdowns that are dimensions of totals too."""


def breakdown_name(by: DisseminationBy) -> str:
    """Return the label of a breakdown at the head of a column."""
    if by in DIMENSIONS:
        return dimension_name(DIMENSIONS[by])
    return {
        DisseminationBy.MEANS: say("Means"),
        DisseminationBy.UNIT: say("Unit"),
        DisseminationBy.LANGUAGE: say("Language"),
        DisseminationBy.AUDIENCE: say("Readers"),
    }[by]


def code_member(source: PageSource, by: DisseminationBy, code: str) -> Member:
    """Return a code of a breakdown with its label in the source's language."""
    if by in DIMENSIONS:
        dimension = DIMENSIONS[by]
        return Member(dimension, code, _label_in(source, dimension, code), part=by.value)
    return Member(None, code, _own_label(by, code, source.locale), part=by.value)


def unit_name(unit: DisseminationUnit) -> str:
    """Return the label of a unit."""
    return {
        DisseminationUnit.COPIES: say("Copies"),
        DisseminationUnit.DOWNLOADS: say("Downloads"),
        DisseminationUnit.PEOPLE: say("People"),
    }[unit]


def means_name(means: DisseminationMeans) -> str:
    """Return the label of the means of an event."""
    return {
        DisseminationMeans.LAUNCH: say("Launch"),
        DisseminationMeans.TRAINING: say("Use in a training"),
        DisseminationMeans.COPIES: say("Printed copies"),
        DisseminationMeans.DOWNLOADS: say("Downloads"),
        DisseminationMeans.REQUEST: say("Answer to a request"),
        DisseminationMeans.MAILING: say("Mailing"),
        DisseminationMeans.MEETING: say("Shown at a meeting"),
    }[means]


def language_label(code: str, locale: str) -> str:
    """Return the name of a language (ISO 639-1)."""
    try:
        return Locale.parse(code).get_display_name(locale) or code
    except (ValueError, UnknownLocaleError):
        return code


def _label_in(source: PageSource, dimension: Dimension, code: str) -> str:
    """Return the label of a code of a dimension."""
    if dimension is Dimension.COUNTRY and not code:
        return say("for no single country")
    if dimension is Dimension.YEAR and code:
        return code
    return source.reader.label(dimension, code)


def _own_label(by: DisseminationBy, code: str, locale: str) -> str:
    """Return the label of a code of a breakdown that totals do not have."""
    if not code:
        return say("not specified")
    match by:
        case DisseminationBy.MEANS:
            return means_name(DisseminationMeans(code))
        case DisseminationBy.UNIT:
            return unit_name(DisseminationUnit(code))
        case DisseminationBy.LANGUAGE:
            return language_label(code, locale)
        case _:
            return label(ParticipantFunction, code, locale)
