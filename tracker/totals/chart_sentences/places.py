"""The sentence of places: the number of countries, the largest, and the rest on no map."""

from tracker.totals.chart_data.places import PlaceTotals
from tracker.totals.chart_data.shares import largest
from tracker.totals.formatter import Formatter
from tracker.totals.measure_words import name as measure_name
from tracker.words import ngettext, say


def places_sentence(data: PlaceTotals, formatter: Formatter) -> str:
    """Count the countries, name the largest, and state the amount for no single country."""
    sentences = []
    first, regional = largest(data.rows), data.regional
    if first is not None:
        sentences.append(
            ngettext(
                "%(amount)s went to activities in %(num)s country or area.",
                "%(amount)s went to activities in %(num)s countries and areas; "
                "%(name)s has most with %(most)s.",
                len(data.countries),
                amount=formatter.short(sum(row.minor for row in data.rows if row.code)),
                name=first.label,
                most=formatter.short(first.minor),
            )
        )
    elif not regional:
        total = formatter.short(sum(row.minor for row in data.rows))
        sentences.append(
            say("%(measure)s: %(total)s.", measure=measure_name(data.measure), total=total)
        )
    if regional:
        sentences.append(
            say(
                "%(amount)s is for a region or the world as a whole and is not on the map.",
                amount=formatter.short(regional),
            )
        )
    return " ".join(sentences)
