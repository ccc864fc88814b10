"""The sentence of ranked totals: the largest, its share, and the unspecified amount."""

from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.ranked import RankedTotals
from tracker.totals.chart_data.shares import largest, share_of
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.measure_words import name as measure_name
from tracker.words import say


def ranked_sentence(data: RankedTotals, formatter: Formatter) -> str:
    """Name the largest code, and state the unspecified amount."""
    rows = data.rows
    first = largest(rows)
    unspecified = sum(row.minor for row in rows if not row.code)
    sentences = []
    if first is not None:
        words = {
            "name": first.label,
            "amount": formatter.short(first.minor),
            "share": formatter.percent(share_of(first.minor, data.total)),
            "total": formatter.short(data.total),
        }
        sentences.append(_finding(data, words))
    elif not unspecified:
        total = formatter.short(data.total)
        sentences.append(
            say("%(measure)s: %(total)s.", measure=measure_name(data.measure), total=total)
        )
    if unspecified:
        sentences.append(_unspecified(data, formatter.short(unspecified)))
    return " ".join(sentences)


def _unspecified(data: RankedTotals, amount: str) -> str:
    """Return the sentence on the amount without a code."""
    if data.by is Dimension.COUNTRY:
        return say("%(amount)s is for no single country.", amount=amount)
    return say("%(amount)s is not specified.", amount=amount)


def _finding(data: RankedTotals, words: dict[str, str]) -> str:
    """Return the sentence on the largest code, in the words of the measure."""
    match data.measure:
        case Measure.RECEIVED:
            return say(
                "Most was received from %(name)s: %(amount)s of %(total)s, or %(share)s.",
                **words,
            )
        case Measure.SPENT if data.by is Dimension.DONOR:
            return say(
                "Of %(total)s spent, the largest part came from %(name)s: "
                "%(amount)s, or %(share)s.",
                **words,
            )
        case Measure.SPENT:
            return say(
                "Of %(total)s spent, the largest part is for %(name)s: %(amount)s, or %(share)s.",
                **words,
            )
        case _:
            return say(
                "Of %(total)s, %(name)s has the largest part: %(amount)s, or %(share)s.",
                **words,
            )
