"""The labels of codes and dimensions, in the reader's language."""

from collections.abc import Callable, Mapping

from tracker.assistance.states import ProgrammeKind
from tracker.assistance.unpublished import UNPUBLISHED
from tracker.errors import NotFound
from tracker.fund.states import ContributionKind, ContributionSource
from tracker.reference.codes import ContributorType, Earmarking, label
from tracker.reference.instruments import Instrument, instruments
from tracker.reference.names import choose
from tracker.reference.organisations import giver_name
from tracker.reference.regions import area_name, place_name, regions
from tracker.totals.dimensions import BY_RULE, Dimension
from tracker.words import say

Titles = Mapping[Dimension, Mapping[str, str]]


def label_of(dimension: Dimension, code: str, titles: Titles, locale: str) -> str:
    """Return the name of a code; `titles` are those of the database."""
    if code == "":
        return say("not specified")
    if dimension is Dimension.ACTIVITY and code == UNPUBLISHED:
        return say("activities not yet published")
    if dimension in _FROM_LISTS:
        return _FROM_LISTS[dimension](code, locale)
    if dimension is Dimension.ATTRIBUTION:
        return say("attributed by the rule") if code == BY_RULE else say("named")
    title = titles.get(dimension, {}).get(code, code)
    return _giver(code, locale) or title if dimension is Dimension.DONOR else title


def kind_name(kind: ContributionKind) -> str:
    """Return the name of a kind of contribution."""
    return {
        ContributionKind.CASH: say("Cash"),
        ContributionKind.IN_KIND: say("In kind"),
    }[kind]


def source_name(source: ContributionSource) -> str:
    """Return the name of the source of a contribution."""
    return {
        ContributionSource.BUDGET: say("Budget"),
        ContributionSource.CONFISCATED: say("Confiscated proceeds of crime or property"),
    }[source]


def programme_kind_name(kind: ProgrammeKind) -> str:
    """Return the name of a kind of programmes."""
    return {
        ProgrammeKind.NATIONAL: say("National"),
        ProgrammeKind.REGIONAL: say("Regional"),
        ProgrammeKind.THEMATIC: say("Thematic"),
        ProgrammeKind.GLOBAL: say("Global"),
    }[kind]


_FROM_LISTS: Mapping[Dimension, Callable[[str, str], str]] = {
    Dimension.PROTOCOL: lambda code, to: choose(instruments()[Instrument(code)].names, to),
    Dimension.EARMARKING: lambda code, to: label(Earmarking, code, to),
    Dimension.DONOR_TYPE: lambda code, to: label(ContributorType, code, to),
    Dimension.KIND: lambda code, _to: kind_name(ContributionKind(code)),
    Dimension.SOURCE: lambda code, _to: source_name(ContributionSource(code)),
    Dimension.REGIONAL_GROUP: lambda code, to: choose(regions()[code].names, to),
    Dimension.REGION: area_name,
    Dimension.SUBREGION: place_name,
    Dimension.COUNTRY: place_name,
    Dimension.PARAGRAPH: lambda code, _to: say("Operative paragraph %(number)s", number=code),
}


def dimension_name(dimension: Dimension) -> str:
    """Return the label of a dimension at the head of a column."""
    return {
        Dimension.DONOR: say("Donor"),
        Dimension.DONOR_TYPE: say("Type of donor"),
        Dimension.EARMARKING: say("Earmarking"),
        Dimension.KIND: say("Kind"),
        Dimension.CURRENCY: say("Currency"),
        Dimension.SOURCE: say("Source"),
        Dimension.YEAR: say("Year"),
        Dimension.CONTRIBUTION: say("Contribution"),
        Dimension.ATTRIBUTION: say("Attribution"),
        Dimension.PROGRAMME: say("Programme"),
        Dimension.ACTIVITY: say("Activity"),
        Dimension.PROTOCOL: say("Convention or Protocol"),
        Dimension.REGION: say("Region"),
        Dimension.SUBREGION: say("Sub-region"),
        Dimension.REGIONAL_GROUP: say("Regional group"),
        Dimension.COUNTRY: say("Country or area"),
        Dimension.TOOL: say("Tool"),
        Dimension.PARAGRAPH: say("Operative paragraph"),
    }[dimension]


def _giver(code: str, locale: str) -> str:
    """Return the registry's name for a State or organisation, "" where it has none."""
    try:
        return giver_name(code, locale)
    except NotFound:
        return ""
