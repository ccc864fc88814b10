"""The activities of a choice: those with the codes that are chosen among those of activities."""

from tracker.assistance.cost_shares import CostShares
from tracker.reference.regions import holders_of
from tracker.totals.dimensions import Dimension
from tracker.totals.members import PARAGRAPHS, Members
from tracker.totals.query import Choice


def is_chosen(activity: int, members: Members, choice: Choice) -> bool:
    """Tell whether an activity, by its number, has the codes that a choice has among its own."""
    shares = members.shares.get(activity, CostShares())
    places = [place for place, _share in shares.places]
    own: dict[Dimension, set[str]] = {
        Dimension.PROGRAMME: {code_of_activity(members, Dimension.PROGRAMME, activity)},
        Dimension.PROTOCOL: {code for code, _share in shares.instruments},
        Dimension.TOOL: {code for code, _share in shares.tools},
        Dimension.COUNTRY: set(places),
        Dimension.REGION: {code for place in places for code in holders_of(place)},
        Dimension.PARAGRAPH: set(code_of_activity(members, PARAGRAPHS, activity).split()),
    }
    return all(
        not own[dimension].isdisjoint(codes)
        for dimension, codes in choice.codes
        if dimension in own
    )


def code_of_activity(members: Members, name: str, activity: int) -> str:
    """Return the code of an activity in a column that activities lead to."""
    table = members.leads[name].table
    return "" if table is None else members.codes[name][int(table[activity])]
