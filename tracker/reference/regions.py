"""Regions of M49, regional groups and UNODC regions; places that an activity can be for."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from tracker.errors import NotFound
from tracker.reference.data_files import read_table
from tracker.reference.names import ENGLISH, Names, choose, names_from
from tracker.reference.states import State, states
from tracker.words import say

WORLD = "001"
M49_DIGITS = 3


class RegionLevel(StrEnum):
    """The level of a region, or its scheme."""

    WORLD = "world"  # all of it
    REGION = "region"  # a continent of M49
    SUBREGION = "subregion"  # a part of a continent
    INTERMEDIATE = "intermediate"  # a part of a sub-region
    GROUP = "group"  # a regional group of the General Assembly
    COUNTRY_GROUP = "country_group"  # a group of M49: LDC, LLDC, SIDS
    UNODC = "unodc"  # a region of the Office's field network


M49_LEVELS = frozenset(
    {RegionLevel.WORLD, RegionLevel.REGION, RegionLevel.SUBREGION, RegionLevel.INTERMEDIATE}
)
GROUP_LEVELS = frozenset({RegionLevel.GROUP, RegionLevel.COUNTRY_GROUP})
COUNTRY_GROUPS = ("ldc", "lldc", "sids")
"""The groups of M49: least developed, landlocked developing, small island developing."""


@dataclass(frozen=True, slots=True)
class Region:
    """One region; `parent` is the region that holds it."""

    code: str
    scheme: str
    level: RegionLevel
    parent: str
    names: Names
    source: str


@cache
def regions() -> dict[str, Region]:
    """Return the regions of all schemes by code."""
    return {
        row["code"]: Region(
            code=row["code"],
            scheme=row["scheme"],
            level=RegionLevel(row["level"]),
            parent=row["parent"],
            names=names_from(row),
            source=row["source"],
        )
        for row in read_table("regions")
    }


def m49_code(text: str) -> str:
    """Return a code of M49 with its three digits: 15 as 015; any other text as it is."""
    return text.zfill(M49_DIGITS) if text.isascii() and text.isdigit() else text


@cache
def m49_regions() -> dict[str, Region]:
    """Return the regions of M49 alone, the world included."""
    return {code: region for code, region in regions().items() if region.scheme == "m49"}


@cache
def chosen_regions() -> dict[str, Region]:
    """Return the regions by which figures can be chosen: those of M49, and groups of States.

    UNODC's regions are not among them, since no source lists all their States.
    """
    levels = M49_LEVELS | GROUP_LEVELS
    return {code: region for code, region in regions().items() if region.level in levels}


@cache
def places() -> dict[str, Names]:
    """Return every place an activity can be for: alpha-3 codes, M49 regions and 001, the world."""
    areas = {code: region.names for code, region in m49_regions().items()}
    return areas | {iso3: state.names for iso3, state in states().items()}


def place_name(code: str, locale: str = ENGLISH) -> str:
    """Return the name of a place for a locale; NotFound when there is no such place."""
    names = places().get(code)
    if names is None:
        raise NotFound(say("'%(code)s' is no State, area or region", code=code))
    return choose(names, locale)


def area_name(code: str, locale: str = ENGLISH) -> str:
    """Return the name of a place or of a group of States; NotFound when there is no such code."""
    region = regions().get(code)
    return place_name(code, locale) if region is None else choose(region.names, locale)


def region_of(place: str) -> str:
    """Return the M49 region of a place; 001 for the world, NotFound for no place."""
    line = line_of(place)
    return line[1] if len(line) > 1 else WORLD


def subregion_of(place: str) -> str:
    """Return the M49 sub-region of a place; empty for a region or the world."""
    line = line_of(place)
    return line[2] if len(line) > 2 else ""  # noqa: PLR2004 - world, region, then sub-region


@cache
def line_of(place: str) -> tuple[str, ...]:
    """Return the M49 regions that hold a place, the world first, itself last if it is one.

    Raises NotFound when there is no such place.
    """
    state = states().get(place)
    if state is not None:
        return line_of(_smallest(state))
    region = m49_regions().get(place)
    if region is None:
        raise NotFound(say("'%(code)s' is no State, area or region", code=place))
    return (*line_of(region.parent), place) if region.parent else (place,)


@cache
def children(code: str) -> tuple[str, ...]:
    """Return the codes of the regions directly below a region."""
    return tuple(region.code for region in regions().values() if region.parent == code)


@cache
def group_codes() -> tuple[str, ...]:
    """Return the codes of the groups of States: regional groups, LDC, LLDC, SIDS."""
    return tuple(code for code, region in regions().items() if region.level in GROUP_LEVELS)


@cache
def groups_of(place: str) -> tuple[str, ...]:
    """Return the groups that a State is in: its regional group, LDC, LLDC, SIDS; none of a region.

    Memberships are today's: no source gives the days on which they began.
    """
    state = states().get(place)
    if state is None:
        return ()
    own = (state.regional_group, *(code for code in COUNTRY_GROUPS if getattr(state, code)))
    return tuple(code for code in own if code)


@cache
def holders_of(place: str) -> tuple[str, ...]:
    """Return a place with the regions and groups that hold it; itself alone where nothing does."""
    try:
        return (place, *line_of(place), *groups_of(place))
    except NotFound:
        return (place,)


@cache
def states_in(code: str) -> tuple[str, ...]:
    """Return the alpha-3 codes of the States and areas in a region or group of any scheme."""
    return tuple(
        iso3
        for iso3, state in states().items()
        if code in (*line_of(iso3), *groups_of(iso3), state.unodc_region)
    )


def _smallest(state: State) -> str:
    return state.intermediate_region or state.subregion or state.region
