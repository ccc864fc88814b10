"""The places of the story: regions and the assisted States, as titles name them."""

import re
from functools import cache

from tracker.reference.regions import WORLD, line_of, place_name
from tracker.sample.story import ProgrammeProfile, assisted, programme_profiles

WITH_ARTICLE = frozenset(
    {
        "BHS",
        "CAF",
        "COD",
        "COG",
        "COM",
        "DOM",
        "GMB",
        "LAO",
        "MDA",
        "NER",
        "PHL",
        "TZA",
        "019",
        "029",
    }
)


@cache
def in_a_sentence(place: str) -> str:
    """Return a place's name for a sentence: "the Plurinational State of Bolivia"."""
    if place == WORLD:
        return "all regions"
    name = place_name(place)
    turned = re.fullmatch(r"(.+) \((.+ of)\)", name)
    if turned:
        return f"the {turned[2]} {turned[1]}"
    return f"the {name}" if place in WITH_ARTICLE else name


@cache
def states_of(programme: str) -> tuple[str, ...]:
    """Return the assisted States of a programme; of a global or thematic one, all of them."""
    place = programme_profiles()[programme].place
    if place in assisted():
        return (place,)
    own = tuple(state.state for state in assisted().values() if state.programme == programme)
    return own or tuple(assisted())


def region_for(programme: ProgrammeProfile, state: str) -> str:
    """Return the region to name in a title: the programme's, else that of the State."""
    if programme.place and programme.place not in assisted():
        return programme.place
    return programme_profiles()[assisted()[state].programme].place


def lies_in(state: str, region: str) -> bool:
    """Tell whether a State or region lies in an M49 region."""
    return region in line_of(state)
