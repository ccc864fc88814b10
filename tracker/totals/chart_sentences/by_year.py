"""The sentences of totals over the years: the whole, and the largest year."""

from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.by_year import DividedByYear, MeasuresByYear
from tracker.totals.chart_data.shares import share_of
from tracker.totals.formatter import Formatter
from tracker.totals.measure_words import name as measure_name
from tracker.words import say


def measures_sentence(data: MeasuresByYear, formatter: Formatter) -> str:
    """Compare the second measure with the first, and name its largest year."""
    whole, part = (sum(own) for own in data.amounts)
    best = max(range(len(data.years)), key=lambda at: data.amounts[1][at])
    words = {
        "part": measure_name(data.measures[1]),
        "amount": formatter.short(part),
        "whole": measure_name(data.measures[0]),
        "of": formatter.short(whole),
        "share": formatter.percent(share_of(part, whole)),
        "year": data.years[best],
        "most": formatter.short(data.amounts[1][best]),
    }
    if whole <= 0:
        return say("%(part)s: %(amount)s. The largest year is %(year)s with %(most)s.", **words)
    if data.measures == (Measure.PLEDGED, Measure.RECEIVED):
        return say(
            "Of %(of)s pledged, %(amount)s has been received (%(share)s); "
            "most of it in %(year)s, with %(most)s.",
            **words,
        )
    return say(
        "Of %(of)s allocated, %(amount)s has been spent (%(share)s); "
        "most of it in %(year)s, with %(most)s.",
        **words,
    )


def divided_sentence(data: DividedByYear, formatter: Formatter) -> str:
    """Name the total and the largest year."""
    wholes = data.wholes
    best = max(range(len(data.years)), key=lambda place: wholes[place])
    return say(
        "%(measure)s: %(total)s from %(first)s to %(last)s. "
        "The largest year is %(year)s with %(most)s.",
        measure=measure_name(data.measure),
        total=formatter.short(sum(wholes)),
        first=data.years[0],
        last=data.years[-1],
        year=data.years[best],
        most=formatter.short(wholes[best]),
    )
