"""Where the story happens: regions and the assisted States, as they stand in a title."""

import re
from functools import cache

from tracker.reference.regions import WORLD, line_of, place_name
from tracker.sample.story import Scheme, assisted, schemes

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
    """Return a place's name as it stands in a sentence: "the Plurinational State of Bolivia"."""
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
    scheme = schemes()[programme]
    if scheme.place in assisted():
        return (scheme.place,)
    own = tuple(state.state for state in assisted().values() if state.programme == programme)
    return own or tuple(assisted())


def region_for(scheme: Scheme, state: str) -> str:
    """Return the region to name in a title: the programme's, else that of the State."""
    if scheme.place and scheme.place not in assisted():
        return scheme.place
    return schemes()[assisted()[state].programme].place


def lies_in(state: str, region: str) -> bool:
    """Tell whether a State or region lies in an M49 region."""
    return region in line_of(state)
