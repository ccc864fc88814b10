"""Names of codes in the six official languages."""

from collections.abc import Callable, Mapping

from babel import Locale

from tracker.errors import NotFound
from tracker.reference.codes import (
    ActivityStatus,
    ActivityType,
    ContributorType,
    Earmarking,
    FinancingInstrument,
    ParticipantFunction,
    Theme,
    ToolKind,
    label,
)
from tracker.reference.instruments import Instrument, instruments
from tracker.reference.names import choose
from tracker.reference.organisations import giver_name
from tracker.reference.regions import area_name
from tracker.reports.content.texts import Name, NameKind

_LISTS: Mapping[NameKind, Callable[[str, str], str]] = {
    NameKind.PARTY: giver_name,
    NameKind.PLACE: area_name,
    NameKind.INSTRUMENT: lambda code, to: choose(instruments()[Instrument(code)].names, to),
    NameKind.EARMARKING: lambda code, to: label(Earmarking, code, to),
    NameKind.FINANCING: lambda code, to: label(FinancingInstrument, code, to),
    NameKind.CONTRIBUTOR: lambda code, to: label(ContributorType, code, to),
    NameKind.ACTIVITY_TYPE: lambda code, to: label(ActivityType, code, to),
    NameKind.ACTIVITY_STATUS: lambda code, to: label(ActivityStatus, code, to),
    NameKind.TOOL_KIND: lambda code, to: label(ToolKind, code, to),
    NameKind.FUNCTION: lambda code, to: label(ParticipantFunction, code, to),
    NameKind.THEME: lambda code, to: label(Theme, code, to),
    NameKind.LANGUAGE: lambda code, to: str(Locale.parse(to).languages[code]),
}


ORIGINAL = "en"
"""The language in which reports are drawn."""


def name_in(name: Name, locale: str) -> str:
    """Return a name in a language; as it was when the report was drawn where no list has it.

    The original language keeps the text that was frozen: a list may have changed since.
    """
    if locale == ORIGINAL:
        return name.text
    try:
        return _LISTS[name.of](name.code, locale)
    except (NotFound, KeyError, ValueError):
        return name.text
